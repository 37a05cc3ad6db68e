// The live stream and the snapshot that it starts from; it comes back by itself after every interruption.
import { settings } from "./words.js";

const SNAPSHOT_EVERY_MS = 10_000;
const RETRY_MS = [2000, 8000];
const names = ["positions", "events", "lamps", "counters", "status"];

export class Stream {
  #source = null;
  #asked = -Infinity;
  #waiting = 0;

  // `handlers` has one function for each name, and `snapshot` and `connection`.
  constructor(handlers) {
    this.handlers = handlers;
  }

  open() {
    this.#source = new EventSource(settings.stream);
    this.#source.onopen = () => {
      this.handlers.connection(true);
      this.refresh();
    };
    this.#source.onerror = () => this.#lost();
    this.#source.addEventListener("lost", () => this.refresh());
    for (const name of names) {
      this.#source.addEventListener(name, ({ data }) => this.handlers[name](JSON.parse(data)));
    }
  }

  // Ends the connection as a failing network would.
  drop() {
    this.#source.close();
    this.#lost();
  }

  // A browser gives up when the server refuses; we do not.
  #lost() {
    this.handlers.connection(false);
    if (this.#source.readyState !== EventSource.CLOSED) return;
    this.#source.close();
    const [least, most] = RETRY_MS;
    setTimeout(() => this.open(), least + Math.random() * (most - least));
  }

  // Asks for the snapshot, now or when the last one is old enough.
  refresh() {
    if (this.#waiting) return;
    const wait = Math.max(0, this.#asked + SNAPSHOT_EVERY_MS - performance.now());
    this.#waiting = setTimeout(() => this.#fetch(), wait);
  }

  async #fetch() {
    this.#asked = performance.now();
    try {
      const response = await fetch(settings.snapshot);
      if (!response.ok) throw new Error(`snapshot: ${response.status}`);
      this.handlers.snapshot(await response.json());
    } catch {
      setTimeout(() => this.refresh(), RETRY_MS[0]);
    } finally {
      this.#waiting = 0;
    }
  }
}
