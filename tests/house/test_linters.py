"""The linters agree with the whole project, and would notice if it changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

PROGRAMS = Path(sys.executable).parent


def run(program: str, *arguments: str, cwd: Path = tree.ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program of the virtual environment and keep what it says."""
    return subprocess.run(
        [str(PROGRAMS / program), *arguments],
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def complaint(program: str, *arguments: str) -> str:
    """Return what a program says against the project, or nothing when it is content."""
    result = run(program, *arguments)
    return "" if result.returncode == 0 else result.stdout + result.stderr


def ruff_rules(tmp_path: Path, code: str) -> str:
    """Return what ruff says of a piece of code under the project's own rules."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(code)
    configuration = str(tree.ROOT / "pyproject.toml")
    return run("ruff", "check", "--no-cache", "--config", configuration, str(wrong)).stdout


def test_ruff_finds_nothing() -> None:
    found = complaint("ruff", "check", "--output-format", "concise", ".")
    assert not found, found


def test_code_is_formatted() -> None:
    found = complaint("ruff", "format", "--check", "--output-format", "concise", ".")
    assert not found, found


@pytest.mark.slow
def test_types_hold() -> None:
    found = complaint("mypy", "--no-incremental", ".")
    assert not found, found


def test_templates_are_well_formed() -> None:
    templates = [str(path) for path in tree.with_suffix(".html")]
    assert templates, "there are no templates"
    found = complaint("djlint", "--lint", "--quiet", *templates)
    assert not found, found


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("F401", "import os\n"),
        ("TID252", "from . import models\n"),
        ("T201", "print('x')\n"),
        ("DTZ005", "from datetime import datetime\n\nNOW = datetime.now()\n"),
        ("BLE001", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
        ("C901", "def f(x):\n" + "".join(f"    if x == {n}:\n        x += 1\n" for n in range(8))),
        ("E501", "x = '" + "a" * 100 + "'\n"),
    ],
)
def test_ruff_would_notice(tmp_path: Path, rule: str, code: str) -> None:
    assert rule in ruff_rules(tmp_path, code)


def test_djlint_would_notice(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<html><body><img src='{{x}}'></div></body></html>\n")
    configuration = str(tree.ROOT / "pyproject.toml")
    assert run("djlint", "--lint", "--configuration", configuration, str(wrong)).returncode != 0
