"""The clock of this process, set back: what the demonstration tells happened over three months.

Services ask `timezone.now()` and nothing else, so that a story is played by the very code that
serves residents, with the deadlines, references and quiet hours of its day. The audit trail takes
the database's own clock and keeps the true one.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def clock_at(moment: dt.datetime) -> Iterator[None]:
    """Let this process, and it alone, take `moment` for now."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield
