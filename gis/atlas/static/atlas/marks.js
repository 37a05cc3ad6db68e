// How features are drawn: by the looks of their layer, in the colours of the style sheet.
import { settings } from "./words.js";

const TURN = 2 * Math.PI;
const SIDE = 16;
const FILL = 0.05; // territories of several levels lie above each other
const outlines = Object.fromEntries(Object.entries(settings.outlines).map(([shape, path]) => [shape, new Path2D(path)]));
const hollow = new Set(settings.hollow);
let colours = new Map();
let stamps = new Map();

document.addEventListener("themechange", () => { colours = new Map(); stamps = new Map(); });

function colour(token) {
  if (!colours.has(token)) colours.set(token, getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim());
  return colours.get(token);
}

const scaleAt = (zoom) => (zoom < 14 ? 0.5 : zoom < 16 ? 0.55 : zoom < 17 ? 0.8 : 1.15);
const widthAt = (zoom) => (zoom < 13 ? 0.6 : zoom < 15 ? 0.8 : zoom < 17 ? 1 : 1.5);

// A mark is drawn once for each look and size, then copied: there are thousands of them.
function stamp(look, scale) {
  const ratio = devicePixelRatio || 1;
  const key = `${look.colour} ${look.shape} ${scale} ${ratio}`;
  if (stamps.has(key)) return stamps.get(key);
  const half = Math.ceil((SIDE / 2) * scale + 1);
  const canvas = new OffscreenCanvas(2 * half * ratio, 2 * half * ratio);
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.translate(half, half);
  pen.scale(scale, scale);
  pen.lineJoin = "round";
  const outline = outlines[look.shape];
  const paint = colour(`mark-${look.colour}`);
  pen.strokeStyle = colour("map-halo");
  pen.lineWidth = hollow.has(look.shape) ? 5 : 3;
  pen.stroke(outline);
  if (hollow.has(look.shape)) Object.assign(pen, { strokeStyle: paint, lineWidth: 2.4 });
  else pen.fillStyle = paint;
  if (hollow.has(look.shape)) pen.stroke(outline);
  else pen.fill(outline);
  const made = { image: canvas.transferToImageBitmap(), half };
  stamps.set(key, made);
  return made;
}

function point(pen, [[at]], zoom, look) {
  const { image, half } = stamp(look, scaleAt(zoom));
  pen.drawImage(image, Math.round(at.x) - half, Math.round(at.y) - half, 2 * half, 2 * half);
}

function cell(pen, [[at]], count, look) {
  pen.beginPath();
  pen.arc(at.x, at.y, Math.min(7.5, 2 + Math.sqrt(count) * 0.7), 0, TURN);
  pen.globalAlpha = Math.min(0.75, 0.35 + count / 80);
  pen.fillStyle = colour(`mark-${look.colour}`);
  pen.fill();
  pen.globalAlpha = 1;
}

function trace(pen, rings, closes) {
  pen.beginPath();
  for (const ring of rings) {
    ring.forEach((at, n) => (n ? pen.lineTo(at.x, at.y) : pen.moveTo(at.x, at.y)));
    if (closes) pen.closePath();
  }
}

function strokes(pen, look, zoom) {
  pen.lineCap = pen.lineJoin = "round";
  pen.lineWidth = look.width * widthAt(zoom);
  pen.strokeStyle = colour(`mark-${look.colour}`);
  pen.setLineDash(look.dashed ? [6, 5] : []);
  pen.stroke();
  pen.setLineDash([]);
}

export const symbolizer = (layer) => ({
  draw(pen, shape, zoom, { geomType, props }) {
    const look = layer.looks[props[layer.by]] ?? layer.plain;
    if (layer.count && layer.count in props) cell(pen, shape, props[layer.count], layer.plain);
    else if (geomType === 1) point(pen, shape, zoom, look);
    else {
      trace(pen, shape, geomType === 3);
      if (geomType === 3) {
        pen.globalAlpha = FILL;
        pen.fillStyle = colour(`mark-${look.colour}`);
        pen.fill();
        pen.globalAlpha = 1;
      }
      strokes(pen, look, zoom);
    }
  },
});
