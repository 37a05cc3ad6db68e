"""Looks at a file or reads it, as the parent asks on the standard input, in JSON.

It answers on the standard output: lines "P rows" on the way, and at the end "R" with JSON. An error
that nobody foresaw is named by its type alone, after the most memory that was held ("E bytes
type"): its message could quote the file.
"""

import json
import sys
from pathlib import Path

from gis.imports.child.answering import answer
from gis.imports.child.limits import confine, peak_bytes


def main() -> None:
    """Take the request, give up everything that is not needed for it, then answer."""
    request = json.loads(sys.stdin.readline())
    confine(request["limits"])
    try:
        answered = answer(request, Path(request["folder"]))
    except Exception as error:  # noqa: BLE001 - the parent learns its name, and refuses the file
        sys.stdout.write(f"E {peak_bytes()} {type(error).__name__}\n")
        return
    answered["peak_bytes"] = peak_bytes()
    sys.stdout.write("R " + json.dumps(answered, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
