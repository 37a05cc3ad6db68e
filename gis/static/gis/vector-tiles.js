// A layer of vector tiles drawn on canvases by rules of our own; another version of the data is painted in place.
import { TileCache, View, ZxySource, paint } from "../vendor/protomaps-leaflet.js";

const { L } = window;
const KEPT = 512;
const MARGIN = 16;

export const VectorTiles = L.GridLayer.extend({
  options: { updateWhenZooming: false, dataZoom: 16 },

  // `address` with {z}, {x} and {y}; `rules` as protomaps-leaflet paints them.
  initialize(address, rules, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    Object.assign(this, { address, rules });
    this.renew("");
  },

  // Takes other tiles, named by a query; those on the screen change when their data is here.
  renew(query) {
    const source = new ZxySource(query ? `${this.address}?${query}` : this.address, false);
    this.view = new View(new TileCache(source, KEPT), this.options.dataZoom, 1);
    if (this._map) this.repaint();
  },

  repaint() {
    for (const { el, coords } of Object.values(this._tiles ?? {})) this._paint(el, coords);
  },

  createTile(coords, done) {
    const tile = L.DomUtil.create("canvas", "leaflet-tile");
    this._paint(tile, coords).then(() => done(null, tile), (error) => done(error, tile));
    return tile;
  },

  async _paint(tile, coords) {
    const { view } = this;
    const prepared = await view.getDisplayTile(coords);
    if (view !== this.view) return; // a newer one is on its way
    const ratio = devicePixelRatio || 1;
    tile.width = tile.height = 256 * ratio;
    const pen = tile.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [left, top] = [256 * coords.x, 256 * coords.y];
    const box = { minX: left - MARGIN, minY: top - MARGIN, maxX: left + 256 + MARGIN, maxY: top + 256 + MARGIN };
    paint(pen, coords.z, new Map([["", [prepared]]]), null, this.rules, box, L.point(left, top), true);
  },
});
