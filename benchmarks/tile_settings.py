"""The project's settings with two tables to draw tiles of."""

from municipality.settings import *
from municipality.settings import INSTALLED_APPS

INSTALLED_APPS += ["benchmarks.tile_city"]
