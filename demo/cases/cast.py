"""Who acts in the invented requests: staff by their posts, applicants out of thin air."""

import datetime as dt
from typing import Final

from casework.services import ApplicantData
from demo.organisation.people import Person
from people.models import Appointment, Department, User

HANDS: Final[dict[str, tuple[str, str]]] = {
    "civil-status": ("head-civil-status", "head-civil-status"),
    "civil-status-gueliz": ("head-civil-status", "civil-status-gueliz"),
    "civil-status-medina": ("head-civil-status", "civil-status-medina"),
    "cleanliness": ("head-cleanliness", "head-cleanliness"),
    "finance": ("head-finance", "head-finance"),
    "hr": ("head-hr", "head-hr"),
    "lighting": ("head-lighting", "lighting-agent"),
    "permits": ("head-permits", "permits-officer"),
    "registry": ("dgs", "registry"),
    "revenue": ("head-revenue", "head-revenue"),
    "roads": ("head-roads", "roads-agent"),
    "urban-planning": ("head-urban-planning", "head-urban-planning"),
    "vehicles": ("head-vehicles", "vehicles-agent"),
}
"""Of each service, the post that gives cases out and the post that works on them."""
NOT_A_NUMBER: Final = "+2124000000"
"""No Moroccan number begins with 04: whatever is sent there reaches nobody."""
NOWHERE: Final = "example.invalid"
"""A domain that never exists (RFC 2606)."""


class MissingError(Exception):
    """A post or a service of the invented organisation is vacant or gone."""


class Cast:
    """The invented staff by the codes of their posts, and the services by theirs."""

    def __init__(self, on: dt.date) -> None:
        held = Appointment.objects.on(on).filter(user__is_simulated=True, user__is_active=True)
        self._staff: dict[str, User] = {}
        for row in held.select_related("user", "post").order_by("pk"):
            self._staff.setdefault(row.post.code, row.user)
        self._services = {row.code: row for row in Department.objects.all()}

    def holder(self, post: str) -> User:
        """Return who holds a post. Raises MissingError."""
        if post not in self._staff:
            raise MissingError(post)
        return self._staff[post]

    def service(self, code: str) -> Department:
        """Return a service. Raises MissingError."""
        if code not in self._services:
            raise MissingError(code)
        return self._services[code]

    def head(self, service: str) -> User:
        """Return who gives out the cases of a service."""
        return self.holder(HANDS[service][0])

    def worker(self, service: str) -> User:
        """Return who works on the cases of a service."""
        return self.holder(HANDS[service][1])


def applicant(person: Person, language: str) -> ApplicantData:
    """Return an invented resident; most have a telephone, some an e-mail address, a few neither."""
    number = person.number
    is_reachable = number % 9 != 0
    return ApplicantData(
        name=person.name_ar if language == "ar" else f"{person.first} {person.family}",
        phone=f"{NOT_A_NUMBER}{number:02}" if is_reachable else "",
        email=f"resident{number:02}@{NOWHERE}" if is_reachable and number % 4 == 0 else "",
        language=language,
        identity_number=f"DEMO{number:03}",
    )
