// The rows of an import on a map, before they are written. Without this script the list below it says the same.
const CITY = [31.6295, -7.9811];
const FAR = 12;
const loaded = (element) => new Promise((done, failed) => {
  element.addEventListener("load", done);
  element.addEventListener("error", failed);
  document.head.append(element);
});
const script = (src) => loaded(Object.assign(document.createElement("script"), { src }));
const sheet = (href) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
const lookOf = (feature) => `preview__shape preview__shape--${feature.properties.action || "refuse"}`;

async function show(root) {
  const { leaflet, leafletStyles, baseMap, baseMapStyles, basemaps, tile, script: language, preview } = root.dataset;
  const { row, zoomIn, zoomOut } = root.dataset;
  const styles = [leafletStyles, baseMapStyles].map(sheet);
  const [answer] = await Promise.all([fetch(preview), script(leaflet), ...styles]);
  if (!answer.ok) return;
  const [{ BaseMap }, rows] = await Promise.all([import(baseMap), answer.json()]);
  const { L } = window;
  root.hidden = false;
  const map = L.map(root, { zoomControl: false, attributionControl: false, maxZoom: 19 }).setView(CITY, FAR);
  const tiles = tile.replace("layers/0/0/0", "{layers}/{z}/{x}/{y}");
  new BaseMap(map, { config: JSON.parse(basemaps), tiles, language });
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  const shapes = L.geoJSON(rows, {
    style: (feature) => ({ className: lookOf(feature), weight: 2 }),
    pointToLayer: (feature, place) => L.circleMarker(place, { radius: 5, className: lookOf(feature) }),
    onEachFeature: (feature, layer) => {
      const words = document.createElement("bdi");
      words.textContent = `${row} ${feature.properties.row} · ${feature.properties.key}`;
      layer.bindTooltip(words);
    },
  }).addTo(map);
  const bounds = shapes.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { maxZoom: 17 });
}

for (const root of document.querySelectorAll("[data-preview]")) show(root);
