// Drawing on the map by mouse, finger or keyboard: a point, a line, an area or a box.
//
// A tap sets a point; so does Enter, in the middle of the map. Backspace takes the last one back, Escape all of them.
// A double tap, or a tap on the first or the last point, ends the drawing.
import { crosses } from "./geodesy.js";
import { fill, say, words } from "./words.js";

const { L } = window;
const NEAR_PX = 12;
const LEAST = { point: 1, line: 2, area: 3, box: 2 };
export const MOST_POINTS = 100;

const flip = ([lon, lat]) => [lat, lon];
const boxOf = ([[a, b], [c, d]]) => [[a, b], [c, b], [c, d], [a, d]];

export class Sketch {
  constructor(map, kind, { onChange, onEnd }) {
    Object.assign(this, { map, kind, onChange, onEnd, points: [], isOver: false });
    this.shape = L.featureGroup().addTo(map);
    map.doubleClickZoom.disable();
    this.draw();
  }

  get ring() {
    return this.kind === "box" && this.points.length === 2 ? boxOf(this.points) : this.points;
  }

  get isEnough() {
    return this.points.length >= LEAST[this.kind];
  }

  add({ lat, lng }) {
    if (this.isOver) return;
    const at = this.map.latLngToContainerPoint([lat, lng]);
    const isAt = (point) => point && this.map.latLngToContainerPoint(flip(point)).distanceTo(at) < NEAR_PX;
    if (isAt(this.points.at(-1)) || (this.points.length > 2 && isAt(this.points[0]))) {
      this.end();
      return;
    }
    if (this.points.length >= MOST_POINTS) {
      say(fill(words.too_many, { n: MOST_POINTS }));
      return;
    }
    this.points.push([lng, lat]);
    say(fill(words.corner, { n: this.points.length }));
    this.draw();
    if (this.kind === "point" || (this.kind === "box" && this.points.length === 2)) this.end();
  }

  takeBack() {
    if (this.isOver || !this.points.length) return;
    this.points.pop();
    say(words.corner_gone);
    this.draw();
  }

  end() {
    if (this.isOver || !this.isEnough) return;
    if (this.kind === "area" && crosses(this.points)) {
      say(words.crossing);
      this.onChange(this, words.crossing);
      return;
    }
    this.isOver = true;
    say(words.finished);
    this.draw();
    this.onEnd(this);
  }

  draw() {
    this.shape.clearLayers();
    const line = this.ring.map(flip);
    const closes = this.kind === "area" || this.kind === "box";
    const options = { className: this.isOver ? "sketch sketch--over" : "sketch", interactive: false };
    if (line.length > 1) (closes ? L.polygon(line, options) : L.polyline(line, options)).addTo(this.shape);
    if (!this.isOver || this.kind === "point") {
      for (const at of this.points.map(flip)) {
        L.circleMarker(at, { radius: this.kind === "point" ? 9 : 6, className: "sketch__point", interactive: false }).addTo(this.shape);
      }
    }
    this.onChange(this, "");
  }

  remove() {
    this.isOver = true;
    this.shape.remove();
    this.map.doubleClickZoom.enable();
  }
}

// A finished drawing that was handed over in an address.
export function finished(map, kind, points, calls) {
  const sketch = new Sketch(map, kind, calls);
  sketch.points = points;
  sketch.isOver = true;
  sketch.draw();
  return sketch;
}
