// How lamps and cabinets look: single ones by their state, from afar the light of a whole cell.
import { colors } from "./palette.js";

const TURN = 2 * Math.PI;

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
  fault(pen, at, size) {
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
  unmonitored(pen, at, size) {
    pen.fillStyle = colors["map-off"];
    circle(pen, at, size * 0.5);
    pen.fill();
  },
};

function cell(pen, at, { lamps, lit, faulty }) {
  const size = Math.min(6.5, 1.2 + Math.sqrt(lamps) * 0.55);
  const share = lit / lamps;
  pen.globalAlpha = 0.16 + 0.5 * share;
  pen.fillStyle = share > 0 ? colors["map-lit"] : colors["map-off"];
  circle(pen, at, size);
  pen.fill();
  pen.globalAlpha = 1;
  if (faulty > 0 && faulty / lamps > 0.02) {
    pen.fillStyle = colors.alarm;
    diamond(pen, { x: at.x + size * 0.7, y: at.y - size * 0.7 }, Math.min(4.5, 2 + faulty / 8));
    pen.fill();
  }
}

export const lamps = {
  draw(pen, [[at]], zoom, { props }) {
    if (props.state) drawings[props.state](pen, at, zoom < 16 ? 1.7 : zoom < 17 ? 2.4 : 3.2);
    else cell(pen, at, props);
    pen.globalAlpha = 1;
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
