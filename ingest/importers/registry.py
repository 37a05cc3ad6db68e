"""The kinds of file that `municipality import` knows."""

from ingest.importers.lighting_inventory import LIGHTING
from ingest.importers.positions import POSITIONS

IMPORTERS = {importer.name: importer for importer in (LIGHTING, POSITIONS)}
