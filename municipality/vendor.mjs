// Puts what pages need from npm packages, ready for browsers, in public/vendor/.
import { build } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";

const target = "public/vendor";
const modules = "node_modules";

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

await build({
  stdin: {
    contents: `export {
      CenteredTextSymbolizer, CircleSymbolizer, GroupSymbolizer, LineLabelSymbolizer, LineSymbolizer,
      OffsetTextSymbolizer, PolygonSymbolizer, TileCache, View, ZxySource, leafletLayer, paint,
    } from "protomaps-leaflet";`,
    resolveDir: process.cwd(),
  },
  outfile: `${target}/protomaps-leaflet.js`,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "inline",
});

const fonts = `${modules}/@fontsource-variable/cairo`;
for (const script of ["arabic", "latin", "latin-ext"]) {
  await cp(`${fonts}/files/cairo-${script}-wght-normal.woff2`, `${target}/cairo/${script}.woff2`);
}
await cp(`${fonts}/LICENSE`, `${target}/cairo/LICENSE`);
await cp(`${modules}/protomaps-leaflet/LICENSE`, `${target}/protomaps-leaflet.LICENSE`).catch(() => {});
