"""Archives over HTTP, and which base maps a reader is offered."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from gis.basemap.configuration import Configuration
from gis.basemap.offers import choice, offered

URL = "/basemap/town.pmtiles"


def write_archive(path: Path, title: str = "Town", kind: TileType = TileType.MVT) -> bytes:
    """Write a small archive and return its bytes."""
    with path.open("wb") as file:
        writer = Writer(file)
        for number in range(5):
            writer.write_tile(number, os.urandom(400))
        header = {"tile_type": kind, "tile_compression": Compression.NONE}
        box = dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0)
        middle = dict.fromkeys(("center_lon_e7", "center_lat_e7", "center_zoom"), 0)
        credit = '<a href="https://example.org">© OpenStreetMap</a>'
        writer.finalize({**header, **box, **middle}, {"name": title, "attribution": credit})
    return path.read_bytes()


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Return the folder of the archives."""
    settings.BASEMAP = Configuration(tmp_path)
    return tmp_path


@pytest.fixture
def content(folder: Path) -> bytes:
    """Return the bytes of an archive that is there."""
    return write_archive(folder / "town.pmtiles")


def body(response: Any) -> bytes:
    """Return what was sent."""
    return b"".join(response.streaming_content)


def test_the_whole_archive(client: Client, content: bytes) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert body(response) == content
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Type"] == "application/vnd.pmtiles"
    assert response["Cache-Control"] == "public, max-age=3600"


def test_a_part(client: Client, content: bytes) -> None:
    response = client.get(URL, headers={"Range": "bytes=100-299"})
    assert response.status_code == 206
    assert body(response) == content[100:300]
    assert response["Content-Range"] == f"bytes 100-299/{len(content)}"
    assert response["Content-Length"] == "200"


def test_a_part_that_is_not_there(client: Client, content: bytes) -> None:
    response = client.get(URL, headers={"Range": f"bytes={len(content)}-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(content)}"


def test_what_a_browser_has_is_not_sent_again(client: Client, content: bytes) -> None:
    first = client.get(URL)
    first.close()
    for header, value in (
        ("If-None-Match", first["ETag"]),
        ("If-Modified-Since", first["Last-Modified"]),
    ):
        assert client.get(URL, headers={header: value}).status_code == 304


def test_parts_of_two_versions_are_never_mixed(client: Client, content: bytes) -> None:
    for condition, status in (('"old"', 200), (client.head(URL)["ETag"], 206)):
        response = client.get(URL, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert response.status_code == status
        response.close()


def test_head_has_no_body(client: Client, content: bytes) -> None:
    response = client.head(URL)
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(content))


def test_only_archives_are_served(client: Client, folder: Path) -> None:
    (folder / "secret.txt").write_text("x")
    for name in ("/basemap/none.pmtiles", "/basemap/secret.txt", "/basemap/..%2Fenv.pmtiles"):
        assert client.get(name).status_code == 404
    assert client.post("/basemap/none.pmtiles").status_code == 405


def test_without_an_archive_there_is_the_plain_map(folder: Path) -> None:
    (folder / "broken.pmtiles").write_bytes(b"PMTiles\x03")
    (folder / "other.pmtiles").write_bytes(b"")
    write_archive(folder / "pictures.pmtiles", kind=TileType.PNG)
    assert [each.name for each in offered()] == ["plain"]


def test_what_there_is_can_be_chosen(folder: Path, content: bytes, settings: Any) -> None:
    tiles = "https://example.org/{z}/{x}/{y}.png"
    settings.BASEMAP = Configuration(folder, tiles=tiles, title="Aerial")
    found = offered()
    assert [each.name for each in found] == ["town", "raster", "plain"]
    assert found[0].title == "Town"
    assert found[0].attribution == "© OpenStreetMap"
    assert found[0].url.startswith("/basemap/town.pmtiles?v=")
    assert json.loads(json.dumps(choice()))["offers"][1]["title"] == "Aerial"


def test_the_environment_names_them_and_their_order(
    folder: Path, content: bytes, settings: Any
) -> None:
    settings.BASEMAP = Configuration(folder, order=("plain", "town", "absent"))
    assert [each.name for each in offered()] == ["plain", "town"]
    settings.BASEMAP = Configuration(folder, order=("absent",))
    assert [each.name for each in offered()] == ["plain"]


def test_a_new_build_has_a_new_address(folder: Path, content: bytes) -> None:
    before = offered()[0].url
    write_archive(folder / "town.pmtiles", title="New town")
    os.utime(folder / "town.pmtiles", ns=(0, 10**18))
    after = offered()[0]
    assert (after.title, after.url != before) == ("New town", True)
