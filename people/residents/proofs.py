"""Which contact a session has proven. Other rooms ask here who a visitor is.

if (contact := proven_contact(request)) is None:
    return ask_for_proof(request)
"""

import time
from dataclasses import asdict, dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from people.access.links import renew
from people.residents.models import Resident
from people.residents.rules import PROOF_LASTS_S
from people.residents.services import resident_of

_KEY: Final = "proven_contact"
_WAITING: Final = "waiting_code"


def remember_proof(request: HttpRequest, contact: str) -> None:
    """Let the session stand for a contact for an hour, under a new name that nobody knew before."""
    renew(request)
    request.session[_KEY] = {"contact": contact, "until": time.time() + PROOF_LASTS_S}
    request.session.pop(_WAITING, None)


def proven_contact(request: HttpRequest) -> str | None:
    """Return the telephone number (E.164) or e-mail address that the visitor proved to hold."""
    proof = request.session.get(_KEY)
    if not proof or proof["until"] < time.time():
        return None
    return str(proof["contact"])


def resident_here(request: HttpRequest) -> Resident | None:
    """Return the resident's account, for who proved a contact of it."""
    contact = proven_contact(request)
    return resident_of(contact) if contact else None


def proven_contacts(request: HttpRequest) -> list[str]:
    """Return the contact proven here and, with an account, the other one proven for it before."""
    contact = proven_contact(request)
    if contact is None:
        return []
    resident = resident_of(contact)
    known = [resident.phone, resident.email] if resident else []
    return sorted({contact, *filter(None, known)})


def forget_proof(request: HttpRequest) -> None:
    """End it, as on a shared computer."""
    request.session.pop(_KEY, None)
    request.session.pop(_WAITING, None)


def ask_for_proof(request: HttpRequest) -> HttpResponse:
    """Send the visitor to where a code is asked for, and back afterwards."""
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('residents:sign-in')}?{query}")


@dataclass(frozen=True)
class Awaited:
    """A code that was sent: its number, to which contact, where to go once it is typed.

    `joins`: the visitor asked that the contact be added to the account they are in.
    """

    number: int
    contact: str
    then: str
    joins: bool = False


def await_code(request: HttpRequest, code: Awaited) -> None:
    """Note which code the visitor is about to type."""
    request.session[_WAITING] = asdict(code)


def awaited_code(request: HttpRequest) -> Awaited | None:
    """Return what is known of the code that the visitor is about to type."""
    waiting = request.session.get(_WAITING)
    return Awaited(**waiting) if waiting else None
