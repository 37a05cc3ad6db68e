"""Has a stranger's file inspected by a process that may fail without harm."""

import json
import subprocess
import sys

from django.conf import settings

from casework.signatures.inspection import FoundSignature, Inspection

SECONDS = 20


def inspect_safely(content: bytes) -> Inspection:
    """Return what is in a file; one that takes too much memory or time counts as unreadable."""
    try:
        result = subprocess.run(
            [sys.executable, "-m", "casework.signatures.inspection"],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=settings.BASE_DIR,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
        )
        found = json.loads(result.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Inspection(is_pdf=False)
    signatures = [FoundSignature(**each) for each in found.pop("signatures")]
    return Inspection(**found, signatures=signatures)
