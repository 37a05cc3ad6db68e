"""What every test may ask for."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("MUNICIPALITY_REAL_DATA", str(ROOT / "../shared/data")))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real files, which live beside the project and never inside it."""
    if not REAL_DATA.is_dir():
        pytest.skip("no real data here: set MUNICIPALITY_REAL_DATA to a folder that holds it")
    return REAL_DATA.resolve()
