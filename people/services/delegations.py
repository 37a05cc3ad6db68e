"""Delegations of signature and of office (law 113-14, articles 103 to 107 and 109)."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.capabilities import declared
from people.enums import DelegationKind
from people.models import Delegation, Department, User
from people.permissions import can
from people.rights import own_rights, place_of
from people.rules import Place, Places, covers, overlap
from people.services.saving import save
from people.services.staff import end_on

OWN = "people.delegate"
ANY = "people.manage_delegations"


def delegate(
    *,
    kind: str,
    delegator: User,
    to: User,
    capabilities: list[str],
    department: Department | None = None,
    territory_code: str = "",
    valid_from: dt.date,
    valid_to: dt.date | None,
    decision: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Delegation:
    """Let one person act for another by a decision; nobody delegates what they do not hold.

    What counts is what the delegator holds by grants on the first day, without what was delegated
    to them. Raises PermissionDenied and ValidationError.
    """
    _demand(actor, delegator, department.pk if department else None, territory_code)
    if actor == to and not actor.is_superuser:
        raise ValidationError(_("Nobody registers a delegation to themselves."))
    if not to.is_active:
        raise ValidationError({"delegate": _("This account is closed.")})
    held = own_rights([delegator.pk], valid_from).get(delegator.pk, {})
    place = place_of(department.pk if department else None, territory_code)
    _refuse_what_is_not_held(kind, capabilities, held, place)
    row = Delegation(
        kind=kind,
        delegator=delegator,
        delegate=to,
        capabilities=sorted(capabilities),
        department=department,
        territory_code=territory_code,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=decision,
    )
    return save(row, actor=actor, action="people.delegate", request=request)


def end_delegation(
    *,
    delegation: Delegation,
    valid_to: dt.date,
    why: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Delegation:
    """Withdraw a delegation from a day on, today at the earliest; its delegator always may."""
    if not may_end(actor, delegation):
        raise PermissionDenied
    end_on(delegation, valid_to)
    return save(delegation, actor=actor, action="people.end_delegation", why=why, request=request)


def may_end(actor: User, delegation: Delegation) -> bool:
    """Tell whether `actor` may withdraw a delegation: its delegator always may."""
    return actor == delegation.delegator or can(
        actor,
        ANY,
        department_id=delegation.department_id,
        territory_code=delegation.territory_code,
    )


def _demand(actor: User, delegator: User, department_id: int | None, territory_code: str) -> None:
    wanted = OWN if actor == delegator else ANY
    here = {"department_id": department_id, "territory_code": territory_code}
    if not (can(actor, wanted, **here) or can(actor, ANY, **here)):  # type: ignore[arg-type]
        raise PermissionDenied


def _refuse_what_is_not_held(
    kind: str, capabilities: list[str], held: Mapping[str, Places], place: Place
) -> None:
    if kind == DelegationKind.OFFICE:
        if not any(overlap(places, [place]) for places in held.values()):
            raise ValidationError(_("The delegator holds no role there, and can pass on nothing."))
        return
    missing = [code for code in capabilities if not covers(held.get(code, ()), place)]
    if missing:
        names = [str(declared()[code].name) if code in declared() else code for code in missing]
        raise ValidationError(
            {
                "capabilities": _("The delegator does not hold there: %(names)s.")
                % {"names": "; ".join(names)}
            }
        )
