// The plain base map: the project's own territories and streets, for which nothing has to be built or fetched elsewhere.
import { CenteredTextSymbolizer, PolygonSymbolizer } from "../../vendor/protomaps-leaflet.js";
import { FONT, along, color, grows, line } from "./look.js";

export const LAYERS = ["territories", "territory_names", "streets"];
const WIDTHS = {
  primary: grows([10, 1], [13, 3], [16, 9], [19, 26]),
  secondary: grows([11, 0.8], [13, 1.8], [16, 6.5], [19, 20]),
  local: grows([12, 0.3], [14, 1.4], [16, 4.5], [19, 15]),
  alley: grows([14, 0.2], [15, 0.9], [17, 3.5], [19, 9]),
};
const FIRST_EDGE = { primary: 10, secondary: 11, local: 12, alley: 14 };
const is = (category) => (_, feature) => feature.props.category === category;

function street(category, inside) {
  const width = WIDTHS[category];
  const avenue = category === "primary" ? "avenue" : "street";
  return {
    dataSource: "own", dataLayer: "streets", filter: is(category), minzoom: inside ? 0 : FIRST_EDGE[category],
    symbolizer: inside
      ? line({ color: color(avenue), width })
      : line({ color: color(`${avenue}-edge`), width: (zoom) => width(zoom) + (zoom < 14 ? 0.8 : zoom < 16 ? 1.3 : 1.8) }),
  };
}

export function paintRules() {
  const categories = Object.keys(WIDTHS).reverse();
  return [
    {
      dataSource: "own", dataLayer: "territories", filter: (_, feature) => feature.props.level === "commune",
      symbolizer: new PolygonSymbolizer({ fill: color("city") }),
    },
    ...categories.map((category) => street(category, false)),
    ...categories.map((category) => street(category, true)),
  ];
}

export function labelRules({ own }) {
  const text = { labelProps: own, fill: color("label"), stroke: color("halo") };
  const named = (category, minzoom, size) => ({
    dataSource: "own", dataLayer: "streets", minzoom, filter: is(category),
    symbolizer: along({ ...text, font: `500 ${size}px ${FONT}` }),
  });
  return [
    territoryNames(own),
    named("primary", 14, 12), named("secondary", 15, 12), named("local", 16, 11), named("alley", 17, 11),
  ];
}

export function territoryNames(own, maxzoom = 15) {
  return {
    dataSource: "own", dataLayer: "territory_names", maxzoom,
    filter: (zoom, feature) => (feature.props.level === "commune") === (zoom < 11),
    symbolizer: new CenteredTextSymbolizer({
      labelProps: own, fill: color("label"), stroke: color("halo"), width: 2, lineHeight: 1.3, font: `700 14px ${FONT}`,
    }),
  };
}
