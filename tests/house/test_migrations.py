"""Migrations have a name, can be undone, and stand without the application's code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

NAME = re.compile(r"\d{4}_(?!auto_)[a-z][a-z0-9_]*\.py")
UNDO = {"RunSQL": "reverse_sql", "RunPython": "reverse_code"}


def migrations() -> list[Path]:
    """Return every migration of the project."""
    python = tree.with_suffix(".py")
    return [
        path for path in python if path.parts[-2:-1] == ("migrations",) and path.stem != "__init__"
    ]


def named_badly(path: Path) -> Iterator[str]:
    """Yield a complaint when a migration's name is a number, or one that Django made up."""
    if not NAME.fullmatch(path.name):
        yield f"{path}: name what it does, as in 0002_lamp_fault.py"


def application_imports(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each import of a room's code, which will have changed since."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if name.split(".")[0] in tree.ROOMS:
                yield f"{path}:{node.lineno}: imports {name}"


def one_way_operations(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each raw operation that says nothing about its way back."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        undo = UNDO.get(node.func.attr)
        if undo and len(node.args) < 2 and undo not in {word.arg for word in node.keywords}:
            yield f"{path}:{node.lineno}: {node.func.attr} without {undo}"


def test_migrations_are_named() -> None:
    problems = [line for path in migrations() for line in named_badly(path)]
    assert not problems, tree.listed(problems)


def test_migrations_import_no_application_code() -> None:
    problems = [
        line for path in migrations() for line in application_imports(path, tree.text_of(path))
    ]
    assert not problems, tree.listed(problems)


def test_migrations_can_be_undone() -> None:
    problems = [
        line for path in migrations() for line in one_way_operations(path, tree.text_of(path))
    ]
    assert not problems, tree.listed(problems)


def test_a_made_up_name_is_found() -> None:
    assert list(named_badly(Path("fleet/migrations/0002_auto_20260101_0900.py")))
    assert not list(named_badly(Path("fleet/migrations/0001_initial.py")))


def test_application_code_in_a_migration_is_found() -> None:
    assert list(application_imports(Path("m.py"), "from fleet.models import Vehicle"))
    assert list(application_imports(Path("m.py"), "import telemetry.partitions"))
    assert not list(application_imports(Path("m.py"), "from django.contrib.gis.db import models"))


def test_a_one_way_operation_is_found() -> None:
    assert list(one_way_operations(Path("m.py"), "migrations.RunSQL('create view v')"))
    assert not list(one_way_operations(Path("m.py"), "migrations.RunSQL('a', 'b')"))
    assert not list(one_way_operations(Path("m.py"), "migrations.RunPython(f, reverse_code=g)"))
