// The one drawing that is under way: tools ask for it, taps and keys go to it, its buttons stand in the tool's part.
import { Sketch, finished } from "./sketch.js";

export class Drawing {
  constructor(map) {
    Object.assign(this, { map, sketch: null });
  }

  get isOn() {
    return Boolean(this.sketch && !this.sketch.isOver);
  }

  begin(kind, part, calls) {
    this.clear();
    this.buttons(part);
    this.part = part;
    this.sketch = new Sketch(this.map, kind, this.wired(calls));
    this.map.getContainer().classList.add("atlas__map--draws");
  }

  show(kind, part, points, calls) {
    this.clear();
    this.buttons(part);
    this.part = part;
    this.sketch = finished(this.map, kind, points, this.wired(calls));
  }

  wired({ onChange, onEnd }) {
    return {
      onChange: (sketch, problem) => { this.update(sketch); onChange(sketch, problem); },
      onEnd: (sketch) => { this.map.getContainer().classList.remove("atlas__map--draws"); onEnd(sketch); },
    };
  }

  clear() {
    this.sketch?.remove();
    this.sketch = null;
    this.map.getContainer().classList.remove("atlas__map--draws");
    if (this.part) this.part.querySelector("[data-drawing]").hidden = true;
  }

  buttons(part) {
    if (part.dataset.wired) return;
    part.dataset.wired = "yes";
    const acts = {
      middle: () => this.sketch?.add(this.map.getCenter()), back: () => this.sketch?.takeBack(), end: () => this.sketch?.end(),
    };
    for (const [name, act] of Object.entries(acts)) part.querySelector(`[data-draw-${name}]`)?.addEventListener("click", act);
  }

  update(sketch) {
    const { part } = this;
    part.querySelector("[data-drawing]").hidden = sketch.isOver;
    part.querySelector("[data-draw-back]").disabled = sketch.points.length === 0;
    part.querySelector("[data-draw-end]").disabled = !sketch.isEnough;
  }

  // Keys of the map while it has the focus; true where one was meant for the drawing.
  key(event) {
    if (!this.isOn) return false;
    if (event.key === "Enter") this.sketch.add(this.map.getCenter());
    else if (event.key === "Backspace") this.sketch.takeBack();
    else return false;
    return true;
  }
}
