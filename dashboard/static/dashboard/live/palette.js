// The colours of the style sheet, for canvases; they change with the reader's theme.
const names = [
  "map-label", "map-halo", "map-lit", "map-off", "map-cabinet", "vehicle-edge", "vehicle-stale", "focus", "alarm", "ink", "surface",
  "vehicle-bus", "vehicle-sanitation_truck", "vehicle-street_sweeper", "vehicle-service",
];

export const colors = {};

function readColors() {
  const style = getComputedStyle(document.documentElement);
  for (const name of names) colors[name] = style.getPropertyValue(`--${name}`).trim();
}

export function onTheme(redraw) {
  document.addEventListener("themechange", () => { readColors(); redraw(); });
}

document.addEventListener("themechange", readColors);
readColors();
