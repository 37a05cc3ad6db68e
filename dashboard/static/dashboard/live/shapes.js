// The shapes of vehicles, drawn once for each kind, state and direction, then copied.
import { colors } from "./palette.js";

const HEADINGS = 36;
const SIZE = 30;

const moving = {
  bus: "M0-11 7-4V7a3 3 0 0 1-3 3h-8a3 3 0 0 1-3-3V-4z",
  sanitation_truck: "M-8-3 0-10 8-3V9H-8z",
  street_sweeper: "M0-11C5-6 8-3 8 1a8 8 0 0 1-16 0c0-4 3-7 8-12z",
  service: "M0-11 9 9 0 5-9 9z",
};
const still = {
  bus: "M-4-8h8a3 3 0 0 1 3 3V5a3 3 0 0 1-3 3h-8a3 3 0 0 1-3-3V-5a3 3 0 0 1 3-3z",
  sanitation_truck: "M-7-7h14v14h-14z",
  street_sweeper: "M0-7.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z",
  service: "M0-9 8 0 0 9-8 0z",
};
const marks = {
  sanitation_truck: "M-4.500 1h9v4h-9z",
  street_sweeper: "M0-2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
};

let made = new Map();

export function forgetShapes() {
  made = new Map();
}

// Shapes are as many pixels large as they are drawn, so that copying them needs no arithmetic.

export function shape(kind, state, heading, scale, chosen) {
  const turn = state === "moving" && heading !== null ? Math.round((heading * HEADINGS) / 360) % HEADINGS : -1;
  const key = `${kind} ${state} ${turn} ${scale} ${chosen}`;
  if (!made.has(key)) made.set(key, draw(kind, state, turn, scale, chosen));
  return made.get(key);
}

function draw(kind, state, turn, scale, chosen) {
  const ratio = devicePixelRatio || 1;
  const pixels = 2 * Math.ceil((SIZE * scale * ratio * (chosen ? 1.3 : 1)) / 2);
  const canvas = new OffscreenCanvas(pixels, pixels);
  const pen = canvas.getContext("2d");
  pen.translate(pixels / 2, pixels / 2);
  pen.scale(scale * ratio, scale * ratio);
  if (chosen) ring(pen);
  if (turn >= 0) pen.rotate((turn * 2 * Math.PI) / HEADINGS);
  pen.lineJoin = "round";
  paint(pen, kind, state, turn);
  return { image: canvas.transferToImageBitmap(), half: pixels / 2 };
}

function ring(pen) {
  pen.beginPath();
  pen.arc(0, 0, 16.5, 0, 2 * Math.PI);
  pen.globalAlpha = 0.2;
  pen.fillStyle = colors.focus;
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = 2.5;
  pen.strokeStyle = colors.focus;
  pen.stroke();
}

function paint(pen, kind, state, turn) {
  const outline = new Path2D((turn >= 0 ? moving : still)[kind] ?? still.service);
  if (state === "stale" || state === "silent") {
    pen.scale(0.8, 0.8);
    pen.globalAlpha = state === "silent" ? 0.6 : 1;
    pen.fillStyle = colors["map-halo"];
    pen.fill(outline);
    pen.setLineDash(state === "silent" ? [3, 3] : []);
    pen.lineWidth = 2.5;
    pen.strokeStyle = colors["vehicle-stale"];
    pen.stroke(outline);
    return;
  }
  pen.lineWidth = 3;
  pen.strokeStyle = colors["vehicle-edge"];
  pen.stroke(outline);
  pen.fillStyle = colors[`vehicle-${kind}`] ?? colors.ink;
  pen.fill(outline);
  if (!marks[kind]) return;
  pen.fillStyle = colors["vehicle-edge"];
  pen.fill(new Path2D(marks[kind]));
}
