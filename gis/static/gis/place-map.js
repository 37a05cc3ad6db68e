// A point chosen, or shown, on a map that is fetched when it is asked for. The two fields hold the point: without this
// script, or without the map, they are typed.
const CITY = [31.6295, -7.9811];
const NEAR = 18;
const FAR = 12;
const DIGITS = 6;
const PIN = 24;
const PACE = 8;
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const once = new Map();
const fetched = (url, make) => {
  if (!once.has(url)) once.set(url, new Promise((done, failed) => document.head.append(make(url, done, failed))));
  return once.get(url);
};
const script = (src, onload, onerror) => Object.assign(document.createElement("script"), { src, onload, onerror });
const sheet = (href, onload, onerror) =>
  Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror });

class PlaceMap {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("[data-place-canvas]");
    this.state = root.querySelector("[data-place-state]");
    this.opener = root.querySelector("[data-place-open]");
    const form = root.dataset.picks ? root.closest("form") : null;
    this.fields = form ? [form.elements.latitude, form.elements.longitude] : [];
    root.hidden = !form && !root.dataset.latitude;
    this.opener.addEventListener("click", async () => {
      await this.toggle();
      if (!this.canvas.hidden) this.canvas.focus({ preventScroll: true });
    });
    for (const field of this.fields) field.addEventListener("change", () => this.show());
    this.on("middle", () => this.choose(this.map.getCenter()));
    this.on("here", () => this.locate());
    this.on("remove", () => this.choose(null));
    if (form) root.addEventListener("place:show", () => this.open());
  }

  on(name, act) {
    const button = this.root.querySelector(`[data-place-${name}]`);
    button?.addEventListener("click", act);
  }

  get point() {
    const typed = this.fields.length ? this.fields.map((field) => field.value) : [this.root.dataset.latitude, this.root.dataset.longitude];
    const pair = typed.map((text) => Number.parseFloat(text.replace(",", ".").replace("٫", ".")));
    return pair.every(Number.isFinite) && Math.abs(pair[0]) <= 90 && Math.abs(pair[1]) <= 180 ? pair : null;
  }

  async toggle() {
    const opens = this.canvas.hidden;
    this.canvas.hidden = !opens;
    this.opener.setAttribute("aria-expanded", String(opens));
    for (const name of ["middle", "remove"]) {
      const button = this.root.querySelector(`[data-place-${name}]`);
      if (button) button.hidden = !opens;
    }
    if (!opens) return;
    this.making ??= this.make();
    await this.making;
    this.map.invalidateSize();
    this.show();
  }

  async open() {
    if (this.canvas.hidden) await this.toggle();
    else this.show();
  }

  async make() {
    const { leaflet, leafletStyles, baseMap, baseMapStyles, basemaps, tile, things, script: language, zoomIn, zoomOut, pin } = this.root.dataset;
    await Promise.all([fetched(leaflet, script), fetched(leafletStyles, sheet), fetched(baseMapStyles, sheet)]);
    const { BaseMap } = await import(baseMap);
    const { L } = window;
    this.map = L.map(this.canvas, { zoomControl: false, attributionControl: false, minZoom: 10, maxZoom: 19 });
    this.map.setView(this.point ?? CITY, this.point ? NEAR : FAR);
    const tiles = tile.replace("layers/0/0/0", "{layers}/{z}/{x}/{y}");
    this.base = new BaseMap(this.map, { config: JSON.parse(basemaps), tiles, language, under: things ? things.split(",") : [] });
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(this.map);
    const picks = this.fields.length > 0;
    const icon = L.divIcon({ className: "place__point", iconSize: [PIN, PIN] });
    this.mark = L.marker(CITY, { icon, draggable: picks, autoPan: picks, interactive: picks, keyboard: picks });
    if (!picks) return;
    this.canvas.classList.add("place__map--picks");
    this.map.on("click", ({ latlng }) => this.choose(latlng));
    this.mark.on("dragend", () => this.choose(this.mark.getLatLng()));
    this.mark.on("add", () => this.name(pin));
  }

  // The pin is moved by keys too, a few pixels at a time.
  name(words) {
    const element = this.mark.getElement();
    element.setAttribute("aria-label", words);
    element.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const at = this.map.latLngToContainerPoint(this.mark.getLatLng());
      this.choose(this.map.containerPointToLatLng(at.add(step.map((pixels) => pixels * PACE))));
    });
  }

  choose(place) {
    const values = place ? [place.lat.toFixed(DIGITS), place.lng.toFixed(DIGITS)] : ["", ""];
    this.fields.forEach((field, n) => {
      field.value = values[n];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.state.textContent = place ? this.root.dataset.set : this.root.dataset.gone;
    this.show();
    this.root.dispatchEvent(new CustomEvent("place:put", { bubbles: true }));
  }

  show() {
    if (!this.map) return;
    const { point } = this;
    if (!point) {
      this.mark.remove();
      return;
    }
    this.mark.setLatLng(point).addTo(this.map);
    if (!this.map.getBounds().contains(point)) this.map.setView(point, Math.max(this.map.getZoom(), NEAR));
  }

  locate() {
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        this.choose({ lat: coords.latitude, lng: coords.longitude });
        await this.open();
      },
      () => { this.state.textContent = this.root.dataset.nowhere; },
      { enableHighAccuracy: true, timeout: 10000 },
    );
  }
}

for (const root of document.querySelectorAll("[data-place-map]")) new PlaceMap(root);
