// The card of the chosen vehicle.
import { age, element, fill, number, reads, wind, words } from "./words.js";

const TONES = { moving: "good", standing: "still", stale: "warning", silent: "none" };

export class Card {
  constructor(fleet, { onClose, onFollow }) {
    this.fleet = fleet;
    this.onClose = onClose;
    this.onFollow = onFollow;
    this.box = document.getElementById("card");
    this.vehicle = null;
    this.follows = false;
    setInterval(() => this.update(), 1000);
    this.box.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  open(vehicle, follows) {
    this.vehicle = vehicle;
    this.follows = follows;
    this.box.hidden = false;
    this.box.setAttribute("aria-label", vehicle.code);
    this.#build(vehicle);
    this.update();
  }

  close() {
    if (!this.vehicle) return;
    this.vehicle = null;
    this.box.hidden = true;
    this.onClose();
  }

  #build(vehicle) {
    const icon = document.querySelector(`[data-kind="${vehicle.kind}"] svg`)?.cloneNode(true) ?? "";
    const shut = element("button", { type: "button", class: "live-card__close", "aria-label": words.close }, "×");
    shut.addEventListener("click", () => this.close());
    this.rows = element("dl", { class: "rows" });
    this.button = element("button", { type: "button", class: "button button--small" });
    this.button.addEventListener("click", () => {
      this.follows = !this.follows;
      this.onFollow(this.follows);
      this.update();
    });
    const title = element("h2", {}, element("bdi", {}, vehicle.code));
    this.state = element("p", {});
    this.box.replaceChildren(
      element("div", { class: "live-card__head" }, icon, title, shut), this.state, this.rows, this.button,
    );
  }

  update() {
    const vehicle = this.vehicle;
    if (!vehicle) return;
    const state = this.fleet.state(vehicle);
    this.state.replaceChildren(
      `${words.kinds[vehicle.kind]} · `, element("span", { class: `state state--${TONES[state]}` }, words[state]),
    );
    const facts = [
      [words.line, vehicle.line ? reads(vehicle.line) : null],
      [words.speed, vehicle.speed === null ? null : fill(words.kmh, number(vehicle.speed))],
      [words.heading, vehicle.heading === null ? null : wind(vehicle.heading)],
      [words.seen, vehicle.at === null ? words.never : age(this.fleet.now() - vehicle.at)],
    ].filter(([, value]) => value !== null && value !== undefined);
    this.rows.replaceChildren(...facts.map(([name, value]) => element(
      "div", {}, element("dt", {}, name), element("dd", {}, element("bdi", {}, value)),
    )));
    this.button.textContent = this.follows ? words.unfollow : words.follow;
    this.button.classList.toggle("button--quiet", this.follows);
    this.button.setAttribute("aria-pressed", String(this.follows));
  }
}
