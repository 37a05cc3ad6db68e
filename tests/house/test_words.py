"""What is in the project is finished: no note in it says that something is still to be done."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

UNFINISHED = re.compile(
    "|".join(rf"\b{head}{tail}\b" for head, tail in (("TO", "DO"), ("FIX", "ME"), ("XX", "X")))
)
STUB = re.compile(r"raise NotImplemented" + r"Error\b")


def unfinished(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each line that leaves work to somebody else."""
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED.search(line) or STUB.search(line):
            yield f"{path}:{number}: {line.strip()[:80]}"


def test_nothing_is_left_to_do() -> None:
    written = [path for path in tree.files() if path.name not in {"LICENSE", "package-lock.json"}]
    problems = [line for path in written for line in unfinished(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_a_note_is_found() -> None:
    for wrong in ("# TO" + "DO: later", "// FIX" + "ME", "    raise NotImplemented" + "Error"):
        assert list(unfinished(Path("a.py"), wrong)), wrong
    assert not list(unfinished(Path("a.md"), "What to do when the disk is full"))
