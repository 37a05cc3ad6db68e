// What our own layers add to every base map: the boundaries of the territories and, where wanted, the lines of the buses.
import { color, line } from "./look.js";

export const boundaries = () => ({
  dataSource: "own", dataLayer: "territories",
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
