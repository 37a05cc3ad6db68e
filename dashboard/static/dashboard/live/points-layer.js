// Lamps and cabinets from vector tiles that are fetched again when they changed, and repainted in place.
import { VectorTiles } from "../../gis/vector-tiles.js";
import { onTheme } from "./palette.js";
import { settings } from "./words.js";

export const PointsLayer = VectorTiles.extend({
  initialize(name, symbolizer, options) {
    const rules = [{ dataLayer: name, symbolizer }];
    VectorTiles.prototype.initialize.call(this, settings.tiles.replace("{layers}", name), rules, options);
    onTheme(() => this.repaint());
  },

  // Takes the tiles of another version.
  renew(version) {
    VectorTiles.prototype.renew.call(this, version ? `v=${version}` : "");
  },
});
