"""Who may answer a step: the person asked, or whoever holds a delegation of theirs on that day."""

import datetime as dt

from django.db.models import Q, QuerySet

from casework.models import Case
from casework.signatures.enums import StepKind
from casework.signatures.models import Step
from people.enums import DelegationKind
from people.models import Delegation, User
from people.permissions import Scope, scope_of
from people.querysets import in_territory
from people.rights import own_rights, place_of
from people.rules import EVERYWHERE, Place, Places, overlap

CAPABILITIES = {StepKind.VISA: "signatures.visa", StepKind.SIGNATURE: "signatures.sign"}


def decision_for(actor: User, step: Step, on: dt.date) -> str | None:
    """Return by which decision `actor` may answer a step; "" for the person asked themselves.

    None where they may not answer. A delegation is worth what its giver may do themselves.
    """
    capability, case = CAPABILITIES[StepKind(step.kind)], step.circuit.case
    if actor.pk == step.person_id:
        place = (case.department_id, case.territory_code)
        return "" if scope_of(actor, capability).holds(*place) else None
    given = Delegation.objects.on(on).filter(_of_capability(capability), delegator=step.person)
    for delegation in given.filter(delegate=actor, delegator__is_active=True):
        if actor.is_active and _reaches(delegation, capability, case, on):
            return str(delegation.decision)
    return None


def steps_waiting_for(actor: User, on: dt.date) -> QuerySet[Step]:
    """Return the steps whose turn it is and that `actor` may be asked to answer."""
    mine = Q(person=actor)
    for delegation in Delegation.objects.on(on).filter(delegate=actor, delegator__is_active=True):
        mine |= _reached_by(delegation)
    return Step.objects.due().filter(mine)


def _of_capability(capability: str) -> Q:
    return Q(kind=DelegationKind.OFFICE) | Q(capabilities__contains=[capability])


def _reached_by(delegation: Delegation) -> Q:
    kinds = [
        kind
        for kind, capability in CAPABILITIES.items()
        if delegation.kind == DelegationKind.OFFICE or capability in delegation.capabilities
    ]
    departments, code = place_of(delegation.department_id, delegation.territory_code)
    here = Q(person=delegation.delegator_id, kind__in=kinds)
    here &= in_territory(code, "circuit__case__territory_code")
    return here if departments is None else here & Q(circuit__case__department__in=departments)


def _reaches(delegation: Delegation, capability: str, case: Case, on: dt.date) -> bool:
    limit: Place = place_of(delegation.department_id, delegation.territory_code)
    held = _held(delegation.delegator, capability, on)
    return Scope(places=overlap(held, [limit])).holds(case.department_id, case.territory_code)


def _held(person: User, capability: str, on: dt.date) -> Places:
    if person.is_superuser:
        return (EVERYWHERE,)
    return own_rights([person.pk], on).get(person.pk, {}).get(capability, ())


def people_who_may(kind: StepKind, case: Case, on: dt.date) -> list[User]:
    """Return who may be asked for a visa or a signature on a case, by name; in three queries.

    Whoever holds it by delegation alone is not among them: their delegator is the one to ask.
    """
    people = User.objects.filter(is_active=True).order_by("last_name", "first_name", "username")
    rights = own_rights(people.values_list("pk", flat=True), on)
    place = (case.department_id, case.territory_code)
    return [
        person
        for person in people
        if person.is_superuser
        or Scope(places=rights.get(person.pk, {}).get(CAPABILITIES[kind], ())).holds(*place)
    ]
