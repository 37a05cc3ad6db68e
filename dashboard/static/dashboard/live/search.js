// Finds a vehicle by its code: a text field with a list that arrow keys walk through.
import { element, words } from "./words.js";

const MOST = 6;

export class Search {
  #index = -1;

  constructor(fleet, onChoose) {
    this.fleet = fleet;
    this.onChoose = onChoose;
    this.field = document.getElementById("search-code");
    this.list = document.getElementById("search-found");
    this.field.addEventListener("input", () => this.#find());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.#shut(), 150));
    document.getElementById("search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#choose(Math.max(0, this.#index));
    });
  }

  #find() {
    const wanted = this.field.value.trim().toLowerCase();
    if (!wanted) return this.#shut();
    this.found = [];
    for (const vehicle of this.fleet.vehicles.values()) {
      if (vehicle.at !== null && vehicle.code.toLowerCase().includes(wanted)) this.found.push(vehicle);
      if (this.found.length === MOST) break;
    }
    this.list.replaceChildren(...this.found.map((vehicle, index) => this.#option(vehicle, index)));
    if (!this.found.length) this.list.append(element("li", { role: "option", "aria-disabled": "true" }, words.nothing_found));
    this.#show(-1);
    return this.#open(true);
  }

  #option(vehicle, index) {
    const option = element(
      "li", { role: "option", id: `found-${index}`, "aria-selected": "false" },
      element("bdi", {}, vehicle.code), element("small", {}, words.kinds[vehicle.kind]),
    );
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); this.#choose(index); });
    return option;
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found?.length) {
      event.preventDefault();
      this.#show((this.#index + steps[event.key] + this.found.length) % this.found.length);
    } else if (event.key === "Escape") this.#shut();
  }

  #show(index) {
    this.#index = index;
    [...this.list.children].forEach((option, at) => {
      if (!option.hasAttribute("aria-disabled")) option.setAttribute("aria-selected", String(at === index));
    });
    if (index >= 0) this.field.setAttribute("aria-activedescendant", `found-${index}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #open(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  #shut() {
    this.#open(false);
  }

  #choose(index) {
    const vehicle = this.found?.[index];
    if (!vehicle) return;
    this.field.value = vehicle.code;
    this.#shut();
    this.onChoose(vehicle);
  }
}
