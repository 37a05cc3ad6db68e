"""Reads layers of a data source with GDAL, and says in JSON what was in them."""

import json
import sys

import pyogrio


def main(source: str, *layers: str) -> None:
    """Print count, bounds and texts of each layer."""
    told = {}
    for layer in layers:
        frame = pyogrio.read_dataframe(source, layer=layer)
        texts = {
            name: sorted(set(frame[name].dropna()))
            for name in frame.columns
            if name.endswith("_ar")
        }
        told[layer] = {"count": len(frame), "bounds": list(frame.total_bounds), "texts": texts}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
