"""Imports that tests begin, and the files they begin with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File

from gis.imports import services
from gis.imports.enums import State
from gis.imports.models import Dataset, Import
from gis.imports.own_layers import OWN_LAYER
from people.models import User

TREES = (
    "name;lat;lon;height\n"
    "Olivier;31,63;-7,98;4\n"
    "زيتونة;31,64;-7,99;6\n"
    "Loin;48,1;2,3;5\n"
    "Nulle part;abc;-7,9;3\n"
)
NAMES = {"name_fr": "Arbres", "name_ar": "أشجار", "visibility": "staff"}


def received(actor: User, content: "bytes | str | Path", name: str = "") -> Import:
    """Upload a file and look into it."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            made = services.upload_geodata(upload=File(file, name=content.name), actor=actor)
    else:
        data = content.encode() if isinstance(content, str) else content
        made = services.upload_geodata(upload=ContentFile(data, name=name), actor=actor)
    return services.open_file(imported=made, actor=actor)


def read(imported: Import, actor: User, layer: int = 0, **more: Any) -> Import:
    """Read a layer as it is proposed."""
    found = imported.layers[layer]
    choice = {
        "layer": found["name"],
        "encoding": found["encoding"],
        "places": found.get("places", {}),
        "srid": found["system"]["srid"] or 4326,
        "swapped": False,
        "left_out": False,
    }
    return services.read_layer(imported=imported, choice=choice | more, actor=actor)


def checked(
    imported: Import,
    actor: User,
    *,
    target: str = OWN_LAYER,
    matching: Mapping[str, Mapping[str, str]] | None = None,
    **options: Any,
) -> Import:
    """Match every column with itself, or as said, and check."""
    columns = {each: {"column": each} for each in imported.counts["names"]}
    services.match_fields(
        imported=imported,
        target=target,
        matching=columns if matching is None else matching,
        options={"outside": "keep", "dataset": NAMES, **options},
        actor=actor,
    )
    return services.check_rows(imported=imported, actor=actor)


def make_import(actor: User, *, until: str = "", content: str = TREES) -> Import:
    """Take a small table to the step `until`: "read", "check" or "commit"; "" for opened."""
    made = received(actor, content, "arbres.csv")
    if until:
        made = read(made, actor)
    if until in {"check", "commit"}:
        made = checked(made, actor)
    if until == "commit":
        made = services.commit_import(imported=made, actor=actor)
    assert made.state in State.values
    return made


def make_dataset(actor: User) -> Dataset:
    """Make an own layer by importing a small table."""
    made = make_import(actor, until="commit").dataset
    assert made is not None
    return made
