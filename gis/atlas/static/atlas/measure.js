// Distance and area, told while one draws.
import { area, length } from "./geodesy.js";
import { inUnit, words } from "./words.js";

const asLength = (metres) => (metres < 1000 ? inUnit(metres, metres < 100 ? 1 : 0, "m") : inUnit(metres / 1000, 2, "km"));
export const asArea = (m2) => (m2 < 10_000 ? inUnit(m2, 0, "m2") : m2 < 10_000_000 ? inUnit(m2 / 10_000, 2, "ha") : inUnit(m2 / 1_000_000, 2, "km2"));

export class Measure {
  constructor(drawing) {
    this.drawing = drawing;
    this.part = document.getElementById("atlas-part-measure");
    this.told = this.part.querySelector("[data-measured]");
    this.buttons = [...this.part.querySelectorAll("[data-measure]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.begin(button.dataset.measure));
    this.part.querySelector("[data-draw-clear]").addEventListener("click", () => this.clear());
  }

  begin(kind) {
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.measure === kind));
    this.drawing.begin(kind, this.part, { onChange: (sketch, problem) => this.tell(sketch, problem), onEnd: () => {} });
  }

  clear() {
    this.drawing.clear();
    for (const button of this.buttons) button.setAttribute("aria-pressed", "false");
    this.told.replaceChildren();
  }

  tell({ kind, ring }, problem) {
    const facts = [];
    const isArea = kind === "area";
    if (ring.length > 1) facts.push([isArea ? words.perimeter : words.distance, asLength(length(isArea && ring.length > 2 ? [...ring, ring[0]] : ring))]);
    if (isArea && ring.length > 2) facts.push([words.area, problem || asArea(area(ring))]);
    this.told.replaceChildren(...facts.flatMap(([title, value]) => [
      Object.assign(document.createElement("dt"), { textContent: title }), Object.assign(document.createElement("dd"), { textContent: value }),
    ]));
  }
}
