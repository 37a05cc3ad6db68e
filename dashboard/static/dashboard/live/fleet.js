// Every vehicle and where it is; positions are kept on the unit square of Web Mercator.
import { settings } from "./words.js";

export const GLIDE_MS = 1500;
const SURELY_LATER_MS = 5000;
const STRANGE_MS = 600_000;

const mercator = (lon, lat) => {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
};

export class Fleet {
  vehicles = new Map();
  lines = {};
  kinds = [];
  #offset = 0;
  #strangers = new Map();

  // The server's clock, since the reader's may be wrong.
  now() {
    return Date.now() + this.#offset;
  }

  load(snapshot) {
    this.#offset = snapshot.at_ms - Date.now();
    this.lines = snapshot.lines;
    this.kinds = snapshot.kinds;
    const known = this.vehicles;
    this.vehicles = new Map();
    for (const [id, code, kind, line, ...newest] of snapshot.vehicles) {
      const vehicle = known.get(id) ?? { id, at: null };
      Object.assign(vehicle, { code, kind: snapshot.kinds[kind], line: snapshot.lines[line] });
      this.vehicles.set(id, vehicle);
      if (newest[0] !== null && newest[1] !== null && !(vehicle.at > newest[0])) this.#place(vehicle, newest, 0);
    }
    this.#judgeStrangers(snapshot.at_ms);
  }

  // A device that a later snapshot does not have is on no vehicle: it is no reason to ask again for a while.
  #judgeStrangers(at) {
    for (const [id, stranger] of this.#strangers) {
      if (this.vehicles.has(id)) this.#strangers.delete(id);
      else if (at > stranger.since + SURELY_LATER_MS) stranger.until ??= at + STRANGE_MS;
    }
  }

  #isNews(id) {
    const stranger = this.#strangers.get(id);
    if (stranger?.until && this.now() < stranger.until) return false;
    if (!stranger || stranger.until) this.#strangers.set(id, { since: this.now(), until: null });
    return true;
  }

  // Rows of the stream; tells whether there is no reason to ask for the vehicles again.
  update(rows) {
    const moment = performance.now();
    let known = true;
    for (const [id, ...newest] of rows) {
      const vehicle = this.vehicles.get(id);
      if (!vehicle) known = !this.#isNews(id) && known;
      else if (!(vehicle.at > newest[0])) this.#place(vehicle, newest, moment);
    }
    return known;
  }

  #place(vehicle, [at, lon, lat, speed, heading], moment) {
    const [x, y] = mercator(lon, lat);
    if (vehicle.at !== null && moment) {
      const [fromX, fromY] = this.seen(vehicle, moment);
      Object.assign(vehicle, { fromX, fromY, since: moment });
    } else {
      Object.assign(vehicle, { fromX: x, fromY: y, since: -GLIDE_MS });
    }
    Object.assign(vehicle, { at, lon, lat, x, y, speed, heading });
  }

  // Where a vehicle is drawn on its way from its last place to its new one.
  seen(vehicle, moment) {
    const part = Math.min(1, (moment - vehicle.since) / GLIDE_MS);
    return [vehicle.fromX + (vehicle.x - vehicle.fromX) * part, vehicle.fromY + (vehicle.y - vehicle.fromY) * part];
  }

  state(vehicle, now = this.now()) {
    if (vehicle.at === null || now - vehicle.at > settings.silent_ms) return "silent";
    if (now - vehicle.at > settings.stale_ms) return "stale";
    return vehicle.speed >= 2 ? "moving" : "standing";
  }

  counts() {
    const counts = Object.fromEntries(this.kinds.map((kind) => [kind, 0]));
    for (const vehicle of this.vehicles.values()) counts[vehicle.kind] += 1;
    return counts;
  }
}
