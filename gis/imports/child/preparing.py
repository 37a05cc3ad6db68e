"""From what was sent to something that a reader may open, under a name of ours."""

import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from gis.imports.child.archives import MOST_UNPACKED_BYTES, opened, unpack
from gis.imports.child.containers import check_extract, check_geopackage, check_workbook
from gis.imports.child.encodings import encoding_of, named
from gis.imports.child.markup import check_json, check_kml
from gis.imports.child.problems import Code, RefusedError
from gis.imports.child.sniffing import recognise

PARTS: Final = (".shp", ".shx", ".dbf")
MORE_PARTS: Final = (".prj", ".cpg")
SUFFIX: Final = {
    "geopackage": ".gpkg",
    "geojson": ".geojson",
    "kml": ".kml",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "geoparquet": ".parquet",
    "osm": ".osm.pbf",
}
CHECKS: Final = {
    "kml": check_kml,
    "geojson": check_json,
    "geopackage": check_geopackage,
    "osm": check_extract,
    "xlsx": check_workbook,
}
DBF_HEADER: Final = 32
MOST_SHAPEFILES: Final = 50


def prepare(path: Path, name: str, folder: Path) -> tuple[str, dict[str, Path]]:
    """Return the format, and the files to open by the name of their layer ("" for any).

    `folder` is empty and belongs to this process; what is unpacked goes there.
    """
    found = recognise(path, name)
    if found == "shapefile":
        return found, _shapefiles(path, folder)
    if found == "kmz":
        return found, {"": _from_kmz(path, folder)}
    target = folder / f"source{SUFFIX[found]}"
    target.symlink_to(path)
    if found in CHECKS:
        CHECKS[found](target)
    return found, {"": target}


def _from_kmz(path: Path, folder: Path) -> Path:
    with opened(path) as archive:
        members = [each for each in archive.infolist() if each.filename.lower().endswith(".kml")]
        if len(members) != 1:
            raise RefusedError(Code.SEVERAL_KML)
        target = folder / "source.kml"
        unpack(archive, members[0], target, MOST_UNPACKED_BYTES)
    check_kml(target)
    return target


def _shapefiles(path: Path, folder: Path) -> dict[str, Path]:
    """Unpack every shapefile of an archive, each under a number."""
    with opened(path) as archive:
        members = {
            member.filename.lower(): member for member in archive.infolist() if not member.is_dir()
        }
        stems = sorted(name[:-4] for name in members if name.endswith(".shp"))
        if not stems:
            raise RefusedError(Code.NO_SHAPEFILE)
        return {
            _title(members[f"{stem}.shp"], stems): _unpacked(
                archive, members, stem, folder / f"layer{number}"
            )
            for number, stem in enumerate(stems[:MOST_SHAPEFILES])
        }


def _title(member: zipfile.ZipInfo, stems: list[str]) -> str:
    path = PurePosixPath(member.filename)
    alone = sum(stem.rpartition("/")[2] == path.stem.lower() for stem in stems) == 1
    return path.stem if alone else str(path.with_suffix(""))


def _unpacked(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], stem: str, target: Path
) -> Path:
    for part in (*PARTS, *MORE_PARTS):
        member = members.get(stem + part)
        if member is not None:
            unpack(archive, member, target.with_suffix(part), MOST_UNPACKED_BYTES)
        elif part in PARTS:
            raise RefusedError(Code.MISSING_PART, part=part)
    if not target.with_suffix(".shp").stat().st_size:
        raise RefusedError(Code.DAMAGED)
    return target.with_suffix(".shp")


def encoding_of_layer(found: str, path: Path) -> str:
    """Return the encoding of the texts of a file: stated beside it, or recognised."""
    if found == "csv":
        return encoding_of(path)
    if found != "shapefile":
        return ""
    stated = path.with_suffix(".cpg")
    text = stated.read_bytes()[:40].decode("ascii", "replace") if stated.is_file() else ""
    return named(text) or encoding_of(path.with_suffix(".dbf"), _header_length(path))


def _header_length(path: Path) -> int:
    """Return where the rows of a .dbf begin: its header holds bytes that are no text."""
    with path.with_suffix(".dbf").open("rb") as file:
        header = file.read(DBF_HEADER)
    if len(header) < DBF_HEADER:
        raise RefusedError(Code.DAMAGED)
    return int.from_bytes(header[8:10], "little")
