"""The project's own files, as git sees them: tracked, or new and not ignored."""

import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "municipality",
    "demo",
    "dashboard",
    "ingest",
    "fleet",
    "lighting",
    "casework",
    "telemetry",
    "gis",
    "workspace",
    "people",
)
"""The rooms of the house, top to bottom. A room that is empty is not created."""
INNER = (
    "casework/deadlines",
    "casework/documents",
    "casework/messages",
    "casework/signatures",
    "gis/basemap",
    "gis/exports",
    "gis/imports",
    "gis/atlas",
    "people/access",
    "people/residents",
)
"""Applications of their own inside a room, with models and catalogues of their own."""


@cache
def files() -> tuple[Path, ...]:
    """Return the paths of all project files, relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (Path(name) for name in sorted(set(listing.split("\0"))) if name)
    return tuple(path for path in paths if (ROOT / path).is_file())


def with_suffix(*suffixes: str) -> list[Path]:
    """Return the project files that end in one of `suffixes`."""
    return [path for path in files() if path.suffix in suffixes]


def text_of(path: Path) -> str:
    """Return a project file's text, or nothing when it is absent, a picture or another binary."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def is_script(path: Path) -> bool:
    """Tell whether a file without a suffix is a program of `script/`."""
    return path.parts[0] in {"script", ".ci"} and not path.suffix


def listed(problems: Iterable[str]) -> str:
    """Return problems as one readable block, empty when there are none."""
    return "\n".join(problems)


def packages() -> Iterator[Path]:
    """Yield every top-level folder that is a Python package."""
    yield from (
        path.parent for path in files() if path.match("*/__init__.py") and len(path.parts) == 2
    )
