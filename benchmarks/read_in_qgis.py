"""Reads every public collection of a running city in QGIS without a screen, and compares.

Runs with the Python that knows QGIS (Debian: `apt install python3-qgis qgis-providers`):
`QT_QPA_PLATFORM=offscreen /usr/bin/python3 benchmarks/read_in_qgis.py http://127.0.0.1:8000/ogc`.
The exit code is 1 when a count or an extent differs from what the API says of itself.
"""

import json
import re
import sys
import urllib.request
from typing import Any

from qgis.core import QgsApplication, QgsDataSourceUri, QgsRectangle, QgsVectorLayer

ARABIC = re.compile("[\u0600-\u06ff]")
NEAR_DEGREES = 1e-6


def asked(url: str) -> Any:
    """Return the JSON that an address answers with."""
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 a city of ours
        return json.load(answer)


def opened(base: str, name: str) -> Any:
    """Return a collection as QGIS opens it."""
    source = QgsDataSourceUri()
    source.setParam("url", f"{base}/")
    source.setParam("typename", name)
    source.setParam("restrictToRequestBBOX", "0")
    return QgsVectorLayer(source.uri(False), name, "OAPIF")


def agrees(base: str, told: Any) -> bool:
    """Read one collection, print what came, and tell whether it is what the API says."""
    name = told["id"]
    served = asked(f"{base}/collections/{name}/items?limit=1&f=json")["numberMatched"]
    layer = opened(base, name)
    features = list(layer.getFeatures())
    extent = QgsRectangle()
    for each in features:
        extent.combineExtentWith(each.geometry().boundingBox())
    got = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    away = max(abs(a - b) for a, b in zip(told["extent"]["spatial"]["bbox"][0], got, strict=True))
    arabic = sum(
        any(isinstance(value, str) and ARABIC.search(value) for value in each.attributes())
        for each in features
    )
    print(f"{name}: {served} served, {len(features)} read, {arabic} with Arabic, {away:.1e}° away")
    return bool(layer.isValid()) and len(features) == served and away < NEAR_DEGREES


def main(base: str) -> int:
    """Compare every collection that is not empty."""
    application = QgsApplication([], False)
    application.initQgis()
    collections = [c for c in asked(f"{base}/collections?f=json")["collections"] if "extent" in c]
    differing = [each["id"] for each in collections if not agrees(base, each)]
    print("differing:", ", ".join(differing) or "none")
    application.exitQgis()
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
