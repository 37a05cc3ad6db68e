"""A feature in words: what it is called, and its properties as the reader reads them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.layers import Kind, Layer, Property
from gis.scripts import in_language
from workspace.templatetags.local_formats import day, minute, number

SCRIPTS: Final = ("_ar", "_fr")
TERRITORY: Final = "territory__code"
"""The path of a property that holds the code of a territory."""
WHOLE: Final = 1e-9
Values = Mapping[str, Any]
Names = Mapping[str, str]


def title_of(layer: Layer, key: Any, values: Values) -> str:
    """Return what a feature is called: by the layer's `label`, else its name, its code, its key."""
    parts = layer.label or (("name",) if "name_fr" in values else ("code",))
    words = [str(value) for part in parts if (value := _in_script(part, values)) not in {None, ""}]
    return " ".join(words) or str(key)


def other_name(values: Values) -> str:
    """Return the name in the other script, where a feature has two."""
    arabic, french = values.get("name_ar") or "", values.get("name_fr") or ""
    shown, other = (arabic, french) if _reads_arabic() else (french, arabic)
    return other if shown and other != shown else ""


def facts_of(layer: Layer, values: Values, territories: Names) -> Iterator[tuple[str, str]]:
    """Yield the title and the value of each property that says something.

    Of a pair in two scripts that of the reader is told; the name is the heading already.
    """
    for each in layer.properties:
        if _is_told(each, values) and (value := values.get(each.name)) not in {None, ""}:
            yield str(each.title), in_words(layer, each, value, territories)


def in_words(layer: Layer, told: Property, value: Any, territories: Names) -> str:
    """Return a value of a property as the reader reads it."""
    if told.field == TERRITORY:
        return territories.get(value, str(value))
    if told.kind == Kind.BOOLEAN:
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return minute(value)
    if isinstance(value, dt.date):
        return day(value)
    if told.kind in {Kind.INTEGER, Kind.NUMBER} and isinstance(value, int | float):
        return number(value, 0 if abs(value - round(value)) < WHOLE else 2)
    return str(_titles(layer, told).get(value, value))


def _titles(layer: Layer, told: Property) -> Mapping[Any, Any]:
    """Return the words for the values of a property: of the style, else of the model's choices."""
    if told.name == layer.style.by:
        return {look.value: look.title for look in layer.style.looks if look.title}
    return _choices(layer, told.field)


@lru_cache(maxsize=512)
def _choices(layer: Layer, field: str) -> Mapping[Any, Any]:
    model = layer.model
    *steps, last = field.split("__")
    try:
        for step in steps:
            model = model._meta.get_field(step).related_model if model else None
        found = model._meta.get_field(last) if model else None
    except FieldDoesNotExist:
        return {}
    return dict(getattr(found, "flatchoices", ()))


def _is_told(told: Property, values: Values) -> bool:
    stem, script = told.name[:-3], told.name[-3:]
    if script not in SCRIPTS or not all(f"{stem}{each}" in values for each in SCRIPTS):
        return True
    if stem == "name":
        return False
    own, other = SCRIPTS if _reads_arabic() else SCRIPTS[::-1]
    return script == own or (script == other and not values.get(f"{stem}{own}"))


def _in_script(name: str, values: Values) -> Any:
    arabic, french = values.get(f"{name}_ar"), values.get(f"{name}_fr")
    if arabic or french:
        return in_language(ar=arabic or "", fr=french or "")
    return values.get(name)


def _reads_arabic() -> bool:
    return (get_language() or "").startswith("ar")
