// What our own layers add to every base map: the boundaries of the territories and, where wanted, the lines of the buses.
import { CircleSymbolizer } from "../../vendor/protomaps-leaflet.js";
import { color, line } from "./look.js";

// A ground shows who governs where; annexes, quarters, zones and lots are a layer that a reader may add.
const GOVERNED = new Set(["commune", "arrondissement"]);

export const boundaries = () => ({
  dataSource: "own", dataLayer: "territories", filter: (_, feature) => GOVERNED.has(feature.props.level),
  symbolizer: line({ dash: [6, 4], dashColor: color("border"), dashWidth: 1.2, color: color("border"), width: 1.2 }),
});

const busLines = () => ({
  dataSource: "own", dataLayer: "bus_lines",
  symbolizer: line({
    color: (_, feature) => feature.props.color, perFeature: true, opacity: 0.5,
    width: (zoom) => (zoom < 13 ? 1.5 : zoom < 15 ? 2.5 : 4),
  }),
});

export const overlays = { bus_lines: busLines };

// Things that stand in the streets, as dots from near: a lamp, a stop.
export const dots = (name) => ({
  dataSource: "own", dataLayer: name, minzoom: 16,
  symbolizer: new CircleSymbolizer({
    fill: color("halo"), stroke: color("cabinet"), width: 2, radius: (zoom) => (zoom < 18 ? 3.5 : 5.5),
  }),
});
