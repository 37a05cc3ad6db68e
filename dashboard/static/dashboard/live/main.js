// The live page: the map, what moves on it, and the figures beside it.
import { BaseMap } from "../../gis/basemap/base-map.js";
import { Card } from "./card.js";
import { Events } from "./events.js";
import { Figures } from "./figures.js";
import { Fleet } from "./fleet.js";
import { cabinets, lamps } from "./lights.js";
import { sheet, showCounts, switches } from "./panel.js";
import { PointsLayer } from "./points-layer.js";
import { Search } from "./search.js";
import { Stream } from "./stream.js";
import { VehiclesLayer } from "./vehicles-layer.js";
import { settings, setZone, words } from "./words.js";

const { L } = window;
const CITY = L.latLng(31.6295, -7.9981);
const narrow = matchMedia("(max-width: 47.99rem)");
const rightToLeft = document.documentElement.dir === "rtl";
const endCorner = rightToLeft ? "bottomleft" : "bottomright";
const creditCorner = narrow.matches ? endCorner.replace("bottom", "top") : endCorner; // clear of the sheet

const map = L.map("map", { zoomControl: false, attributionControl: false, minZoom: 10, maxZoom: 19, zoomSnap: 1 });
map.setView(CITY, narrow.matches ? 12 : 13);
map.panBy(narrow.matches ? [0, 50] : [rightToLeft ? 170 : -170, 0], { animate: false });

const fleet = new Fleet();
const vehicles = new VehiclesLayer(fleet);
const base = new BaseMap(map, {
  config: settings.basemaps, tiles: settings.tiles, language: document.documentElement.lang, corner: creditCorner, under: ["bus_lines"],
});
const layers = { lamps: new PointsLayer("lamps", lamps), cabinets: new PointsLayer("cabinets", cabinets) };

layers.lamps.addTo(map);
vehicles.addTo(map);
L.control.zoom({ position: endCorner, zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
L.control.scale({ position: endCorner, imperial: false }).addTo(map);

const figures = new Figures(fleet);
const events = new Events(fleet);
const panel = sheet();
let followed = null;
let followedAt = null;

const card = new Card(fleet, {
  onClose: () => { choose(null); map.getContainer().focus({ preventScroll: true }); },
  onFollow: (follows) => { followed = follows ? card.vehicle : null; keepInView(true); },
});

function choose(vehicle, { follow = false } = {}) {
  vehicles.chosen = vehicle?.id ?? null;
  followed = follow ? vehicle : null;
  if (vehicle) card.open(vehicle, follow);
  vehicles.redraw();
}

function keepInView(now = false) {
  if (!followed || followed.at === null || (!now && followed.at === followedAt)) return;
  followedAt = followed.at;
  const place = [followed.lat, followed.lon];
  if (now && map.getZoom() < 15) map.setView(place, 15);
  else map.panTo(place, { duration: 0.8 });
}

map.on("zoomend", () => { followedAt = null; keepInView(); });
map.on("dragstart", () => { if (followed) { followed = null; card.follows = false; card.update(); } });
map.on("click", ({ containerPoint }) => {
  const vehicle = vehicles.hit(containerPoint);
  if (vehicle) choose(vehicle);
  else card.close();
});
map.on("mousemove", ({ containerPoint }) => {
  map.getContainer().classList.toggle("is-pointing", Boolean(vehicles.hit(containerPoint)));
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") card.close(); });

new Search(fleet, (vehicle) => {
  panel.close();
  choose(vehicle, { follow: true });
  keepInView(true);
});
switches("[data-kind]", ({ kind }, shown) => {
  if (shown) vehicles.hidden.delete(kind);
  else vehicles.hidden.add(kind);
  vehicles.redraw();
});
switches("[data-layer]", ({ layer }, shown) => {
  if (layer === "bus_lines") base.show(layer, shown);
  else if (shown) layers[layer].addTo(map);
  else layers[layer].remove();
});

const stream = new Stream({
  snapshot(content) {
    setZone(content.utc_offset_ms);
    fleet.load(content);
    figures.set(content.counters);
    events.load(content.events);
    showCounts(fleet.counts());
    vehicles.redraw();
  },
  positions(rows) {
    if (!fleet.update(rows)) stream.refresh();
    figures.heard(Math.max(...rows.map((row) => row[1])));
    vehicles.redraw();
    keepInView();
  },
  events: (rows) => events.add(rows),
  lamps: ({ version }) => layers.lamps.renew(version),
  counters: (content) => figures.set(content),
  status: (states) => figures.mark(states),
  connection: (connected) => figures.mark({ connected }),
});
stream.open();
setInterval(() => vehicles.redraw(), 5000);

// For benchmarks and browser tests.
window.liveCity = { map, base, fleet, vehicles, stream };
