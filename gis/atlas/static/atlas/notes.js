// A note of the staff: drawn on the map, written in the panel, sent as a form.
import { areaText } from "./state.js";

export class Notes {
  constructor(drawing, state) {
    Object.assign(this, { drawing, state });
    this.part = document.getElementById("atlas-part-note");
    if (!this.part) return;
    this.form = this.part.querySelector("[data-note-form]");
    this.buttons = [...this.part.querySelectorAll("[data-note]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.begin(button.dataset.note));
    this.part.querySelector("[data-draw-clear]").addEventListener("click", () => this.clear());
  }

  begin(kind) {
    this.mark(kind);
    this.form.hidden = true;
    this.drawing.begin(kind, this.part, { onChange: () => {}, onEnd: ({ points }) => this.write(kind, points) });
  }

  write(kind, points) {
    const { elements } = this.form;
    Object.assign(elements.layers, { value: this.state.layers.join(",") });
    Object.assign(elements.kind, { value: kind });
    Object.assign(elements.places, { value: areaText(points) });
    this.form.hidden = false;
    this.form.elements.text.focus();
  }

  clear() {
    this.drawing.clear();
    this.mark("");
    this.form.hidden = true;
  }

  mark(kind) {
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.note === kind));
  }
}
