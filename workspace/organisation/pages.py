"""The pages of these tables: with the tabs of the organisation, and what the reader may add."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import lists
from people.permissions import can_somewhere
from people.views.rooms import tabs
from workspace import tables
from workspace.organisation.rights import DELEGATIONS, GRANTS, ROLES
from workspace.organisation.staff import DEPARTMENTS, STAFF
from workspace.organisation.trail import TRAIL
from workspace.tables import Table
from workspace.tables.views import TableView


class Addition(NamedTuple):
    """A button above a list, for those with any of the capabilities; without any, for all."""

    view_name: str
    label: Promise
    capabilities: tuple[str, ...]


class Listing(NamedTuple):
    """A list of the organisation: its table, the tab it stands under, what it is for."""

    table: Table
    tab: str
    intro: "str | Promise" = ""
    additions: tuple[Addition, ...] = ()


DELEGATES = ("people.delegate", "people.manage_delegations")
LISTINGS = {
    "services": Listing(
        DEPARTMENTS,
        "departments",
        additions=(
            Addition("people:create_department", _("New service"), ("people.manage_departments",)),
            Addition("people:departments", _("As a tree"), ()),
        ),
    ),
    "staff": Listing(
        STAFF,
        "staff",
        additions=(
            Addition("people:create_person", _("New member of staff"), ("people.manage_staff",)),
        ),
    ),
    "roles": Listing(
        ROLES,
        "roles",
        _(
            "A role is a set of things that somebody may do. It is given to a person or to a "
            "post, in a service, in a territory and for a time."
        ),
        (Addition("people:create_role", _("New role"), ("people.manage_roles",)),),
    ),
    "grants": Listing(
        GRANTS,
        "grants",
        additions=(Addition("people:create_grant", _("Give a role"), ("people.grant",)),),
    ),
    "delegations": Listing(
        DELEGATIONS,
        "delegations",
        _("Nobody delegates what they do not hold, and what was delegated is not passed on."),
        (Addition("people:create_delegation", _("New delegation"), DELEGATES),),
    ),
    "audit": Listing(
        TRAIL,
        "audit",
        _("Who did what, when, from where and why. Nothing here can be changed or taken away."),
    ),
}


class ListView(TableView):
    """A table between the tabs of the organisation."""

    template_name = "workspace/organisation.html"
    listing: Listing = None  # type: ignore[assignment]  # given to as_view()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find out which tabs and buttons this reader has."""
        super().setup(request, *args, **kwargs)
        self.extra_context = {
            "tabs": tabs(request, self.listing.tab),
            "intro": self.listing.intro,
            "additions": [
                (reverse(each.view_name), each.label)
                for each in self.listing.additions
                if not each.capabilities
                or any(can_somewhere(request.user, code) for code in each.capabilities)
            ],
        }


def register() -> None:
    """Make the tables known, and show them at the addresses of the organisation."""
    for name, listing in LISTINGS.items():
        tables.register(listing.table)
        lists.register(name, ListView.as_view(table=listing.table, listing=listing))
