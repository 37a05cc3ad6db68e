"""What is asked of this process: `look` describes a file, `read` writes the rows of a layer."""

import sys
from pathlib import Path
from typing import Any

from gis.imports.child import tables, vectors
from gis.imports.child.encodings import checked
from gis.imports.child.lines import Lines, Progress
from gis.imports.child.preparing import encoding_of_layer, prepare
from gis.imports.child.problems import Code, RefusedError

TABLES = {"csv", "xlsx"}


def answer(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Do what is asked; a refusal is an answer too."""
    vectors.check_drivers()
    doing = {"look": look, "read": read}[request["ask"]]
    try:
        return doing(request, folder)
    except RefusedError as error:
        return {"refused": error.code.value, "detail": error.detail}
    except MemoryError:
        return {"refused": Code.TOO_HEAVY.value, "detail": {}}


def look(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Describe the layers of a file."""
    found, paths = prepare(Path(request["path"]), request["name"], folder)
    layers: list[dict[str, Any]] = []
    for title, path in paths.items():
        encoding = encoding_of_layer(found, path)
        if found in TABLES:
            layers += tables.sheets(path, encoding)
            continue
        for layer in vectors.layers(path, encoding):
            layers.append(layer | {"encoding": encoding} | ({"name": title} if title else {}))
    if not any(layer["has_shapes"] for layer in layers):
        raise RefusedError(Code.NO_COORDINATES)
    if not any(layer["rows"] for layer in layers):
        raise RefusedError(Code.NO_ROWS)
    return {"format": found, "layers": layers}


def read(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write the rows of one layer to the file that the parent named."""
    found, paths = prepare(Path(request["path"]), request["name"], folder)
    layer, chosen = request["layer"], request.get("encoding", "")
    path = paths.get(layer) or paths.get("")
    if path is None:
        raise RefusedError(Code.UNKNOWN_LAYER)
    encoding = checked(chosen) if chosen else encoding_of_layer(found, path)
    with Path(request["lines"]).open("x", encoding="utf-8", newline="\n") as file:
        lines = Lines(file, Progress(sys.stdout), request.get("owner", ""))
        if found in TABLES:
            tables.read(path, layer, encoding, request.get("places", {}), lines)
        else:
            inside = "" if found in {"geoparquet", "shapefile"} else layer
            vectors.read(path, inside or _only(path), encoding, lines)
    return lines.counts()


def _only(path: Path) -> str:
    return "" if path.suffix == ".parquet" else vectors.first_layer(path)
