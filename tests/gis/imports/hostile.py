"""Files that nobody should send, made here one by one, each with the reason of its refusal."""

import io
import json
import shutil
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import openpyxl
import pyogrio
import shapely

from gis.imports.child.problems import Code

Made = tuple[str, bytes]
HOSTILE: Final[dict[str, tuple[Callable[[Path], Made], Code]]] = {}
LAUGHS: Final = (
    '<!DOCTYPE kml [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
KML: Final = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{0}</name><Point>'
    "<coordinates>-7.98,31.63</coordinates></Point></Placemark></Document></kml>"
)


def refused(code: Code) -> Callable[[Callable[[Path], Made]], Callable[[Path], Made]]:
    """Note what a maker's file is refused for."""

    def note(maker: Callable[[Path], Made]) -> Callable[[Path], Made]:
        HOSTILE[maker.__name__] = (maker, code)
        return maker

    return note


def zipped(*members: tuple[str, bytes], **more: int) -> bytes:
    """Return an archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = more.get("attributes", 0)
            archive.writestr(info, content)
    return held.getvalue()


def written(folder: Path, name: str, rows: int = 50, **more: str) -> Path:
    """Write a small file with GDAL and return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    points = shapely.to_wkb(shapely.points(np.linspace(-8, -7.9, rows), np.full(rows, 31.6)))
    names = np.array([f"arbre {n}" for n in range(rows)], dtype=object)
    path = folder / name
    pyogrio.raw.write(
        path, points, [names], ["nom"], geometry_type="Point", crs="EPSG:4326", **more
    )
    return path


def shapefile(folder: Path, *, without: str = "", cut: str = "") -> bytes:
    """Return a Shapefile in an archive, without a part or with one that is cut."""
    written(folder / "shp", "arbres.shp")
    parts = {path.suffix: path.read_bytes() for path in sorted((folder / "shp").iterdir())}
    if cut:
        parts[cut] = parts[cut][: len(parts[cut]) // 3]
    return zipped(*((f"arbres{each}", parts[each]) for each in parts if each != without))


def geojson(*geometries: object, **more: object) -> bytes:
    """Return a collection of features."""
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def workbook(*rows: list[object]) -> bytes:
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def rezipped(content: bytes, name: str, replaced: bytes) -> bytes:
    """Return an archive with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    return zipped(*({**members, name: replaced}).items())


@refused(Code.EMPTY)
def blank_text(_folder: Path) -> Made:
    return "vide.csv", b"\xef\xbb\xbf \r\n\r\n"


@refused(Code.EMPTY)
def only_null_bytes(_folder: Path) -> Made:
    return "zero.gpkg", bytes(4096)


@refused(Code.EMPTY)
def empty_archive(_folder: Path) -> Made:
    return "vide.zip", zipped()


@refused(Code.UNKNOWN_TYPE)
def drawing(_folder: Path) -> Made:
    return "plan.dwg", b"AC1032" + bytes(range(256))


@refused(Code.UNKNOWN_TYPE)
def old_workbook(_folder: Path) -> Made:
    return "liste.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@refused(Code.UNKNOWN_TYPE)
def compressed_table(_folder: Path) -> Made:
    return "table.csv.gz", b"\x1f\x8b\x08\x00" + bytes(64)


@refused(Code.NOT_WHAT_IT_SAYS)
def picture_called_geojson(_folder: Path) -> Made:
    return "carte.geojson", b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@refused(Code.NOT_WHAT_IT_SAYS)
def program_called_geopackage(_folder: Path) -> Made:
    return "couche.gpkg", b"\x7fELF\x02\x01\x01" + bytes(range(200))


@refused(Code.NOT_WHAT_IT_SAYS)
def page_called_geojson(_folder: Path) -> Made:
    return "export.geojson", b"<!DOCTYPE html><html><title>Sign in</title></html>"


@refused(Code.NOT_WHAT_IT_SAYS)
def virtual_layer_called_kml(_folder: Path) -> Made:
    text = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
    return "couche.kml", text.encode()


@refused(Code.NOT_WHAT_IT_SAYS)
def table_called_workbook(_folder: Path) -> Made:
    return "table.xlsx", b"name;lat;lon\nx;31,6;-7,9\n"


@refused(Code.NOT_WHAT_IT_SAYS)
def plain_sqlite(folder: Path) -> Made:
    path = folder / "x.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE t (a)")
    base.close()
    return "couche.gpkg", path.read_bytes()


@refused(Code.BOMB)
def archive_bomb(_folder: Path) -> Made:
    return "bombe.zip", zipped(("a.shp", bytes(60 * 1024**2)))


@refused(Code.DAMAGED)
def archive_that_lies_about_its_size(folder: Path) -> Made:
    content = bytearray(shapefile(folder))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        member = archive.getinfo("arbres.shp")
    where = content.rindex(b"PK\x01\x02", 0, content.rindex(b"arbres.shp"))
    content[where + 24 : where + 28] = struct.pack("<I", member.file_size - 100)
    return "faux.zip", bytes(content)


@refused(Code.UNSAFE_PATH)
def path_upwards(_folder: Path) -> Made:
    return "haut.zip", zipped(("../../etc/cron.d/x.shp", b"x"))


@refused(Code.UNSAFE_PATH)
def absolute_path(_folder: Path) -> Made:
    return "absolu.zip", zipped(("/etc/x.shp", b"x"))


@refused(Code.UNSAFE_PATH)
def path_of_windows(_folder: Path) -> Made:
    return "disque.zip", zipped(("C:\\temp\\x.shp", b"x"))


@refused(Code.LINK)
def symbolic_link(_folder: Path) -> Made:
    return "lien.zip", zipped(("x.shp", b"/etc/passwd"), attributes=(stat.S_IFLNK | 0o777) << 16)


@refused(Code.NESTED)
def archive_in_archive(_folder: Path) -> Made:
    return "poupee.zip", zipped(("inner.zip", zipped(("x.shp", b"x"))))


@refused(Code.ENCRYPTED)
def archive_with_password(_folder: Path) -> Made:
    content = bytearray(zipped(("x.shp", b"secret")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return "secret.zip", bytes(content)


@refused(Code.TOO_MANY_MEMBERS)
def archive_of_many(_folder: Path) -> Made:
    return "beaucoup.zip", zipped(*((f"{n}.txt", b"") for n in range(2_001)))


@refused(Code.DAMAGED)
def archive_broken_off(folder: Path) -> Made:
    content = shapefile(folder)
    return "coupe.zip", content[: len(content) // 2]


@refused(Code.NO_SHAPEFILE)
def archive_of_texts(_folder: Path) -> Made:
    return "textes.zip", zipped(("lisez-moi.txt", b"Bonjour"))


@refused(Code.MISSING_PART)
def shapefile_without_table(folder: Path) -> Made:
    return "sans.zip", shapefile(folder, without=".dbf")


@refused(Code.MISSING_PART)
def shapefile_without_index(folder: Path) -> Made:
    return "sans.zip", shapefile(folder, without=".shx")


@refused(Code.DAMAGED)
def shapefile_of_noise(_folder: Path) -> Made:
    noise = bytes(range(256)) * 8
    return "bruit.zip", zipped(*((f"x{each}", noise) for each in (".shp", ".shx", ".dbf")))


@refused(Code.DAMAGED)
def geopackage_broken_off(folder: Path) -> Made:
    content = written(folder, "x.gpkg", rows=5_000).read_bytes()
    return "coupe.gpkg", content[: len(content) // 4]


@refused(Code.DAMAGED)
def geopackage_of_noise(_folder: Path) -> Made:
    head = b"SQLite format 3\0" + bytes(52) + b"GPKG"
    return "bruit.gpkg", head + bytes(range(256)) * 16


@refused(Code.NO_LAYER)
def geopackage_without_layers(folder: Path) -> Made:
    path = written(folder, "x.gpkg")
    with sqlite3.connect(path) as base:
        base.execute("DELETE FROM gpkg_contents")
        base.execute("DELETE FROM gpkg_geometry_columns")
        base.execute("DROP TABLE x")
    base.close()
    return "vide.gpkg", path.read_bytes()


@refused(Code.DAMAGED)
def geojson_broken_off(_folder: Path) -> Made:
    point = {"type": "Point", "coordinates": [-7.9, 31.6]}
    return "coupe.geojson", geojson(*[point] * 50)[:-200]


@refused(Code.DAMAGED)
def json_that_is_no_map(_folder: Path) -> Made:
    return "liste.json", b'{"name": "x", "values": [1, 2, 3]}'


@refused(Code.TOO_DEEP)
def geojson_nested_for_ever(_folder: Path) -> Made:
    return "profond.geojson", b'{"type":"Point","coordinates":' + b"[" * 200_000


@refused(Code.NO_ROWS)
def geojson_without_features(_folder: Path) -> Made:
    return "vide.geojson", geojson()


@refused(Code.ENTITIES)
def kml_that_laughs(_folder: Path) -> Made:
    return "rires.kml", (LAUGHS + KML.format("&j;")).encode()


@refused(Code.ENTITIES)
def kml_that_asks_for_files(_folder: Path) -> Made:
    head = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return "externe.kml", (head + KML.format("&x;")).encode()


@refused(Code.DAMAGED)
def kml_broken_off(_folder: Path) -> Made:
    return "coupe.kml", KML.format("x")[:-40].encode()


@refused(Code.TOO_DEEP)
def kml_nested_for_ever(_folder: Path) -> Made:
    return "profond.kml", b'<kml xmlns="http://www.opengis.net/kml/2.2">' + b"<Folder>" * 5_000


@refused(Code.SEVERAL_KML)
def kmz_of_two(_folder: Path) -> Made:
    text = KML.format("x").encode()
    return "deux.kmz", zipped(("doc.kml", text), ("autre.kml", text))


@refused(Code.UNSAFE_PATH)
def kmz_that_leads_out(_folder: Path) -> Made:
    return "haut.kmz", zipped(("../doc.kml", KML.format("x").encode()))


@refused(Code.NO_COORDINATES)
def table_without_coordinates(_folder: Path) -> Made:
    return "liste.csv", "nom;quartier\nÉcole;Guéliz\n".encode()


@refused(Code.NO_COORDINATES)
def matrix(_folder: Path) -> Made:
    return "od.csv", b"zone,1,2,3\n1,0,12,5\n2,7,0,9\n3,2,2,0\n"


@refused(Code.NO_ROWS)
def table_of_a_header(_folder: Path) -> Made:
    return "entete.csv", b"nom;lat;lon\n"


@refused(Code.NOT_TEXT)
def table_with_null_bytes(_folder: Path) -> Made:
    return "nul.csv", b"nom;lat;lon\n" * 8_000 + b"x\0y;31,6;-7,9\n"


@refused(Code.NOT_WHAT_IT_SAYS)
def table_of_noise(_folder: Path) -> Made:
    return "bruit.csv", bytes(range(256)) * 64


@refused(Code.TOO_MANY_COLUMNS)
def table_of_many_columns(_folder: Path) -> Made:
    return "large.csv", (",".join(f"c{n}" for n in range(5_000)) + "\n" + "1," * 5_000).encode()


@refused(Code.VALUE_TOO_LONG)
def table_of_one_endless_line(_folder: Path) -> Made:
    return "ligne.csv", b"nom;lat;lon\n" + b"x" * (3 * 1024**2)


@refused(Code.BOMB)
def workbook_bomb(_folder: Path) -> Made:
    sheet = b"<worksheet><sheetData>" + b" " * (60 * 1024**2) + b"</sheetData></worksheet>"
    return "bombe.xlsx", rezipped(workbook(["lat", "lon"]), "xl/worksheets/sheet1.xml", sheet)


@refused(Code.ENTITIES)
def workbook_that_laughs(_folder: Path) -> Made:
    sheet = f"{LAUGHS}<worksheet><sheetData>&j;</sheetData></worksheet>".encode()
    return "rires.xlsx", rezipped(workbook(["lat", "lon"]), "xl/worksheets/sheet1.xml", sheet)


@refused(Code.DAMAGED)
def workbook_of_noise(_folder: Path) -> Made:
    return "bruit.xlsx", rezipped(workbook(["lat", "lon"]), "xl/workbook.xml", b"<workbook><x>")


@refused(Code.NO_ROWS)
def workbook_without_rows(_folder: Path) -> Made:
    return "vide.xlsx", workbook(["lat", "lon"])


@refused(Code.DAMAGED)
def extract_broken_off(_folder: Path) -> Made:
    head = struct.pack(">I", 13) + b"\x0a\x09OSMHeader\x18\x7f"
    return "coupe.osm.pbf", head + b"\x0a\x05abc"


@refused(Code.DAMAGED)
def parquet_of_noise(_folder: Path) -> Made:
    return "bruit.parquet", b"PAR1" + bytes(range(256)) * 4 + b"PAR1"


def make(name: str, folder: Path) -> Path:
    """Make a hostile file in a folder of its own."""
    maker, _ = HOSTILE[name]
    made = folder / "made"
    made.mkdir()
    file_name, content = maker(made)
    shutil.rmtree(made)
    path = folder / file_name
    path.write_bytes(content)
    return path
