// Lamps and cabinets from vector tiles that are fetched again when they changed, and repainted in place.
import { TileCache, View, ZxySource, paint } from "../../vendor/protomaps-leaflet.js";
import { onTheme } from "./palette.js";
import { settings } from "./words.js";

const { L } = window;
const DATA_ZOOM = 16;

export const PointsLayer = L.GridLayer.extend({
  initialize(name, symbolizer, options) {
    L.GridLayer.prototype.initialize.call(this, { updateWhenZooming: false, ...options });
    this.address = settings.tiles.replace("{layers}", name);
    this.rules = [{ dataLayer: name, symbolizer }];
    this.renew("");
    onTheme(() => this.repaint());
  },

  // Takes the tiles of another version; those on the screen change when their data is here.
  renew(version) {
    const source = new ZxySource(version ? `${this.address}?v=${version}` : this.address, false);
    this.view = new View(new TileCache(source, 512), DATA_ZOOM, 1);
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
    const prepared = await this.view.getDisplayTile(coords);
    const ratio = devicePixelRatio || 1;
    tile.width = tile.height = 256 * ratio;
    const pen = tile.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [left, top] = [256 * coords.x, 256 * coords.y];
    const box = { minX: left - 16, minY: top - 16, maxX: left + 272, maxY: top + 272 };
    paint(pen, coords.z, new Map([["", [prepared]]]), null, this.rules, box, L.point(left, top), true);
  },
});
