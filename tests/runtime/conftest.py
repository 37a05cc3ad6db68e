"""Folders that every system account may enter, and services started in them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from municipality.runtime.places import Places, prepare_places
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """Return a short-lived folder; unlike `tmp_path` it is open to the accounts of the services."""
    folder = Path(tempfile.mkdtemp(prefix="runtime-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def places(open_folder: Path) -> Places:
    """Return the places of a system of its own."""
    return prepare_places(ROOT, open_folder / "var")
