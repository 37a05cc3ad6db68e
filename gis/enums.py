"""Kinds of territory and of streets."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Level of a territory in the administrative division (التقسيم الإداري)."""

    COMMUNE = "commune", _("Commune")  # جماعة
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")  # مقاطعة


class StreetCategory(TextChoices):
    """What a street is for in the network, from the widest to the narrowest."""

    PRIMARY = "primary", _("Avenue or boulevard")
    SECONDARY = "secondary", _("Secondary street")
    LOCAL = "local", _("Local street")
    ALLEY = "alley", _("Alley")  # درب
