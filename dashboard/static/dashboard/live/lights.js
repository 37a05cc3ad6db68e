// How lamps and cabinets look: single ones by their state, from afar the light of a whole cell.
import { colors, onTheme } from "./palette.js";

const TURN = 2 * Math.PI;
const REACH = 3;
const stamps = new Map();

onTheme(() => stamps.clear());

// Copies a drawing that is made once for each look and size, since there are thousands of lamps.
function stamp(pen, look, { x, y }, size) {
  const ratio = devicePixelRatio || 1;
  const half = Math.ceil(size * REACH + 2);
  const key = `${look} ${size} ${ratio}`;
  if (!stamps.has(key)) {
    const canvas = new OffscreenCanvas(2 * half * ratio, 2 * half * ratio);
    const own = canvas.getContext("2d");
    own.scale(ratio, ratio);
    drawings[look](own, { x: half, y: half }, size);
    stamps.set(key, canvas.transferToImageBitmap());
  }
  pen.drawImage(stamps.get(key), Math.round(x) - half, Math.round(y) - half, 2 * half, 2 * half);
}

function circle(pen, { x, y }, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, TURN);
}

function diamond(pen, { x, y }, radius) {
  pen.beginPath();
  pen.moveTo(x, y - radius);
  pen.lineTo(x + radius, y);
  pen.lineTo(x, y + radius);
  pen.lineTo(x - radius, y);
  pen.closePath();
}

const drawings = {
  lit(pen, at, size) {
    pen.fillStyle = colors["map-lit"];
    pen.globalAlpha = 0.22;
    circle(pen, at, size * 2.4);
    pen.fill();
    pen.globalAlpha = 1;
    circle(pen, at, size);
    pen.fill();
  },
  off(pen, at, size) {
    pen.fillStyle = colors["map-halo"];
    pen.strokeStyle = colors["map-off"];
    pen.lineWidth = 1.2;
    circle(pen, at, size);
    pen.fill();
    pen.stroke();
  },
  faulty(pen, at, size) {
    pen.fillStyle = colors.alarm;
    pen.strokeStyle = colors["map-halo"];
    pen.lineWidth = 1.5;
    diamond(pen, at, size * 2);
    pen.fill();
    pen.stroke();
  },
  silent(pen, at, size) {
    pen.strokeStyle = colors["map-off"];
    pen.lineWidth = 1.2;
    pen.setLineDash([1.5, 1.5]);
    circle(pen, at, size * 1.2);
    pen.stroke();
    pen.setLineDash([]);
  },
  light(pen, at, size) {
    pen.fillStyle = colors["map-lit"];
    circle(pen, at, size);
    pen.fill();
  },
  dark(pen, at, size) {
    pen.fillStyle = colors["map-off"];
    circle(pen, at, size);
    pen.fill();
  },
  mark(pen, at, size) {
    pen.fillStyle = colors.alarm;
    diamond(pen, at, size);
    pen.fill();
  },
  unwatched(pen, at, size) {
    pen.fillStyle = colors["map-off"];
    circle(pen, at, size * 0.5);
    pen.fill();
  },
};

function cell(pen, at, { lamps, lit, faulty }) {
  const size = Math.min(6.5, Math.round(2.4 + Math.sqrt(lamps) * 1.1) / 2);
  const share = lit / lamps;
  pen.globalAlpha = 0.16 + 0.5 * share;
  stamp(pen, share > 0 ? "light" : "dark", at, size);
  pen.globalAlpha = 1;
  if (faulty / lamps <= 0.02) return;
  const corner = { x: at.x + size * 0.7, y: at.y - size * 0.7 };
  stamp(pen, "mark", corner, Math.min(4.5, Math.round(4 + faulty / 4) / 2));
}

export const lamps = {
  draw(pen, [[at]], zoom, { props }) {
    if (props.state) stamp(pen, props.state, at, zoom < 16 ? 1.7 : zoom < 17 ? 2.4 : 3.2);
    else cell(pen, at, props);
  },
};

export const cabinets = {
  draw(pen, [[at]], zoom, { props }) {
    const size = zoom < 16 ? 3.5 : 5;
    pen.beginPath();
    pen.rect(at.x - size, at.y - size, size * 2, size * 2);
    pen.lineWidth = 2;
    pen.strokeStyle = props.state === "reporting" ? colors["map-halo"] : colors["map-cabinet"];
    pen.fillStyle = props.state === "reporting" ? colors["map-cabinet"] : colors["map-halo"];
    pen.fill();
    pen.stroke();
  },
};
