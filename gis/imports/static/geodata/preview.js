// The rows of an import on a map, before they are written. Without this script the list below it says the same.
const loaded = (element) => new Promise((done, failed) => {
  element.addEventListener("load", done);
  element.addEventListener("error", failed);
  document.head.append(element);
});
const script = (src) => loaded(Object.assign(document.createElement("script"), { src }));
const sheet = (href) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
const lookOf = (feature) => `preview__shape preview__shape--${feature.properties.action || "refuse"}`;

async function show(root) {
  const { leaflet, leafletStyles, ground, tile, script: letters, preview, row, zoomIn, zoomOut } = root.dataset;
  const [answer] = await Promise.all([fetch(preview), script(leaflet), sheet(leafletStyles)]);
  if (!answer.ok) return;
  const [{ ground: groundOf }, rows] = await Promise.all([import(ground), answer.json()]);
  const { L } = window;
  root.hidden = false;
  const map = L.map(root, { zoomControl: false, attributionControl: false, maxZoom: 19 });
  groundOf(tile.replace("0/0/0", "{z}/{x}/{y}"), letters).addTo(map);
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
  else map.setView([31.6295, -7.9811], 12);
}

for (const root of document.querySelectorAll("[data-preview]")) show(root);
