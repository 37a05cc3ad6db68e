// Thousands of vehicles on one canvas, drawn when something changed and at most once a frame.
import { GLIDE_MS } from "./fleet.js";
import { colors, onTheme } from "./palette.js";
import { forgetShapes, shape } from "./shapes.js";
import { age } from "./words.js";

const { L } = window;
const CROWD = 1200;
const CROWD_EVERY_MS = 500;
const MOVING_EVERY_MS = 1000;
const REACH_PX = 16;
const AGES_FROM_ZOOM = 15;
const AGES_UP_TO = 400;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const SCALES = [[12, 0.45], [13, 0.55], [14, 0.68], [16, 0.85], [Infinity, 1]];
const scaleAt = (zoom) => SCALES.find(([below]) => zoom < below)[1];

export const VehiclesLayer = L.Renderer.extend({
  options: { padding: 0.2 },

  initialize(fleet) {
    L.Renderer.prototype.initialize.call(this);
    this.fleet = fleet;
    this.hidden = new Set();
    this.chosen = null;
    this.drawn = [];
    this._drawnAt = this._frame = this._timer = 0;
    onTheme(() => { forgetShapes(); this.redraw(); });
  },

  getEvents() {
    return {
      ...L.Renderer.prototype.getEvents.call(this),
      move: this._follow,
      movestart() { this._isMoving = true; },
      moveend() { this._isMoving = false; this._update(); },
    };
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._pen = this._container.getContext("2d");
  },

  _destroyContainer() {
    cancelAnimationFrame(this._frame);
    clearTimeout(this._timer);
    this._container.remove();
    delete this._container;
  },

  _onZoomEnd() {},

  // Keeps the canvas under the view while the map is dragged far.
  _follow() {
    if (this._map._animatingZoom || !this._bounds) return;
    const size = this._map.getSize();
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    if (!this._bounds.contains(L.bounds(corner, corner.add(size)))) this._update();
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = size.x * ratio;
    this._container.height = size.y * ratio;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this._draw(performance.now());
  },

  // Few vehicles are drawn at each frame, a crowd now and then, and rarely while the map itself moves.
  redraw() {
    if (!this._map || this._frame || this._timer) return;
    const pause = this.drawn.length <= CROWD ? 0 : this._isMoving ? MOVING_EVERY_MS : CROWD_EVERY_MS;
    const wait = this._drawnAt + pause - performance.now();
    if (wait > 0) this._timer = setTimeout(() => { this._timer = 0; this._request(); }, wait);
    else this._request();
  },

  _request() {
    this._frame = requestAnimationFrame((moment) => this._draw(moment));
  },

  _draw(moment) {
    cancelAnimationFrame(this._frame);
    this._frame = 0;
    this._drawnAt = performance.now();
    if (!this._map || !this._bounds) return;
    const gliding = !calm.matches && this.drawn.length <= CROWD;
    this.drawn = this._visible(gliding ? moment : Infinity);
    const { min, max } = this._bounds;
    const ratio = devicePixelRatio || 1;
    this._pen.clearRect(0, 0, (max.x - min.x) * ratio, (max.y - min.y) * ratio);
    const scale = scaleAt(this._map.getZoom());
    for (const faded of [true, false]) for (const each of this.drawn) if (each.faded === faded) this._stamp(each, scale);
    if (gliding && this.drawn.some(({ vehicle }) => moment - vehicle.since < GLIDE_MS)) this.redraw();
  },

  _visible(moment) {
    const { min, max } = this._bounds;
    const world = 256 * 2 ** this._map.getZoom();
    const origin = this._map.getPixelOrigin();
    const [left, top] = [origin.x + min.x, origin.y + min.y];
    const [width, height] = [max.x - min.x, max.y - min.y];
    const now = this.fleet.now();
    const visible = [];
    for (const vehicle of this.fleet.vehicles.values()) {
      if (vehicle.at === null || this.hidden.has(vehicle.kind)) continue;
      const [x, y] = this.fleet.seen(vehicle, moment);
      const [across, down] = [x * world - left, y * world - top];
      if (across < -20 || down < -20 || across > width + 20 || down > height + 20) continue;
      const state = this.fleet.state(vehicle, now);
      visible.push({ vehicle, x: across, y: down, state, faded: state === "stale" || state === "silent" });
    }
    return visible;
  },

  _stamp({ vehicle, x, y, state, faded }, scale) {
    const ratio = devicePixelRatio || 1;
    const { image, half } = shape(vehicle.kind, state, vehicle.heading, scale, vehicle.id === this.chosen);
    this._pen.drawImage(image, Math.round(x * ratio) - half, Math.round(y * ratio) - half);
    if (!faded || this.drawn.length > AGES_UP_TO || this._map.getZoom() < AGES_FROM_ZOOM) return;
    this._label(age(this.fleet.now() - vehicle.at), x * ratio, y * ratio + half, ratio);
  },

  _label(text, x, y, ratio) {
    const pen = this._pen;
    pen.font = `600 ${11 * ratio}px Cairo, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.lineWidth = 3 * ratio;
    pen.lineJoin = "round";
    pen.strokeStyle = colors["map-halo"];
    pen.strokeText(text, x, y);
    pen.fillStyle = colors["map-label"];
    pen.fillText(text, x, y);
  },

  // The vehicle nearest to a point of the map's container, within reach of a finger.
  hit(point) {
    const at = this._map.containerPointToLayerPoint(point).subtract(this._bounds.min);
    let [nearest, best] = [null, REACH_PX];
    for (const { vehicle, x, y } of this.drawn) {
      const distance = Math.hypot(x - at.x, y - at.y);
      if (distance < best) [nearest, best] = [vehicle, distance];
    }
    return nearest;
  },
});
