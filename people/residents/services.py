"""Sends and checks one-time codes; opens, changes and closes the accounts of residents."""

import datetime as dt
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from people import audit
from people.access.throttle import Limit, allow
from people.delivery import Word, deliver
from people.residents.models import OneTimeCode, Resident
from people.residents.rules import DIGITS, LIFETIME_S, Verdict, clean_code, judge

PER_CONTACT = Limit("code-contact", most=5, per_s=3600)
PER_ADDRESS = Limit("code-address", most=60, per_s=3600)


class TooManyError(Exception):
    """So many codes were asked for that the next must wait."""


def send_code(*, contact: str, language: str, origin: str) -> OneTimeCode:
    """Send a code to a contact in its compared form; codes sent to it before are dead.

    `origin` is the address that asks. Raises TooManyError; UndeliverableError without a gateway.
    """
    if not allow(PER_CONTACT, contact) or not allow(PER_ADDRESS, origin):
        raise TooManyError
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    now = timezone.now()
    with transaction.atomic():
        mine = OneTimeCode.objects.filter(contact_digest=_digest(contact), used_at=None)
        mine.update(used_at=now)
        row = OneTimeCode(contact_digest=_digest(contact), sent_at=now, code_digest=b"")
        row.save()
        row.code_digest = _digest_of_code(row, code)
        row.save(update_fields=["code_digest"])
        deliver(_word_of(contact, code, language))
    return row


@transaction.atomic
def check_code(*, number: int, contact: str, typed: str) -> Verdict:
    """Judge what was typed for the code `number`, which was sent to `contact`; count a failure."""
    digest = _digest(contact)
    row = OneTimeCode.objects.select_for_update().filter(pk=number, contact_digest=digest).first()
    if row is None:
        return Verdict.EXPIRED
    now = timezone.now()
    given = _digest_of_code(row, clean_code(typed))
    verdict = judge(
        is_right=hmac.compare_digest(given, bytes(row.code_digest)),
        wrong=row.wrong,
        age_s=(now - row.sent_at).total_seconds(),
        is_used=row.used_at is not None,
    )
    if verdict is Verdict.RIGHT:
        row.used_at = now
    elif verdict is Verdict.WRONG:
        row.wrong += 1
    row.save(update_fields=["used_at", "wrong"])
    return verdict


def resident_of(contact: str) -> Resident | None:
    """Return the account that this proven contact opens, if there is one."""
    field = "email" if "@" in contact else "phone"
    return Resident.objects.filter(**{field: contact}).first()


@transaction.atomic
def open_account(*, contact: str, name: str, language: str) -> Resident:
    """Make an account for a proven contact; the one that there is, if there is one."""
    field = "email" if "@" in contact else "phone"
    resident, is_new = Resident.objects.get_or_create(
        **{field: contact}, defaults={"name": name, "language": language}
    )
    if is_new:
        audit.record(actor=None, action="residents.open_account", obj=resident)
    return resident


@transaction.atomic
def change_account(*, resident: Resident, name: str, language: str) -> None:
    """Change how a resident is called, and in which language they are written to."""
    resident.name, resident.language = name, language
    resident.save(update_fields=["name", "language"])
    audit.record(actor=None, action="residents.change_account", obj=resident)


@transaction.atomic
def add_contact(*, resident: Resident, contact: str) -> bool:
    """Add a second proven contact; False where another account has it."""
    if (other := resident_of(contact)) is not None:
        return other == resident
    field = "email" if "@" in contact else "phone"
    setattr(resident, field, contact)
    resident.save(update_fields=[field])
    audit.record(actor=None, action="residents.add_contact", obj=resident)
    return True


@transaction.atomic
def close_account(*, resident: Resident) -> None:
    """Erase an account, as law 09-08 lets its owner ask; files that were deposited stay files."""
    audit.record(actor=None, action="residents.close_account", obj=resident)
    resident.delete()


def forget_old_codes() -> int:
    """Erase the codes that can no longer be used; return how many."""
    limit = timezone.now() - dt.timedelta(seconds=LIFETIME_S)
    dropped: int
    dropped, _ = OneTimeCode.objects.filter(sent_at__lt=limit).delete()
    return dropped


def _word_of(contact: str, code: str, language: str) -> Word:
    with translation.override(language):
        minutes = LIFETIME_S // 60
        text = gettext("%(code)s is your code, for %(minutes)d minutes. Give it to nobody.")
        return Word(
            recipient=contact,
            subject=gettext("Your one-time code"),
            text=text % {"code": code, "minutes": minutes},
            language=language,
            template="one_time_code",
            context={"code": code, "minutes": str(minutes)},
        )


def _digest(contact: str) -> bytes:
    return salted_hmac("people.residents.contact", contact, algorithm="sha256").digest()


def _digest_of_code(row: OneTimeCode, code: str) -> bytes:
    """Six figures are soon guessed: without the site's key, and per code, nobody can try them."""
    key = f"{settings.SECRET_KEY}:{row.pk}".encode()
    return hmac.new(key, code.encode(), hashlib.sha256).digest()
