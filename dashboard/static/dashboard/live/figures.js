// The counters beside the map, the badge that says whether they are alive, and the age of the last message.
import { age, fill, number, time, words } from "./words.js";

const STALE_MS = 60_000;

export class Figures {
  #states = { connected: null, feed: true, database: true };
  #last = null;

  constructor(fleet) {
    this.fleet = fleet;
    this.badge = document.getElementById("badge");
    this.ageText = document.getElementById("age");
    this.shown = [...document.querySelectorAll("[data-figure]")];
    setInterval(() => this.show(), 1000);
  }

  set(counters) {
    for (const place of this.shown) {
      const value = place.dataset.figure.split(".").reduce((part, key) => part?.[key], counters);
      if (value === undefined && place.textContent) continue;
      const text = number(value, Number(place.dataset.decimals ?? 0));
      if (place.textContent !== text) place.textContent = text;
    }
    this.heard(counters.messages?.last_at_ms);
    this.show();
  }

  heard(at) {
    if (at && !(this.#last > at)) this.#last = at;
  }

  mark(states) {
    Object.assign(this.#states, states);
    this.show();
  }

  show() {
    const passed = this.#last === null ? null : this.fleet.now() - this.#last;
    const [state, text] = this.#judge(passed);
    if (this.badge.textContent !== text) this.badge.textContent = text;
    this.badge.dataset.state = state;
    this.ageText.textContent = passed === null ? "" : fill(words.last_message, age(passed));
  }

  #judge(passed) {
    const { connected, feed, database } = this.#states;
    if (connected === null) return ["connecting", words.connecting];
    if (!connected) return ["lost", words.reconnecting];
    if (!feed) return ["stale", words.no_feed];
    if (!database) return ["stale", words.no_database];
    if (passed === null) return ["stale", words.no_message];
    if (passed > STALE_MS) return ["stale", fill(words.stale_since, time(this.#last))];
    return ["live", words.live];
  }
}
