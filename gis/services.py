"""How the territory changes: boundaries are revised, addresses given, service points kept."""

import datetime as dt
from typing import Any, TypeVar

from django.contrib.gis.geos import MultiPolygon, Point
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.declarations import MANAGE
from gis.enums import ADMINISTRATIVE
from gis.models import AddressPoint, ServicePoint, Street, Territory
from gis.places import territories_at
from people import audit
from people.models import User
from people.permissions import can

SRID = 4326
DECIMALS = 6
Row = TypeVar("Row", AddressPoint, ServicePoint)


def revise_boundary(
    *,
    code: str,
    geom: MultiPolygon,
    valid_from: dt.date,
    actor: User,
    why: str,
    request: HttpRequest | None = None,
    **figures: int | None,
) -> Territory:
    """Give a territory another boundary from a day on; what it was until then is kept.

    `figures` are `population` and `households` of the new shape; without them they are not known.
    The row that holds assets goes on with the new boundary, and the old one becomes a row of the
    past with the same code. Raises PermissionDenied, and ValidationError with the fields at fault.
    """
    _demand(actor, code)
    if strange := set(figures) - {"population", "households"}:
        raise TypeError(f"not to be set: {sorted(strange)}")
    _check_shape(geom)
    with transaction.atomic():
        held = Territory.objects.select_for_update().filter(code=code, valid_to=None)
        row: Territory | None = held.first()
        if row is None:
            raise ValidationError({"code": _("No territory in force has this code.")})
        if valid_from <= row.valid_from:
            raise ValidationError(
                {"valid_from": _("The new boundary must begin after the one that it replaces.")}
            )
        since, past = row.valid_from, _copy(row)
        row.valid_from, row.geom = valid_from, geom
        row.population, row.households = figures.get("population"), figures.get("households")
        row.full_clean(validate_constraints=False)
        row.save()
        past.valid_to = valid_from
        past.save(force_insert=True)
        audit.record(
            actor=actor,
            action="territory.revise_boundary",
            obj=row,
            old={"valid_from": since, "population": past.population},
            new={"valid_from": valid_from, "population": row.population},
            why=why,
            request=request,
        )
    return row


def _check_shape(geom: MultiPolygon) -> None:
    if geom.srid != SRID or geom.empty or not geom.valid:
        raise ValidationError({"geom": _("The boundary is no valid area in WGS 84.")})


def _copy(row: Territory) -> Territory:
    kept = (field for field in Territory._meta.concrete_fields if not field.generated)
    values = {field.attname: getattr(row, field.attname) for field in kept}
    return Territory(**(values | {"id": None}))


def create_address(
    *,
    street: Street,
    number: int,
    geom: Point,
    actor: User,
    suffix: str = "",
    valid_from: dt.date | None = None,
    source: str = "",
    request: HttpRequest | None = None,
) -> AddressPoint:
    """Give a number in a street. Raises PermissionDenied and ValidationError."""
    day = valid_from or timezone.localdate()
    row = AddressPoint(street=street, number=number, suffix=suffix.strip(), geom=geom)
    row.valid_from, row.source, row.territory = day, source, _home(geom, day)
    _demand(actor, row.territory.code if row.territory else "")
    return _saved(row, actor, "territory.create_address", request)


def end_address(
    *, address: AddressPoint, on: dt.date, actor: User, request: HttpRequest | None = None
) -> AddressPoint:
    """Let an address hold no longer from a day on."""
    _demand(actor, address.territory.code if address.territory else "")
    address.valid_to = on
    return _saved(address, actor, "territory.end_address", request)


SERVICE_FIELDS = frozenset(
    {
        *("code", "category", "name_ar", "name_fr", "address_ar", "address_fr", "phone"),
        *("opening_hours", "procedures", "operator", "source", "geom", "valid_from", "valid_to"),
    }
)


def create_service_point(
    *, actor: User, request: HttpRequest | None = None, **values: Any
) -> ServicePoint:
    """Add a place to the directory. Raises PermissionDenied and ValidationError."""
    row = ServicePoint(valid_from=timezone.localdate())
    _put(row, values, actor)
    return _saved(row, actor, "territory.create_service_point", request)


def change_service_point(
    *, place: ServicePoint, actor: User, request: HttpRequest | None = None, **values: Any
) -> ServicePoint:
    """Change a place of the directory; `actor` looks after where it was and where it will be."""
    row = _stored(place)
    _demand(actor, row.territory.code if row.territory else "")
    _put(row, values, actor)
    return _saved(row, actor, "territory.change_service_point", request)


def close_service_point(
    *, place: ServicePoint, on: dt.date, actor: User, why: str, request: HttpRequest | None = None
) -> ServicePoint:
    """Take a place out of the directory from a day on; it stays in the tables."""
    row = _stored(place)
    _demand(actor, row.territory.code if row.territory else "")
    row.valid_to = on
    return _saved(row, actor, "territory.close_service_point", request, why)


def _stored(place: ServicePoint) -> ServicePoint:
    row: ServicePoint = ServicePoint.objects.select_related("territory").get(pk=place.pk)
    return row


def _put(row: ServicePoint, values: dict[str, Any], actor: User) -> None:
    if strange := set(values) - SERVICE_FIELDS:
        raise TypeError(f"not to be set: {sorted(strange)}")
    for name, value in values.items():
        setattr(row, name, value)
    if row.geom is None:
        raise ValidationError({"latitude": _("Give the point of the place.")})
    row.territory = _home(row.geom, row.valid_from)
    if row.territory is None and Territory.objects.valid_on(row.valid_from).exists():
        raise ValidationError({"latitude": _("This point lies outside the commune.")})
    _demand(actor, row.territory.code if row.territory else "")


def _home(point: Point, day: dt.date) -> Territory | None:
    here = territories_at(point, max(day, timezone.localdate()))
    return next((here[level] for level in reversed(ADMINISTRATIVE) if level in here), None)


def _demand(actor: User, code: str) -> None:
    if not can(actor, MANAGE, territory_code=code):
        raise PermissionDenied


def _saved(row: Row, actor: User, action: str, request: HttpRequest | None, why: str = "") -> Row:
    """Check a row, save it, and leave its trace with what changed."""
    row.full_clean()
    try:
        with transaction.atomic():
            stored = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
            row.save()
            audit.record(
                actor=actor,
                action=action,
                obj=row,
                old=_values(stored) if stored else {},
                new=_values(row),
                why=why,
                request=request,
            )
    except IntegrityError as error:
        raise ValidationError(_refusal(row, error)) from error
    return row


def _values(row: models.Model) -> dict[str, object]:
    kept = (field for field in row._meta.concrete_fields if not field.generated)
    return {field.name: _plain(getattr(row, field.attname)) for field in kept}


def _plain(value: object) -> object:
    if isinstance(value, Point):
        return [round(value.x, DECIMALS), round(value.y, DECIMALS)]
    return value


def _refusal(row: models.Model, error: IntegrityError) -> str:
    """Return what the database refused, in the words of its constraint."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in row._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    raise error
