// An area that is drawn, or what the window shows: how much of each layer lies in it, and the way to the same as a list.
import { ask } from "./asking.js";
import { area } from "./geodesy.js";
import { asArea } from "./measure.js";
import { areaText } from "./state.js";
import { settings } from "./words.js";

export class Within {
  constructor(map, state, drawing) {
    Object.assign(this, { map, state, drawing });
    this.part = document.getElementById("atlas-part-area");
    this.answer = this.part.querySelector("[data-answer]");
    this.told = this.part.querySelector("[data-measured]");
    this.buttons = [...this.part.querySelectorAll("[data-within]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.begin(button.dataset.within));
    this.part.querySelector("[data-draw-clear]").addEventListener("click", () => this.clear());
    this.calls = {
      onChange: ({ kind, ring }, problem) => { this.told.textContent = problem || (ring.length > 2 || kind === "box" && ring.length > 1 ? asArea(area(ring)) : ""); },
      onEnd: ({ ring }) => this.take(ring),
    };
  }

  begin(kind) {
    this.answer.replaceChildren();
    if (kind !== "view") {
      this.drawing.begin(kind, this.part, this.calls);
      return;
    }
    const seen = this.map.getBounds().pad(-0.02);
    this.show([[seen.getWest(), seen.getSouth()], [seen.getEast(), seen.getSouth()], [seen.getEast(), seen.getNorth()], [seen.getWest(), seen.getNorth()]]);
  }

  show(points) {
    this.drawing.show("area", this.part, points, this.calls);
    this.take(points);
  }

  take(points) {
    this.state.area = points;
    this.hand();
    this.again();
  }

  again() {
    this.state.keep();
    if (this.state.area) ask(this.answer, settings.area, this.state.query({ area: areaText(this.state.area) }));
  }

  // The form of the layers leads to the list: it carries the area there.
  hand() {
    const field = document.getElementById("atlas-area");
    field.disabled = !this.state.area;
    field.value = this.state.area ? areaText(this.state.area) : "";
  }

  clear() {
    this.drawing.clear();
    this.state.area = null;
    this.hand();
    this.told.textContent = "";
    this.answer.replaceChildren();
    this.state.keep();
  }
}
