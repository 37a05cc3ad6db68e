"""What the environment says of base maps."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from gis.basemap.xyz import origins


@dataclass(frozen=True)
class Configuration:
    """Where the archives lie, another provider's tiles, and which are offered in which order."""

    folder: Path
    order: tuple[str, ...] = ()
    tiles: str = ""
    subdomains: str = "abc"
    title: str = ""
    attribution: str = ""
    max_zoom: int = 19

    @classmethod
    def read(cls, env: Any, folder: Path) -> "Configuration":
        """Return what the variables `BASEMAP…` say; raise ImproperlyConfigured where they cannot.

        `env` is django-environ's; `folder` is where the archives lie if nothing else is said.
        """
        read = cls(
            folder=Path(env.str("BASEMAP_DIR", default=str(folder))),
            order=tuple(env.list("BASEMAPS", default=[])),
            tiles=env.str("BASEMAP_XYZ_URL", default=""),
            subdomains=env.str("BASEMAP_XYZ_SUBDOMAINS", default="abc"),
            title=env.str("BASEMAP_XYZ_TITLE", default=""),
            attribution=env.str("BASEMAP_XYZ_ATTRIBUTION", default=""),
            max_zoom=env.int("BASEMAP_XYZ_MAX_ZOOM", default=19),
        )
        try:
            origins(read.tiles, read.subdomains)
        except ValueError as error:
            raise ImproperlyConfigured(f"BASEMAP_XYZ_URL: {error}") from error
        return read

    @property
    def origins(self) -> list[str]:
        """The hosts from which pages may load the tiles of the other provider."""
        return origins(self.tiles, self.subdomains)
