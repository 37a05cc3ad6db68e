// What lies at a point: asked with a tap, or with Enter in the middle of the map; marked on it, listed in the panel.
import { ask } from "./asking.js";
import { pairText } from "./state.js";
import { settings } from "./words.js";

const { L } = window;
const CLOSE = 17;
const MARGIN_PX = 40;

export class Identify {
  constructor(map, state, panel, layers) {
    Object.assign(this, { map, state, panel, layers });
    this.part = document.getElementById("atlas-part-point");
    this.answer = this.part.querySelector("[data-answer]");
    this.mark = L.circleMarker([0, 0], { radius: 7, className: "atlas__pick", interactive: false });
    this.shapes = L.featureGroup().addTo(map);
    this.part.querySelector("[data-forget]").addEventListener("click", () => { this.forget(); panel.show("layers"); });
    for (const name of ["focusin", "mouseover"]) this.answer.addEventListener(name, (event) => this.point(event.target.closest("[data-shape]")));
    this.answer.addEventListener("click", (event) => this.goTo(event.target.closest("[data-go]")));
  }

  async at({ lat, lng }, title = "") {
    Object.assign(this.state, { pick: [lng, lat], feature: "" });
    this.mark.setLatLng([lat, lng]).addTo(this.map);
    await this.ask(this.state.query({ lon: lng.toFixed(6), lat: lat.toFixed(6), zoom: this.layers.zoom }), title);
    this.clear(this.map.latLngToContainerPoint([lat, lng])); // now the sheet is as high as what it tells
  }

  // On a phone the sheet must not lie over the point.
  clear({ y }) {
    const top = this.panel.root.getBoundingClientRect().top - this.map.getContainer().getBoundingClientRect().top;
    if (top > MARGIN_PX && y > top - MARGIN_PX && this.panel.isSheet) this.map.panBy([0, y - top / 2 - MARGIN_PX], { animate: false });
  }

  async feature(name) {
    Object.assign(this.state, { pick: null, feature: name });
    this.mark.remove();
    await this.ask(this.state.query({ feature: name }), "");
  }

  async ask(query, title) {
    this.state.keep();
    this.shapes.clearLayers();
    this.panel.show("point");
    if (!(await ask(this.answer, settings.identify, query))) return;
    const heading = this.part.querySelector("[data-title]");
    heading.textContent = title;
    heading.hidden = !title;
    const found = this.answer.querySelectorAll("[data-shape]");
    if (found.length) this.point(found[0]);
  }

  // Asks again, for other layers or another day.
  again() {
    if (this.state.feature) this.feature(this.state.feature);
    else if (this.state.pick) this.at(L.latLng(this.state.pick[1], this.state.pick[0]), this.part.querySelector("[data-title]").textContent);
  }

  point(item) {
    if (!item?.dataset.shape) return;
    this.shapes.clearLayers();
    L.geoJSON(JSON.parse(item.dataset.shape), {
      interactive: false, style: { className: "atlas__picked" },
      pointToLayer: (_, at) => L.circleMarker(at, { radius: 13, className: "atlas__picked" }),
    }).addTo(this.shapes);
  }

  goTo(link) {
    if (!link) return;
    const bounds = this.shapes.getLayers().length ? this.shapes.getBounds() : null;
    if (bounds?.isValid()) this.map.fitBounds(bounds, { maxZoom: CLOSE, padding: [60, 60] });
  }

  forget() {
    Object.assign(this.state, { pick: null, feature: "" });
    this.mark.remove();
    this.shapes.clearLayers();
    this.answer.replaceChildren();
    this.state.keep();
  }

  get shared() {
    return this.state.pick ? pairText(this.state.pick) : this.state.feature;
  }
}
