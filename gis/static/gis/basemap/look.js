// What every base map shares: colours of the style sheet, type, names in the reader's script, widths that grow with zoom.
import { LineLabelSymbolizer, LineSymbolizer } from "../../vendor/protomaps-leaflet.js";

export const FONT = "Cairo, sans-serif";
const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]/;
const [ISOLATE, END] = ["\u2067", "\u2069"];
const GROWTH = 1.6;

// The colour of a token in the present theme.
export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--map-${name}`).trim();

export const fonts = () => [500, 700].map((weight) => document.fonts.load(`${weight} 12px ${FONT}`, "aش"));

// Which attributes hold a name, best first: `name_ar` in our own layers, `name:ar` in those of OpenStreetMap.
export function namesFor(language) {
  return language === "ar"
    ? { own: ["name_ar", "name_fr"], osm: ["name:ar", "name", "name:fr"] }
    : { own: ["name_fr", "name_ar"], osm: [...(language === "en" ? ["name:en"] : []), "name:fr", "name"] };
}

// A width between stops of [zoom, pixels], growing as the map does.
export const grows = (...stops) => (zoom) => {
  const above = stops.findIndex(([level]) => level >= zoom);
  if (above <= 0) return above ? stops.at(-1)[1] : stops[0][1];
  const [[low, thin], [high, wide]] = [stops[above - 1], stops[above]];
  return thin + ((wide - thin) * (GROWTH ** (zoom - low) - 1)) / (GROWTH ** (high - low) - 1);
};

export const line = (options) => new LineSymbolizer({ lineCap: "round", lineJoin: "round", ...options });

// A name along a line. Arabic is laid out from right to left as a whole, whatever signs it ends in.
export function along(options) {
  const symbolizer = new LineLabelSymbolizer({ width: 3.5, repeatDistance: 600, position: 2, ...options });
  const { text } = symbolizer;
  symbolizer.text = {
    get(zoom, feature) {
      const name = text.get(zoom, feature);
      return name && ARABIC.test(name) ? ISOLATE + name + END : name;
    },
  };
  return symbolizer;
}
