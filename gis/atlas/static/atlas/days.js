// The day of which the map shows the layers that know the past: by calendar or by slider.
import { day, fill, settings, words } from "./words.js";

const DAY_MS = 86_400_000;
const PAUSE_MS = 200;

const ms = (text) => Date.parse(`${text}T00:00:00Z`);
const text = (value) => new Date(value).toISOString().slice(0, 10);

export class Days {
  constructor(state, onChange) {
    Object.assign(this, { state, onChange });
    this.part = document.getElementById("atlas-part-day");
    if (!this.part) return;
    this.field = this.part.querySelector("input[type=date]");
    this.slider = this.part.querySelector("input[type=range]");
    this.first = ms(this.slider.dataset.first);
    this.slider.max = Math.round((ms(settings.today) - this.first) / DAY_MS);
    this.slider.addEventListener("input", () => this.slid());
    this.field.addEventListener("change", () => { if (this.field.validity.valid) this.choose(this.field.value); });
    this.part.querySelector("[data-today]").addEventListener("click", () => this.choose(""));
    this.show();
  }

  slid() {
    const chosen = text(this.first + Number(this.slider.value) * DAY_MS);
    this.state.on = chosen === settings.today ? "" : chosen;
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onChange(), PAUSE_MS);
  }

  choose(chosen) {
    this.state.on = chosen === settings.today ? "" : chosen;
    this.show();
    this.onChange();
  }

  show() {
    const { on } = this.state;
    const told = on ? fill(words.as_on, { day: day(on) }) : words.as_today;
    this.field.value = on || settings.today;
    this.slider.value = Math.round((ms(on || settings.today) - this.first) / DAY_MS);
    this.slider.setAttribute("aria-valuetext", on ? day(on) : words.as_today);
    for (const place of document.querySelectorAll("[data-day-words]")) place.textContent = told;
    document.getElementById("atlas-day-badge").hidden = !on;
    document.getElementById("atlas-on").value = on;
    document.getElementById("atlas-on").disabled = !on;
  }
}
