"""What went wrong while starting, told in one line that says what to do."""

from pathlib import Path


class StartError(Exception):
    """A start that cannot go on; the message is one line for the person at the terminal."""


def last_lines(log: Path, count: int = 8) -> str:
    """Return the last `count` lines of a log, indented, or a note that it is empty."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-count:]
    except OSError:
        lines = []
    return "\n".join(f"    {line}" for line in lines) or "    (its log is empty)"
