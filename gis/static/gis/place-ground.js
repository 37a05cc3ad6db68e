// The ground under a single place, from our own tiles: boundaries, streets, names in the reader's script.
import {
  CenteredTextSymbolizer, LineLabelSymbolizer, LineSymbolizer, PolygonSymbolizer, leafletLayer,
} from "../vendor/protomaps-leaflet.js";

const FONT = "Cairo, sans-serif";
const WIDTHS = { primary: 5, secondary: 3.5, local: 2, alley: 1 };

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--map-${name}`).trim();
const of = (...categories) => (_, feature) => categories.includes(feature.props.category);

function paintRules() {
  const streets = Object.entries(WIDTHS).reverse().map(([category, width]) => ({
    dataLayer: "streets", filter: of(category),
    symbolizer: new LineSymbolizer({
      color: color(category === "primary" ? "avenue" : "street"), lineCap: "round",
      width: (zoom) => Math.max(0.5, width * 2 ** ((zoom - 15) / 2)),
    }),
  }));
  return [
    {
      dataLayer: "territories", filter: (_, feature) => feature.props.level === "commune",
      symbolizer: new PolygonSymbolizer({ fill: color("city") }),
    },
    ...streets,
    { dataLayer: "territories", symbolizer: new LineSymbolizer({ color: color("border"), width: 1.2 }) },
  ];
}

function labelRules(script) {
  const labelProps = script === "ar" ? ["name_ar", "name_fr"] : ["name_fr", "name_ar"];
  const text = { labelProps, fill: color("label"), stroke: color("halo"), width: 3 };
  return [
    {
      dataLayer: "territory_names", maxzoom: 15, filter: (_, feature) => feature.props.level !== "commune",
      symbolizer: new CenteredTextSymbolizer({ ...text, font: `700 14px ${FONT}` }),
    },
    {
      dataLayer: "streets", minzoom: 14, filter: of("primary", "secondary", "local"),
      symbolizer: new LineLabelSymbolizer({ ...text, font: `500 12px ${FONT}`, repeatDistance: 600 }),
    },
  ];
}

export function ground(url, script) {
  const look = () => ({
    paintRules: paintRules(), labelRules: labelRules(script), backgroundColor: color("land"),
  });
  const layer = leafletLayer({ ...look(), url, maxDataZoom: 15, attribution: "" });
  document.addEventListener("themechange", () => {
    Object.assign(layer, look());
    layer.clearLayout();
    layer.rerenderTiles();
  });
  return layer;
}
