"""What tests of exports share."""

from collections.abc import Iterator

import pytest

from gis.layers import reread


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    """Leave no layer of another test in the memory of the registry."""
    reread()
    yield
    reread()
