"""What the environment may say of base maps, and what the pages' policy makes of it."""

from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from gis.basemap.configuration import Configuration
from gis.basemap.xyz import origins

TILES = "https://{s}.tile.example.org:8443/{z}/{x}/{y}.png?key=abc"


def test_the_policy_names_the_hosts_of_the_tiles_and_no_more() -> None:
    hosts = ["https://a.tile.example.org:8443", "https://b.tile.example.org:8443"]
    assert origins(TILES, "ab") == hosts
    assert origins(TILES.replace("{s}.", ""), "ab") == ["https://tile.example.org:8443"]
    assert origins("/ours/{z}/{x}/{y}.png", "abc") == []
    assert origins("", "abc") == []


@pytest.mark.parametrize(
    "template",
    [
        "https://example.org/{z}/{x}.png",
        "https://exa mple.org/{z}/{x}/{y}.png",
        "https://example.org;script-src */{z}/{x}/{y}.png",
        "javascript:alert(1)/{z}/{x}/{y}",
        "https://*/{z}/{x}/{y}.png",
        "https://user:secret@example.org/{z}/{x}/{y}.png",
    ],
)
def test_what_is_no_address_of_tiles_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"lacks|no host"):
        origins(template, "abc")


def told(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Configuration:
    """Return what an environment with these variables says."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Configuration.read(environ.Env(), Path("/srv/basemap"))


def test_an_environment_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch) == Configuration(Path("/srv/basemap"))
    assert told(monkeypatch).origins == []


def test_everything_can_be_said_without_code(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(
        monkeypatch,
        BASEMAP_DIR="/mnt/maps",
        BASEMAPS="raster,plain",
        BASEMAP_XYZ_URL="https://tiles.example.org/{z}/{x}/{y}.png",
        BASEMAP_XYZ_MAX_ZOOM="17",
    )
    assert (found.folder, found.order, found.max_zoom) == (
        Path("/mnt/maps"),
        ("raster", "plain"),
        17,
    )
    assert found.origins == ["https://tiles.example.org"]


def test_a_wrong_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        ImproperlyConfigured, match="BASEMAP_XYZ_URL: the address of the tiles lacks"
    ):
        told(monkeypatch, BASEMAP_XYZ_URL="https://tiles.example.org/{z}.png")
