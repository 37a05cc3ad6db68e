// What happened last, newest first.
import { element, eventTitle, time, words } from "./words.js";

const MOST = 30;
const TONES = { info: "still", warning: "warning", alarm: "alarm" };

export class Events {
  constructor(fleet) {
    this.fleet = fleet;
    this.list = document.getElementById("events");
  }

  load(events) {
    this.list.replaceChildren(...events.map((event) => this.#row(event)));
  }

  add(events) {
    const rows = [...events].sort((a, b) => b.at_ms - a.at_ms).map((event) => this.#row(event));
    rows.forEach((row) => row.classList.add("is-new"));
    this.list.prepend(...rows);
    while (this.list.children.length > MOST) this.list.lastElementChild.remove();
  }

  #row({ device_id, kind, name, at_ms, code, severity }) {
    const who = name || this.fleet.vehicles.get(device_id)?.code || words.devices[kind] || "";
    const tone = element("span", { class: `state state--${TONES[severity] ?? "still"}` });
    tone.append(element("span", { class: "visually-hidden" }, words.severities[severity] ?? severity));
    const text = element("span", {}, element("b", {}, eventTitle(code)), " ", element("bdi", {}, who));
    const when = element("time", { datetime: new Date(at_ms).toISOString() }, time(at_ms));
    return element("li", {}, tone, text, when);
  }
}
