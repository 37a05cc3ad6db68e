"""The arrondissements of today, for what is limited to one of them."""

from django.apps import apps
from django.utils import timezone

from gis.enums import Level
from gis.scripts import in_language


def territories() -> list[tuple[str, str]]:
    """Return the code and the name of each arrondissement in force today."""
    model = apps.get_model("territory", "Territory")
    rows = model._default_manager.valid_on(timezone.localdate()).at_level(Level.ARRONDISSEMENT)
    names = rows.order_by("code").values_list("code", "name_ar", "name_fr")
    return [(code, in_language(ar=ar, fr=fr)) for code, ar, fr in names]
