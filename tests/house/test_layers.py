"""Each line of code knows its room: the import contracts hold, and cover every room there is."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house import tree

LINT_IMPORTS = str(Path(sys.executable).parent / "lint-imports")
PROJECT: dict[str, Any] = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())
CONTRACTS: dict[str, Any] = PROJECT["tool"]["importlinter"]
CHOICES = {
    "django.db.models.TextChoices",
    "django.db.models.IntegerChoices",
    "django.utils.translation.gettext_lazy",
    "django.utils.translation.pgettext_lazy",
}
NOT_ROOMS = {"tests", "benchmarks"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the project in `folder`."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def layers() -> list[str]:
    """Return the rooms of the layers contract, top to bottom."""
    rooms = CONTRACTS["contracts"][0]["layers"]
    return [room.strip() for layer in rooms for room in layer.split("|")]


def test_imports_go_down_only() -> None:
    result = lint_imports(tree.ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_has_its_floor() -> None:
    found = {str(path) for path in tree.packages()} - NOT_ROOMS
    assert found == set(tree.ROOMS)
    assert layers() == list(tree.ROOMS)
    assert CONTRACTS["root_packages"] == list(tree.ROOMS)


def test_every_contract_looks_into_every_room() -> None:
    inner = [name.replace("/", ".") for name in tree.INNER]
    for contract in CONTRACTS["contracts"]:
        if "ancestors" in contract:
            assert contract["ancestors"] == list(tree.ROOMS), contract["name"]
        if "containers" in contract:
            assert sorted(contract["containers"]) == sorted([*tree.ROOMS, *inner])


def test_every_room_is_packaged() -> None:
    include = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {pattern.rstrip("*") for pattern in include} == set(tree.ROOMS)


def test_no_room_is_empty() -> None:
    for room in tree.ROOMS:
        code = [path for path in tree.with_suffix(".py") if path.parts[0] == room]
        assert [path for path in code if path.stem not in {"__init__", "apps"}], room


def django_beyond_choices(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each import from Django but choices and their labels."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in set(names) - CHOICES:
            if name.split(".")[0] == "django":
                yield f"{path}:{node.lineno}: {name}"


def test_enums_take_only_choices_from_django() -> None:
    enums = [path for path in tree.with_suffix(".py") if path.name == "enums.py"]
    problems = [line for path in enums for line in django_beyond_choices(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_more_than_choices_is_found() -> None:
    right = "from django.db.models import TextChoices\n"
    assert not list(django_beyond_choices(Path("fleet/enums.py"), right))
    for wrong in ("from django.db.models import Model\n", "import django.conf\n"):
        assert list(django_beyond_choices(Path("fleet/enums.py"), wrong))


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """Return a copy of the contracts over rooms that hold one module each."""
    text = (tree.ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(text[text.index("[tool.importlinter]") :])
    for room in (*tree.ROOMS, *tree.INNER):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
        (tmp_path / room / "models.py").touch()
    (tmp_path / "telemetry/records.py").touch()
    (tmp_path / "fleet/enums.py").write_text("import django.db.models\n")
    (tmp_path / "fleet/rules.py").write_text("import fleet.enums\n")
    (tmp_path / "ingest/decoders.py").write_text("import telemetry.records\n")
    (tmp_path / "ingest/transports.py").write_text("import paho.mqtt.client\n")
    (tmp_path / "fleet/django_user.py").write_text("import django.db\n")
    return tmp_path


def test_the_small_house_stands(small_house: Path) -> None:
    result = lint_imports(small_house)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("people/models.py", "import gis.models"),
        ("fleet/models.py", "import lighting.models"),
        ("telemetry/models.py", "import fleet.models"),
        ("fleet/rules.py", "from django.db import models"),
        ("fleet/rules.py", "import fleet.django_user"),
        ("ingest/decoders.py", "from django.conf import settings"),
        ("telemetry/records.py", "import django"),
        ("demo/models.py", "import paho.mqtt.client"),
        ("fleet/rules.py", "import fleet.models"),
        ("fleet/django_user.py", "import fleet.models"),
    ],
)
def test_a_wrong_import_is_found(small_house: Path, module: str, code: str) -> None:
    if module == "fleet/django_user.py":
        (small_house / "fleet/models.py").write_text("import fleet.django_user\n")
    (small_house / module).write_text(code + "\n")
    result = lint_imports(small_house)
    assert result.returncode != 0
    assert re.search(r"BROKEN", result.stdout), result.stdout
