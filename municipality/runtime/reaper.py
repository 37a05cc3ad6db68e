"""Clears up after a program that died: children left behind would keep its port.

Runs as an event listener of the supervisor, which makes every program the leader of its own
process group.
"""

import contextlib
import os
import signal
import sys
from typing import TextIO


def fields(line: str) -> dict[str, str]:
    """Return the `name:value` fields of a header or payload of the supervisor."""
    return dict(pair.split(":", 1) for pair in line.split())


def clear_group(leader: int) -> None:
    """Kill what is left of a dead leader's process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def listen(events: TextIO, answers: TextIO) -> None:
    """Answer the supervisor's events until it closes the line."""
    answers.write("READY\n")
    answers.flush()
    for header in events:
        payload = fields(events.read(int(fields(header)["len"])))
        clear_group(int(payload["pid"]))
        answers.write("RESULT 2\nOKREADY\n")
        answers.flush()


if __name__ == "__main__":
    listen(sys.stdin, sys.stdout)
