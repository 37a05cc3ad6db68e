"""Changes to devices and to how long their measurements are kept."""

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people.audit import record
from people.models import User
from people.services.dating import refuse_past
from people.services.saving import demand, values_of
from people.services.withdrawing import withdraw
from telemetry.maintenance import known_series
from telemetry.models import Device, RetentionRule

CAPABILITY: Final = "workspace.configure"


@transaction.atomic
def register_device(*, uid: str, kind: str) -> Device:
    """Make a device known. Raises ValidationError for an identity that is taken or no identity.

    `bus-1` and `bus-1/phone` share the user name `bus-1` at the broker, where the one could write
    as the other; so only one of the two can be a device.
    """
    device = Device(uid=uid, kind=kind)
    device.full_clean()
    if other := alike(uid).first():
        raise ValidationError(
            _("%(uid)s would share its user name at the broker with the device %(other)s.")
            % {"uid": uid, "other": other}
        )
    device.save()
    return device


def alike(uid: str) -> QuerySet[Device]:
    """Return the devices that share a user name with this one and could write in its place."""
    username, slash, _rest = uid.partition("/")
    return Device.objects.filter(Q(uid=username) if slash else Q(uid__startswith=f"{username}/"))


@transaction.atomic
def set_retention(
    *, series: str, keep_days: int, valid_from: dt.date, legal_reference: str
) -> RetentionRule:
    """Keep a series for so many days from a date on, by a decision; the rule in force then ends.

    It holds until the next rule that is known already. Raises ValidationError for a series that
    nobody declared, and where a rule begins on that day already.
    """
    if series not in known_series():
        names = ", ".join(known_series())
        raise ValidationError(
            _("There is no series %(series)s; there are: %(names)s.")
            % {"series": series, "names": names}
        )
    rules = RetentionRule.objects.select_for_update().filter(series=series).order_by("valid_from")
    later = [rule.valid_from for rule in rules if rule.valid_from > valid_from]
    rule = RetentionRule(
        series=series,
        keep_days=keep_days,
        valid_from=valid_from,
        valid_to=later[0] if later else None,
        legal_reference=legal_reference,
    )
    rule.clean_fields()
    rules.filter(valid_from__lt=valid_from).filter(
        Q(valid_to=None) | Q(valid_to__gt=valid_from)
    ).update(valid_to=valid_from)
    rule.full_clean()
    rule.save()
    return rule


@transaction.atomic
def decide_retention(
    *,
    series: str,
    keep_days: int,
    valid_from: dt.date,
    legal_reference: str,
    actor: User,
    request: HttpRequest | None = None,
) -> RetentionRule:
    """Let the administration say how long a series is kept, from today or a later day on.

    Raises PermissionDenied and ValidationError.
    """
    demand(actor, CAPABILITY)
    refuse_past(valid_from)
    before = RetentionRule.objects.filter(series=series, valid_from__lt=valid_from)
    last = before.order_by("-valid_from").first()
    rule = set_retention(
        series=series,
        keep_days=keep_days,
        valid_from=valid_from,
        legal_reference=legal_reference,
    )
    record(
        actor=actor,
        action="telemetry.set_retention",
        obj=rule,
        old=values_of(last) if last else None,
        new=values_of(rule),
        why=legal_reference,
        request=request,
    )
    return rule


@transaction.atomic
def withdraw_retention(
    *, rule: RetentionRule, why: str, actor: User, request: HttpRequest | None = None
) -> RetentionRule:
    """Take back a rule before its first day: the one that it was to end goes on in its stead."""
    taken = withdraw(
        rule,
        actor=actor,
        capability=CAPABILITY,
        action="telemetry.withdraw_retention",
        why=why,
        request=request,
    )
    before = RetentionRule.objects.filter(series=taken.series, valid_to=taken.valid_from)
    before.update(valid_to=taken.valid_to)
    return taken
