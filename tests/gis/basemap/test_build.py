"""A base map from an extract: what its tiles hold, how large they are, and what can fail."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import zxy_to_tileid
from pmtiles.writer import Writer

from gis.basemap import reading, tiling
from gis.basemap.configuration import Configuration
from gis.basemap.failures import BasemapError
from gis.basemap.services import Built, build_basemap, name_of
from gis.basemap.tiling import Stage, addresses
from tests.gis.basemap.extracts import CENTRE, Sketch, small_town
from tests.gis.mvt import Tile, read_tile
from tests.gis.test_tiles import address

pytestmark = pytest.mark.django_db
BOUNDS = (-8.0, 31.62, -7.98, 31.64)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Return an extract of a small town."""
    return small_town().write(tmp_path / "town.osm.pbf")


def build(source: Path, **options: Any) -> Built:
    """Build a base map beside its source."""
    values: dict[str, Any] = {
        "folder": source.parent / "built",
        "name": "town",
        "title": "Town",
    } | options
    return build_basemap(source=source, **values)


def reader(built: Built) -> Reader:
    """Return a reader of what was built."""
    return Reader(MemorySource(built.path.read_bytes()))


def tile_of(built: Built, zoom: int, place: tuple[float, float] = CENTRE) -> Tile:
    """Return what the tile over a place holds."""
    x, y = (int(part.removesuffix(".mvt")) for part in address("any", zoom, *place).split("/")[-2:])
    content = reader(built).get(zoom, x, y)
    return read_tile(gzip.decompress(content)) if content else {}


def kinds(tile: Tile, layer: str) -> set[str]:
    """Return the kinds of what a layer holds."""
    return {each["kind"] for each in tile.get(layer, [])}


def test_it_says_where_it_comes_from_and_where_it_lies(town: Path) -> None:
    found = reader(build(town, bounds=BOUNDS))
    header, metadata = found.header(), found.metadata()
    assert (header["max_zoom"], header["clustered"]) == (15, True)
    assert header["min_zoom"] <= 3
    assert (header["min_lon_e7"], header["max_lat_e7"]) == (-80000000, 316400000)
    assert "OpenStreetMap" in metadata["attribution"]
    assert "ODbL" in metadata["license"]
    assert metadata["name"] == "Town"
    assert {each["id"] for each in metadata["vector_layers"]} > {"roads", "buildings", "places"}


def test_near_by_there_is_everything(town: Path) -> None:
    tile = tile_of(build(town, bounds=BOUNDS), 14)
    assert kinds(tile, "roads") == {"major_road", "minor_road"}
    assert kinds(tile, "landuse") == {"park"}
    assert kinds(tile, "pois") == {"park", "place_of_worship"}
    assert kinds(tile, "earth") == {"earth"}
    assert len(tile["buildings"]) == 4


def test_from_afar_there_is_what_matters(town: Path) -> None:
    built = build(town, bounds=BOUNDS)
    assert set(tile_of(built, 9)) == {"earth", "roads", "places"}
    assert set(tile_of(built, 4)) == {"earth", "places"}
    assert kinds(tile_of(built, 12), "roads") == {"major_road", "minor_road"}


def test_a_street_in_two_pieces_is_one_line_with_a_name_in_each_script(town: Path) -> None:
    built = build(town, bounds=BOUNDS)
    (avenue,) = [each for each in tile_of(built, 14)["roads"] if each["kind"] == "major_road"]
    assert (avenue["name:fr"], avenue["name:ar"]) == ("Avenue Mohammed V", "شارع محمد الخامس")
    assert "name" not in tile_of(built, 11)["roads"][0]


def test_odd_signs_in_names_arrive_as_they_are(town: Path) -> None:
    pois = tile_of(build(town, bounds=BOUNDS), 15, (CENTRE[0], CENTRE[1] - 0.004))["pois"]
    assert 'Mosquée \\ "A" B' in {each["name"] for each in pois}


def test_it_ends_at_its_bounds(town: Path) -> None:
    built = build(town, bounds=(-8.0, 31.62, -7.99, 31.64))
    assert tile_of(built, 15, (-7.975, 31.63)) == {}
    assert "roads" in tile_of(built, 15, (-7.993, 31.63))


def test_a_second_build_takes_the_place_of_the_first(town: Path) -> None:
    first = build(town, bounds=BOUNDS).path.read_bytes()
    bare = Sketch()
    bare.line([(-7.995, 31.63), (-7.985, 31.63)], highway="trunk")
    second = build(bare.write(town.with_name("bare.osm.pbf")), folder=town.parent / "built")
    assert second.path.read_bytes() != first
    assert [each.name for each in second.path.parent.iterdir()] == ["town.pmtiles"]


def test_a_tile_that_grows_too_large_is_thinned_by_weight(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiling, "NEAR_BYTES", 420)
    built = build(town, bounds=BOUNDS)
    assert built.thinned > 0
    assert built.largest_near <= 420
    assert "major_road" in kinds(tile_of(built, 14), "roads")


def broken(town: Path, name: str) -> Path:
    """Return a file that is no extract, or not a whole one."""
    content = {
        "cut off": town.read_bytes()[:-40],
        "empty": b"",
        "text": b"highway=primary\n" * 100,
        "zip": b"PK\x03\x04" + bytes(100),
    }
    path = town.with_name("broken.osm.pbf")
    path.write_bytes(content[name])
    return path


@pytest.mark.parametrize("name", ["cut off", "empty", "text", "zip"])
def test_a_broken_file_is_refused_in_one_line_and_nothing_is_lost(town: Path, name: str) -> None:
    before = build(town).path.read_bytes()
    with pytest.raises(BasemapError) as caught:
        build(broken(town, name))
    assert "\n" not in str(caught.value)
    assert "broken.osm.pbf cannot be used: " in str(caught.value)
    assert (town.parent / "built/town.pmtiles").read_bytes() == before


def test_what_fails_on_the_way_leaves_nothing(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Writer, "write_tile", fail)
    with pytest.raises(BasemapError, match="is full"):
        build(town)
    assert list((town.parent / "built").iterdir()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.basemap_read')")
        assert cursor.fetchone() == (None,)


def test_little_room_is_said_before_anything_is_done(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = shutil.disk_usage(town)._replace(free=10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: state)
    with pytest.raises(BasemapError, match="has 0 MB free and the build wants 256 MB"):
        build(town)


def test_too_little_memory_is_named(town: Path) -> None:
    with pytest.raises(BasemapError, match=r"cannot be used|--memory"):
        build(town, limits=reading.Limits(memory_mb=64))


def test_bounds_elsewhere_are_refused(town: Path) -> None:
    with pytest.raises(BasemapError, match="nothing within these bounds"):
        build(town, bounds=(10, 10, 10.1, 10.1))


def test_the_command_reports_and_refuses(
    town: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BASEMAP = Configuration(town.parent / "var")
    call_command("basemap", "build", str(town), "--bounds=-8,31.62,-7.98,31.64")
    told = capsys.readouterr().out
    assert "zoom 15:" in told
    assert "town.pmtiles: " in told
    with pytest.raises(CommandError, match="There is no file"):
        call_command("basemap", "build", "/nowhere.osm.pbf")
    with pytest.raises(CommandError, match="is no name"):
        call_command("basemap", "build", str(town), "--name=../x")
    with pytest.raises(CommandError, match="in this order"):
        call_command("basemap", "build", str(town), "--bounds=-7,31,-8,32")


def test_an_archive_is_named_after_its_source() -> None:
    assert name_of(Path("/x/Morocco latest.osm.pbf")) == "morocco-latest"
    assert name_of(Path("___.pbf")) == "city"


def test_tiles_come_in_the_order_of_an_archive() -> None:
    numbers = [
        zxy_to_tileid(*each) for each in addresses((-900_000, 3_700_000, -880_000, 3_720_000), 14)
    ]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(set(numbers)) > 50


def test_the_real_centre_of_helsinki(real_data: Path, tmp_path: Path) -> None:
    built = build(real_data / "streets/helsinki_centre.osm.pbf", folder=tmp_path)
    assert built.features > 3000
    assert built.thinned == 0
    assert built.largest_far <= tiling.FAR_BYTES
    tile = tile_of(built, 14, (24.944, 60.1705))
    assert kinds(tile, "roads") >= {"major_road", "minor_road", "path", "rail"}
    assert "Mikonkatu" in {each.get("name") for each in tile["roads"]}
    assert "ocean" in kinds(tile_of(built, 14, (24.9437, 60.1776)), "water")


def test_a_tile_is_found_by_the_index_of_places(town: Path) -> None:
    connection.ensure_connection()
    with (
        Stage(connection.connection) as stage,
        reading.reading(town, BOUNDS, reading.Limits()) as blocks,
    ):
        stage.load(blocks)
        assert stage.count() > 10
        row = stage.connection.execute(
            "SELECT to_regclass('pg_temp.basemap_drawn_place')"
        ).fetchone()
        assert row is not None
        assert row[0]
