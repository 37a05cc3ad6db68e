// How an archive in the layers of Protomaps is drawn: OpenStreetMap in sand and terracotta.
import {
  CenteredTextSymbolizer, CircleSymbolizer, GroupSymbolizer, OffsetTextSymbolizer, PolygonSymbolizer,
} from "../../vendor/protomaps-leaflet.js";
import { FONT, along, color, grows, line } from "./look.js";

const AREA = 3;
const POINT = 1;
const GREEN = ["park", "garden", "grass", "grassland", "golf_course", "pitch", "playground", "stadium", "sports_centre", "allotments", "zoo"];
const WOOD = ["forest", "wood", "scrub", "nature_reserve", "national_park", "protected_area", "cemetery", "wetland"];
const PUBLIC = ["hospital", "school", "university", "college", "marketplace"];
const WORKING = ["industrial", "military", "railway", "quarry", "construction", "aerodrome", "apron", "commercial"];
const ROADS = [
  { kinds: ["path"], width: grows([14, 0.7], [16, 1.4], [19, 5]), path: true },
  { details: ["service"], width: grows([14, 0.8], [16, 2.6], [19, 9]), edge: 16 },
  { kinds: ["minor_road"], not: ["service"], width: grows([12, 0.4], [14, 1.6], [16, 5.5], [19, 18]), edge: 13 },
  { details: ["tertiary", "tertiary_link"], width: grows([11, 0.6], [14, 2.8], [16, 7], [19, 21]), edge: 13 },
  { details: ["secondary", "secondary_link"], width: grows([10, 0.8], [14, 3.6], [16, 8], [19, 24]), edge: 12, avenue: true },
  { details: ["primary", "primary_link"], width: grows([8, 0.8], [12, 2], [14, 4.5], [16, 9.5], [19, 27]), edge: 11, avenue: true },
  { details: ["trunk", "trunk_link", "motorway", "motorway_link"], width: grows([6, 0.8], [12, 2.6], [14, 5.5], [16, 11], [19, 30]), edge: 9, avenue: true },
];

const kindIn = (...kinds) => (_, { props }) => kinds.includes(props.kind);
const fill = (dataLayer, name, filter, more = {}) => ({
  dataSource: "base", dataLayer, filter, symbolizer: new PolygonSymbolizer({ fill: color(name), ...more }),
});
const isRoad = ({ kinds, details, not = [] }) => (_, { props }) =>
  (kinds ? kinds.includes(props.kind) && !not.includes(props.kind_detail) : details.includes(props.kind_detail)) && props.kind_detail !== "pier";

function roadEdge(road) {
  const name = road.avenue ? "avenue-edge" : "street-edge";
  return {
    dataSource: "base", dataLayer: "roads", minzoom: road.edge, filter: isRoad(road),
    symbolizer: line({ color: color(name), width: (zoom) => road.width(zoom) + (zoom < 15 ? 1.2 : 2) }),
  };
}

function roadFill(road) {
  const filter = isRoad(road);
  if (road.path) {
    const dash = { dash: [2.5, 2], dashColor: color("path"), dashWidth: road.width };
    return { dataSource: "base", dataLayer: "roads", minzoom: 15, filter, symbolizer: line({ color: color("path"), width: road.width, lineCap: "butt", ...dash }) };
  }
  return { dataSource: "base", dataLayer: "roads", filter, symbolizer: line({ color: color(road.avenue ? "avenue" : "street"), width: road.width }) };
}

function rails() {
  const of = (isTram, width) => ({
    dataSource: "base", dataLayer: "roads", filter: (_, { props }) => props.kind === "rail" && (props.kind_detail === "tram") === isTram,
    symbolizer: line({ color: color("rail"), width }),
  });
  return [of(true, grows([14, 0.4], [16, 0.7], [19, 1.6])), of(false, grows([11, 0.5], [15, 1], [19, 2.5]))];
}

function waters() {
  const stream = (kinds, width) => ({
    dataSource: "base", dataLayer: "water", filter: (zoom, feature) => feature.geomType === 2 && kinds.includes(feature.props.kind),
    symbolizer: line({ color: color("water"), width }),
  });
  return [
    fill("water", "water", (_, { geomType }) => geomType === AREA),
    stream(["river", "canal"], grows([9, 0.7], [14, 2.5], [18, 9])),
    stream(["stream"], grows([13, 0.4], [17, 2])),
  ];
}

export function paintRules() {
  const borders = (kinds, width) => ({
    dataSource: "base", dataLayer: "boundaries", filter: kindIn(...kinds),
    symbolizer: line({ dash: [5, 4], dashColor: color("border"), dashWidth: width, color: color("border"), width, opacity: 0.6 }),
  });
  return [
    fill("earth", "city"),
    fill("landuse", "built", kindIn("residential")),
    fill("landuse", "working", kindIn(...WORKING)),
    fill("landuse", "public", kindIn(...PUBLIC)),
    fill("landuse", "sand", kindIn("sand", "beach", "barren")),
    fill("landuse", "field", kindIn("farmland")),
    fill("landuse", "wood", kindIn(...WOOD)),
    fill("landuse", "green", kindIn(...GREEN)),
    fill("landuse", "square", kindIn("pedestrian", "pier")),
    ...waters(),
    fill("buildings", "building", undefined, { stroke: color("building-edge"), width: (zoom) => (zoom < 16 ? 0 : 0.6) }),
    ...ROADS.filter(({ edge }) => edge).map(roadEdge),
    ...ROADS.map(roadFill),
    ...rails(),
    borders(["country", "region"], 1.4),
    borders(["county"], 1),
  ];
}

// Labels stand in the order of their rank: a place before a street, a street before a shop.
export function labelRules({ osm }) {
  const halo = { labelProps: osm, stroke: color("halo"), width: 2 };
  const centred = (dataLayer, minzoom, maxzoom, filter, font, name = "label") => ({
    dataSource: "base", dataLayer, minzoom, maxzoom, filter,
    symbolizer: new CenteredTextSymbolizer({ ...halo, fill: color(name), lineHeight: 1.3, maxLineChars: 16, font: `${font} ${FONT}` }),
  });
  const road = (details, minzoom, size) => ({
    dataSource: "base", dataLayer: "roads", minzoom, filter: (_, { props }) => details.includes(props.kind_detail),
    symbolizer: along({ labelProps: osm, fill: color("label"), stroke: color("halo"), font: `500 ${size}px ${FONT}` }),
  });
  const place = (...details) => (_, { props }) => details.includes(props.kind_detail);
  const isGreen = kindIn("park", "garden", "stadium");
  return [
    centred("places", 0, 13, place("city"), "700 16px"),
    centred("places", 8, 15, place("town"), "700 14px"),
    centred("places", 11, 15, place("village", "hamlet"), "600 12px"),
    centred("places", 13, 16, place("suburb"), "700 13px"),
    centred("places", 14, 17, place("quarter", "neighbourhood"), "600 12px"),
    centred("water", 12, 19, (_, { geomType }) => geomType === POINT, "500 12px", "water-label"),
    road(["motorway", "trunk", "primary"], 13, 12),
    road(["secondary"], 14, 12),
    road(["tertiary"], 15, 11.5),
    centred("places", 16, 19, place("square"), "600 11.5px"),
    road(["residential", "unclassified", "living_street", "pedestrian", "road"], 16, 11),
    centred("pois", 15, 19, isGreen, "500 11px", "green-label"),
    ...signs(osm, (_, feature) => !isGreen(_, feature)),
    road(["service", "footway", "steps", "path", "track"], 17, 10.5),
  ];
}

function signs(osm, filter) {
  const sign = (minzoom, most) => ({
    dataSource: "base", dataLayer: "pois", minzoom, filter: (zoom, feature) => feature.props.min_zoom <= most && filter(zoom, feature),
    symbolizer: new GroupSymbolizer([
      new CircleSymbolizer({ radius: 2.4, fill: color("sign"), stroke: color("halo"), width: 1.2 }),
      new OffsetTextSymbolizer({
        labelProps: osm, fill: color("sign"), stroke: color("halo"), width: 1.6, offsetX: 5, offsetY: 3, lineHeight: 1.25,
        maxLineChars: 18, font: `500 11px ${FONT}`,
      }),
    ]),
  });
  return [sign(15, 13), sign(16, 14), sign(18, 15)];
}
