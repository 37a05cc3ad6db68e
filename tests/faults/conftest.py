"""A private broker, database and Redis that the tests of this folder may kill."""

from collections.abc import Iterator

import pytest

from benchmarks.stage import Stage, staged


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Return running services of this worker's own, with the project's tables."""
    with staged(durable=False) as running:
        running.register(60)
        yield running
