"""At least a third of the tests need no database, so that most mistakes show within seconds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree
from tests.house.counting import needs_database

COLLECT = ("--collect-only", "-q", "-p", "no:cacheprovider", "-p", "tests.house.counting")
COUNTED = re.compile(r"counted (\d+) tests, (\d+) with a database")


def counts(*arguments: str) -> tuple[int, int]:
    """Return how many tests there are, and how many of them need a database."""
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *COLLECT, *arguments],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = COUNTED.search(result.stdout)
    assert found, result.stdout + result.stderr
    assert result.returncode == 0, result.stdout[-2000:]
    return int(found[1]), int(found[2])


@pytest.mark.slow
def test_a_third_of_the_tests_need_no_database(request: pytest.FixtureRequest) -> None:
    items, options = request.session.items, request.config.option
    files = set((tree.ROOT / "tests").rglob("test_*.py"))
    chosen = options.keyword or options.markexpr
    if not chosen and {each.path for each in items} == files:
        total, with_database = len(items), sum(map(needs_database, items))
    else:  # only some of them run now
        total, with_database = counts("tests")
    assert total - with_database >= total / 3


def test_a_test_with_a_database_is_counted(tmp_path: Path) -> None:
    sample = tmp_path / "test_sample.py"
    sample.write_text(
        "import pytest\n"
        "@pytest.mark.django_db\n"
        "def test_marked(): pass\n"
        "def test_asking(db): pass\n"
        "def test_free(): pass\n"
    )
    assert counts(
        "--rootdir", str(tree.ROOT), "-c", str(tree.ROOT / "pyproject.toml"), str(sample)
    ) == (3, 2)
