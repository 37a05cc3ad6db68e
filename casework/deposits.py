"""Deposits by forms: what a telephone sends again, or somebody sends twice, opens one case."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.links import make_secret
from casework.models import Case
from casework.services import open_case

RESENT_WITHIN: Final = dt.timedelta(minutes=15)
"""So long the same page sent again is the same deposit: a telephone tries again at once, and nobody
sits down at a public computer to find the code of whoever sat there before."""


def deposit_case(
    *, sending: bytes, then: Callable[[Case], object], **values: Any
) -> tuple[Case, str]:
    """Open a case as `open_case` does, and do `then` in the same transaction.

    The same `sending` of a form opens one case: a telephone that lost its connection may send again
    what has perhaps arrived, and is answered with that case for `RESENT_WITHIN`. Raises as
    `open_case` does.
    """
    secret, digest = make_secret(sending)
    if known := Case.objects.filter(link_digest=digest).first():
        if timezone.now() - known.deposited_at < RESENT_WITHIN:
            return known, secret
        sending = b""
    try:
        with transaction.atomic():
            case, secret = open_case(sending=sending, **values)
            then(case)
    except IntegrityError as error:  # sent twice at the same time, and the other arrived first
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != "case_opened_once":
            raise
        return Case.objects.get(link_digest=digest), secret
    return case, secret
