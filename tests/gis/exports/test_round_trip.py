"""What is given out opens again in GDAL: as many features, in their places, with their words."""

import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from django.test import Client

from tests.gis.exports.layers import FULL, SHAPES, TEXT, make_layer

pytestmark = pytest.mark.django_db
VALIDATOR = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")
SUFFIXES = {"shp": "zip"}
VECTORS = ("gpkg", "shp", "geojson", "kml", "csv")


def fetch(client: Client, folder: Path, name: str, **asked: Any) -> Path:
    """Download an export into a folder."""
    response = client.get("/layers/own-jardins/export/", {"format": name, **asked})
    assert response.status_code == 200, response.content[:2000]
    assert "attachment" in response["Content-Disposition"]
    path = folder / f"layer.{SUFFIXES.get(name, name)}"
    path.write_bytes(response.getvalue())
    return path


def opened(path: Path, name: str, layer: str | None = None) -> Any:
    """Read a file again with GDAL."""
    options = {"X_POSSIBLE_NAMES": "longitude,x", "Y_POSSIBLE_NAMES": "latitude,y"}
    if name == "csv":
        frame = pyogrio.read_dataframe(path, AUTODETECT_TYPE="YES", **options)
    else:
        frame = pyogrio.read_dataframe(path, layer=layer)
    return frame


def shapes_of(frame: Any, name: str, shape: str) -> Any:
    """Return the geometries of a frame; those of a CSV of lines stand in its column of WKT."""
    if name == "csv" and shape != "point":
        return shapely.from_wkt(frame["WKT"].to_numpy())
    return frame.geometry.to_numpy()


@pytest.mark.parametrize("shape", ["point", "line", "polygon"])
@pytest.mark.parametrize("name", VECTORS)
def test_count_place_and_words_come_back(
    client: Client, tmp_path: Path, name: str, shape: str
) -> None:
    make_layer(shape)
    frame = opened(fetch(client, tmp_path, name), name)
    assert len(frame) == 2
    told = shapes_of(frame, name, shape)
    for got, wkt in zip(told, SHAPES[shape], strict=True):
        assert shapely.hausdorff_distance(got, shapely.from_wkt(wkt)) < 1e-6
    arabic = [column for column in frame.columns if TEXT in frame[column].tolist()]
    assert len(arabic) == 1


def test_every_value_comes_back_with_its_kind(client: Client, tmp_path: Path) -> None:
    make_layer("point")
    frame = opened(fetch(client, tmp_path, "gpkg"), "gpkg")
    names = {"الاسم": "الاسم", "Nom": "Nom", "nom": "nom_2", "geom": "geom", "hauteur": "hauteur"}
    for name, told in names.items():
        assert frame[told].tolist()[0] == FULL[name]
        assert frame[told].isna().tolist() == [False, True]
    assert frame["nombre_d_arbres_2021"].tolist()[0] == 2**40
    assert bool(frame["ouvert"].tolist()[0]) is True
    assert str(frame["depuis"].tolist()[0])[:10] == "2026-01-02"
    assert frame["key"].tolist() == ["a", "b"]


def test_short_names_are_explained(client: Client, tmp_path: Path) -> None:
    made = make_layer("point")
    feature = made.features.get(key="b")
    feature.properties = {"Nom": "ي" * 200}
    feature.save()
    path = fetch(client, tmp_path, "shp")
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        legend = archive.read("own-jardins-fields.csv").decode("utf-8-sig").splitlines()
        assert archive.read("own-jardins-points.cpg") == b"UTF-8"
    assert {f"own-jardins-points.{end}" for end in ("shp", "shx", "dbf", "prj")} < names
    fields = [line.split(",")[0] for line in legend[1:]]
    assert all(len(field.encode()) <= 10 for field in fields)
    assert len({field.lower() for field in fields}) == len(fields) == 10
    assert next(line for line in legend if ",Nom," in line).endswith(",1")
    frame = pyogrio.read_dataframe(path)
    assert "ي" * 127 in frame["Nom"].tolist()


def test_shapes_of_every_kind_have_a_file_each(client: Client, tmp_path: Path) -> None:
    make_layer("any")
    path = fetch(client, tmp_path, "shp")
    listed = dict(pyogrio.list_layers(path).tolist())
    assert listed == {"own-jardins-points": "Point", "own-jardins-lines": "LineString"}
    assert len(opened(fetch(client, tmp_path, "gpkg"), "gpkg")) == 2


@pytest.mark.parametrize("name", ["gpkg", "shp"])
@pytest.mark.parametrize("system", [26191, 26192, 26194, 26195])
def test_the_systems_of_merchich(client: Client, tmp_path: Path, name: str, system: int) -> None:
    make_layer("point")
    frame = opened(fetch(client, tmp_path, name, crs=system), name)
    assert frame.crs.to_epsg() == system or "Merchich" in frame.crs.name
    back = frame.to_crs(4326).geometry
    assert back.iloc[0].distance(shapely.Point(-8.0, 31.6)) < 5e-5
    if system == 26191:
        assert 240_000 < frame.geometry.iloc[1].x < 265_000
        assert 105_000 < frame.geometry.iloc[1].y < 130_000


@pytest.mark.parametrize("shape", ["point", "line", "polygon", "any"])
def test_the_geopackage_passes_the_validator(client: Client, tmp_path: Path, shape: str) -> None:
    if not VALIDATOR.is_file():
        pytest.skip("the validator of Debian's python3-gdal is not here")
    make_layer(shape)
    path = fetch(client, tmp_path, "gpkg")
    python = "/usr/bin/python3"
    done = subprocess.run(
        [python, str(VALIDATOR), str(path)], capture_output=True, text=True, check=False, env={}
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["gpkg", "geojson", "kml"])
def test_debian_s_gdal_reads_it_too(client: Client, tmp_path: Path, name: str) -> None:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("ogrinfo of Debian's gdal-bin is not here")
    make_layer("polygon")
    path = fetch(client, tmp_path, name)
    done = subprocess.run(
        [program, "-ro", "-al", str(path)], capture_output=True, text=True, check=True, env={}
    )
    assert "Feature Count: 2" in done.stdout
    assert "ماجوريل" in done.stdout
