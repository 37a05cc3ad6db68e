// The layers of the panel on the map: switched by their boxes, with a hint where the map is too far away.
import { VectorTiles } from "../gis/vector-tiles.js";
import { symbolizer } from "./marks.js";
import { fill, say, settings, words } from "./words.js";

const DATA_ZOOM = 18;
const ORDER = { area: 10, line: 20, any: 25, point: 30 };

export class Layers {
  constructor(map, state, onChange) {
    Object.assign(this, { map, state, onChange, shown: new Map() });
    this.boxes = [...document.querySelectorAll("#atlas-layers input[name=layers]")];
    for (const box of this.boxes) box.addEventListener("change", () => this.switched(box));
    map.on("zoomend", () => this.hint());
    document.addEventListener("themechange", () => { for (const layer of this.shown.values()) layer.repaint(); });
    this.read();
  }

  // Takes the boxes as they are, such as after the browser has gone back to the page.
  read() {
    for (const { value, checked } of this.boxes) {
      if (checked) this.add(value);
      else this.remove(value);
    }
    this.state.layers = this.boxes.filter((box) => box.checked).map((box) => box.value);
    this.hint();
  }

  switched(box) {
    this.read();
    const layer = settings.layers[box.value].title;
    say(fill(box.checked ? words.layer_on : words.layer_off, { layer }));
    this.onChange();
  }

  add(name) {
    if (this.shown.has(name)) return;
    const layer = settings.layers[name];
    const rules = [{ dataLayer: name, symbolizer: symbolizer(layer) }];
    const made = new VectorTiles(settings.tiles.replace("{layers}", name), rules, { dataZoom: DATA_ZOOM, zIndex: ORDER[layer.geometry] });
    if (this.day(name)) made.renew(this.day(name));
    this.shown.set(name, made.addTo(this.map));
  }

  remove(name) {
    this.shown.get(name)?.remove();
    this.shown.delete(name);
  }

  day(name) {
    return this.state.on && settings.layers[name].knows_days ? `on=${this.state.on}` : "";
  }

  // Another day: the layers that know the past are fetched again.
  travel() {
    for (const [name, layer] of this.shown) if (settings.layers[name].knows_days) layer.renew(this.day(name));
  }

  // A tile covers two tiles of the screen: its zoom is one less than that of the map.
  get zoom() {
    return Math.min(DATA_ZOOM, this.map.getZoom() - 1);
  }

  hint() {
    for (const box of this.boxes) {
      const isFar = box.checked && this.zoom < settings.layers[box.value].min_zoom;
      const hint = box.closest("li").querySelector("[data-far]");
      hint.hidden = !isFar;
    }
  }
}
