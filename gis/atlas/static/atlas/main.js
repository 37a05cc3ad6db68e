// The map page: one map, the layers of the registry on it, and what can be asked of them.
import { BaseMap } from "../gis/basemap/base-map.js";
import "../gis/search-box.js";
import { Days } from "./days.js";
import { Drawing } from "./drawing.js";
import { Identify } from "./identify.js";
import { Layers } from "./layers.js";
import { Measure } from "./measure.js";
import { Notes } from "./notes.js";
import { Panel } from "./panel.js";
import { wireSharing } from "./share.js";
import { State } from "./state.js";
import { Within } from "./within.js";
import { isRightToLeft, settings, words } from "./words.js";

const { L } = window;
const CITY = [-7.9981, 31.6295, 13];
const CLOSE = 17;
const narrow = matchMedia("(max-width: 47.99rem)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const end = isRightToLeft ? "left" : "right";

const state = new State();
state.view ??= narrow.matches ? [CITY[0], CITY[1], 12] : CITY;
const map = L.map("map", {
  zoomControl: false, attributionControl: false, minZoom: 10, maxZoom: 19, fadeAnimation: !still.matches, zoomAnimation: !still.matches,
});
map.setView([state.view[1], state.view[0]], state.view[2]);
const base = new BaseMap(map, {
  config: settings.basemaps, tiles: settings.tiles, language: document.documentElement.lang, corner: narrow.matches ? `top${end}` : `bottom${end}`,
});
L.control.zoom({ position: `bottom${end}`, zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
L.control.scale({ position: `bottom${end}`, imperial: false }).addTo(map);

const drawing = new Drawing(map);
const panel = new Panel((part) => opened(part));
const layers = new Layers(map, state, () => renewed());
const identify = new Identify(map, state, panel, layers);
const measure = new Measure(drawing);
const within = new Within(map, state, drawing);
const notes = new Notes(drawing, state);
const days = new Days(state, () => { layers.travel(); renewed(); });
wireSharing(map, state);

// What was asked of the layers is asked again when they change.
function renewed() {
  state.keep();
  if (panel.part === "point") identify.again();
  if (state.area) within.again();
}

function opened(part) {
  const tool = drawing.part?.id.replace("atlas-part-", "");
  if (tool === "measure" && part !== "measure") measure.clear();
  if (tool === "note" && part !== "note") notes.clear();
  if (part === "area" && state.area && !drawing.sketch) within.show(state.area);
}

function looked() {
  const { lng, lat } = map.getCenter();
  state.view = [lng, lat, map.getZoom()];
  state.keep();
  for (const box of document.querySelectorAll("[data-search-box]")) box.dataset.near = `${lng.toFixed(4)},${lat.toFixed(4)}`;
}

map.on("moveend", looked);
map.on("click", ({ latlng }) => {
  if (drawing.isOn) drawing.sketch.add(latlng);
  else identify.at(latlng);
});
map.on("dblclick", () => { if (drawing.isOn) drawing.sketch.end(); });

function forgetAll() {
  const tools = { "atlas-part-area": within, "atlas-part-measure": measure, "atlas-part-note": notes };
  tools[drawing.part?.id]?.clear();
  identify.forget();
}

map.getContainer().addEventListener("keydown", (event) => {
  if (event.target !== map.getContainer() || event.ctrlKey || event.metaKey || event.altKey) return;
  const acts = { Enter: () => identify.at(map.getCenter()), Escape: forgetAll, Home: () => map.setView([CITY[1], CITY[0]], CITY[2]) };
  if (!drawing.key(event)) {
    if (!acts[event.key]) return;
    acts[event.key]();
  }
  event.preventDefault();
});

document.addEventListener("place:chosen", (event) => {
  event.preventDefault();
  const [lng, lat] = event.detail.point;
  map.setView([lat, lng], Math.max(map.getZoom(), CLOSE), { animate: !still.matches });
  identify.at(L.latLng(lat, lng), event.detail.label);
});

looked();
if (state.area) {
  panel.show("area");
  within.show(state.area);
}
if (state.feature || state.pick) identify.again();
window.addEventListener("pageshow", (event) => { if (event.persisted) layers.read(); });

// For browser tests.
window.atlas = { map, base, state, layers, identify, drawing, days };
