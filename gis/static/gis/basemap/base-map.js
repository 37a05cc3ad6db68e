// The one base map of the product, under every map: an archive of its own, another provider's tiles, or the plain one.
import { leafletLayer } from "../../vendor/protomaps-leaflet.js";
import * as archive from "./archive.js";
import { color, fonts, namesFor } from "./look.js";
import { boundaries, dots, overlays } from "./overlays.js";
import * as plain from "./plain.js";
import { Switch } from "./switch.js";

const { L } = window;
const KEY = "basemap";
const PANE = "basemap";
const LAST_TERRITORY = 12; // from the next zoom on an archive has the names of the quarters
const OPENSTREETMAP = "https://www.openstreetmap.org/copyright";

const remembered = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
const remember = (name) => { try { localStorage.setItem(KEY, name); } catch { /* kept for this page only */ } };

export class BaseMap {
  // `config` is what `{% basemaps %}` says; `tiles` the address of our own, with {layers}, {z}, {x} and {y}; `under`
  // names our layers that belong to the base map here, as the lines of the buses do on the live page.
  constructor(map, { config, tiles, language, corner = "bottomright", under = [] }) {
    Object.assign(this, { map, tiles, under, shown: new Set(under), names: namesFor(language), offers: config.offers });
    this.layers = [];
    map.createPane(PANE).classList.add("basemap");
    this.credit = L.control.attribution({ prefix: false, position: corner }).addTo(map);
    const wanted = this.offers.find(({ name }) => name === remembered()) ?? this.offers[0];
    if (this.offers.length > 1) {
      const choose = (name) => { remember(name); this.use(name); };
      this.control = new Switch(config.words, this.offers, wanted.name, choose, { position: corner }).addTo(map);
    }
    this.use(wanted.name);
    document.addEventListener("themechange", () => this.redraw());
  }

  use(name) {
    this.offer = this.offers.find((offer) => offer.name === name);
    for (const layer of this.layers) layer.remove();
    this.layers = this.offer.kind === "xyz" ? [this.raster(), this.vector()] : [this.vector()];
    for (const layer of this.layers) layer.addTo(this.map);
    this.map.getPane(PANE).classList.toggle("basemap--raster", this.offer.kind === "xyz");
    this.control?.mark(name);
    this.showCredit();
  }

  // Shows or hides one of the layers of `under`.
  show(overlay, isShown) {
    if (isShown) this.shown.add(overlay);
    else this.shown.delete(overlay);
    this.redraw();
  }

  redraw() {
    const layer = this.layers.at(-1);
    Object.assign(layer, this.look());
    layer.clearLayout();
    layer.rerenderTiles();
  }

  look() {
    const base = { archive, plain }[this.offer.kind];
    const labels = base ? base.labelRules(this.names) : [];
    const ours = [boundaries(), ...[...this.shown].map((name) => (overlays[name] ?? dots)(name))];
    return {
      paintRules: [...(base ? base.paintRules() : []), ...ours],
      labelRules: this.offer.kind === "plain" ? labels : [...labels, plain.territoryNames(this.names.own, base ? LAST_TERRITORY : undefined)],
      backgroundColor: base ? color("land") : undefined,
    };
  }

  vector() {
    const layers = this.offer.kind === "plain" ? plain.LAYERS : ["territories", "territory_names"];
    const own = this.tiles.replace("{layers}", [...layers, ...this.under].join(","));
    const sources = { own: { url: own, maxDataZoom: 15 } };
    if (this.offer.kind === "archive") sources.base = { url: new URL(this.offer.url, location.href).href, maxDataZoom: 15 };
    return leafletLayer({ ...this.look(), sources, tasks: fonts(), attribution: "", pane: PANE, zIndex: 2 });
  }

  raster() {
    const { url, max_zoom: maxNativeZoom, subdomains } = this.offer;
    const layer = L.tileLayer(url, { subdomains, maxNativeZoom, maxZoom: 19, pane: PANE, zIndex: 1, referrerPolicy: "strict-origin" });
    let hasCome = false;
    layer.once("tileload", () => { hasCome = true; });
    layer.once("tileerror", () => { if (!hasCome) this.fallBack(); });
    return layer;
  }

  // Without a way to the other provider the plain map stands in; the reader's choice is kept for the next visit.
  fallBack() {
    if (this.offers.some(({ name }) => name === "plain")) this.use("plain");
  }

  showCredit() {
    const { attribution } = this.offer;
    const credit = document.createElement(attribution.includes("OpenStreetMap") ? "a" : "span");
    credit.textContent = attribution;
    if (credit instanceof HTMLAnchorElement) Object.assign(credit, { href: OPENSTREETMAP, target: "_blank", rel: "noopener" });
    this.credit.getContainer().replaceChildren(...(attribution ? [credit] : []));
    this.credit.getContainer().hidden = !attribution;
  }
}
