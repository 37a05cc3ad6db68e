// The ground of the map from our own tiles: territories, streets, bus lines; names in the reader's script.
import {
  CenteredTextSymbolizer, LineLabelSymbolizer, LineSymbolizer, PolygonSymbolizer, leafletLayer,
} from "../../vendor/protomaps-leaflet.js";
import { colors, onTheme } from "./palette.js";
import { isArabic, settings } from "./words.js";

const NAMES = isArabic ? ["name_ar", "name_fr"] : ["name_fr", "name_ar"];
const FONT = "Cairo, sans-serif";
const WIDTHS = { primary: [1.2, 7], secondary: [0.8, 5], local: [0.3, 3.5], alley: [0.2, 2] };
const FIRST_ZOOM = 11;

const width = (category, extra) => (zoom) => {
  const [thin, wide] = WIDTHS[category];
  return thin + (wide - thin) * Math.max(0, Math.min(1, (zoom - FIRST_ZOOM) / 6)) ** 1.3 * 1.4 + extra;
};
const is = (category) => (_, feature) => feature.props.category === category;

function street(category, color, extra, minzoom) {
  return {
    dataLayer: "streets", minzoom, filter: is(category),
    symbolizer: new LineSymbolizer({ color, width: width(category, extra), lineCap: "round", lineJoin: "round" }),
  };
}

const lines = {
  dataLayer: "bus_lines",
  symbolizer: new LineSymbolizer({
    color: (_, feature) => feature.props.color, perFeature: true, opacity: 0.5, lineCap: "round", lineJoin: "round",
    width: (zoom) => (zoom < 13 ? 1.5 : zoom < 15 ? 2.5 : 4),
  }),
};

function groundRules(withLines) {
  const edge = colors["map-street-edge"];
  return [
    { dataLayer: "territories", filter: (_, f) => f.props.level === "commune", symbolizer: new PolygonSymbolizer({ fill: colors["map-city"] }) },
    street("alley", edge, 1, 15), street("local", edge, 1.2, 14),
    street("secondary", edge, 1.6), street("primary", colors["map-avenue-edge"], 1.8),
    street("alley", colors["map-street"], 0, 15), street("local", colors["map-street"], 0, 14),
    street("secondary", colors["map-street"], 0), street("primary", colors["map-avenue"], 0),
    {
      dataLayer: "territories",
      symbolizer: new LineSymbolizer({ dash: [6, 4], dashColor: colors["map-border"], dashWidth: 1.2, color: colors["map-border"], width: 1.2 }),
    },
    ...(withLines ? [lines] : []),
  ];
}

function nameRules() {
  const text = { labelProps: NAMES, fill: colors["map-label"], stroke: colors["map-halo"], width: 3 };
  const along = (categories, minzoom, fontSize) => ({
    dataLayer: "streets", minzoom, filter: (_, f) => categories.includes(f.props.category),
    symbolizer: new LineLabelSymbolizer({ ...text, font: `500 ${fontSize}px ${FONT}`, repeatDistance: 600 }),
  });
  return [
    {
      dataLayer: "territory_names", maxzoom: 15, filter: (zoom, f) => (f.props.level === "commune") === (zoom < 11),
      symbolizer: new CenteredTextSymbolizer({ ...text, font: `700 14px ${FONT}`, lineHeight: 1.2 }),
    },
    along(["primary"], 14, 12), along(["secondary"], 15, 12), along(["local"], 16, 11), along(["alley"], 17, 11),
  ];
}

const loaded = () => [document.fonts.load(`500 12px ${FONT}`, "aش"), document.fonts.load(`700 14px ${FONT}`, "aش")];
const address = (layers) => settings.tiles.replace("{layers}", layers);

export function ground() {
  let withLines = true;
  const look = () => ({
    paintRules: groundRules(withLines), labelRules: nameRules(), backgroundColor: colors["map-land"],
  });
  const layer = leafletLayer({
    ...look(), url: address("territories,territory_names,streets,bus_lines"), maxDataZoom: 15, tasks: loaded(),
    attribution: "",
  });
  const redraw = () => {
    Object.assign(layer, look());
    layer.clearLayout();
    layer.rerenderTiles();
  };
  onTheme(redraw);
  return { layer, showLines(shown) { withLines = shown; redraw(); } };
}
