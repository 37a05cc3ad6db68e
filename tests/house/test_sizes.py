"""Files and functions stay small enough to read, and their names say what they hold."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

LINES = 400
LINES_OF_TESTS = 600
LINES_OF_FUNCTION = 50
CODE = (".py", ".js", ".mjs", ".css", ".html", ".sql", ".sh")
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc"}


def too_long(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint when a file has more lines than its kind may have."""
    if "migrations" in path.parts:  # Django writes them
        return
    limit = LINES_OF_TESTS if path.parts[0] == "tests" else LINES
    count = len(text.splitlines())
    if count > limit:
        yield f"{path}: {count} lines, at most {limit}"


def long_functions(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each function with more lines than a function may have."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > LINES_OF_FUNCTION:
                yield f"{path}:{node.lineno}: {node.name} has {count} lines"


def empty_names(path: Path) -> Iterator[str]:
    """Yield a complaint when a file or folder is named after nothing in particular."""
    for part in path.parts:
        if EMPTY_NAMES & set(part.split(".")[0].lower().replace("-", "_").split("_")):
            yield f"{path}: say what is in {part}"


def test_files_are_short() -> None:
    code = [path for path in tree.files() if path.suffix in CODE or tree.is_script(path)]
    problems = [line for path in code for line in too_long(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_functions_are_short() -> None:
    code = tree.with_suffix(".py")
    problems = [line for path in code for line in long_functions(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_names_explain() -> None:
    problems = [line for path in tree.files() for line in empty_names(path)]
    assert not problems, tree.listed(problems)


def test_a_long_file_is_found() -> None:
    assert list(too_long(Path("fleet/models.py"), "x = 1\n" * 401))
    assert not list(too_long(Path("tests/fleet/test_models.py"), "x = 1\n" * 401))
    assert list(too_long(Path("tests/fleet/test_models.py"), "x = 1\n" * 601))


def test_a_long_function_is_found() -> None:
    body = "    x = 1\n"
    assert list(long_functions(Path("a.py"), "def f():\n" + body * 50))
    assert not list(long_functions(Path("a.py"), "def f():\n" + body * 49))


def test_an_empty_name_is_found() -> None:
    for name in ("fleet/utils.py", "fleet/geo_helpers.py", "common/__init__.py", "js/misc.js"):
        assert list(empty_names(Path(name))), name
    assert not list(empty_names(Path("fleet/commonwealth.py")))
