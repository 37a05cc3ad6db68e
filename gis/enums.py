"""Kinds of territory, of streets and of places that serve people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Level of a territory in the administrative division (التقسيم الإداري), or what it is for."""

    COMMUNE = "commune", _("Commune")  # جماعة
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")  # مقاطعة
    ANNEX = "annex", _("Administrative annexe")  # ملحقة إدارية
    QUARTER = "quarter", _("Quarter")  # حي
    ZONE = "zone", _("Service zone")  # منطقة التدخل
    LOT = "lot", _("Lot of a contract")  # حصة


ADMINISTRATIVE = (Level.COMMUNE, Level.ARRONDISSEMENT)
"""The levels of the census, at which boundaries are drawn and assets are counted."""


class StreetCategory(TextChoices):
    """What a street is for in the network, from the widest to the narrowest."""

    PRIMARY = "primary", _("Avenue or boulevard")
    SECONDARY = "secondary", _("Secondary street")
    LOCAL = "local", _("Local street")
    ALLEY = "alley", _("Alley")  # درب


class ServiceCategory(TextChoices):
    """What a service point is there for (نقطة خدمة / point de service)."""

    ADMINISTRATION = "administration", _("Administration")
    CIVIL_STATUS = "civil_status", _("Civil status office")  # مكتب الحالة المدنية
    TAX_OFFICE = "tax_office", _("Tax and revenue office")  # شساعة المداخيل
    HEALTH = "health", _("Health centre or hospital")
    PHARMACY = "pharmacy", _("Pharmacy")
    SCHOOL = "school", _("School")
    CULTURE = "culture", _("Culture and youth")
    SPORT = "sport", _("Sports ground")
    MARKET = "market", _("Market")
    POST = "post", _("Post and telecommunications")
    POLICE = "police", _("Police and civil protection")
    WORSHIP = "worship", _("Place of worship")
    PARK = "park", _("Park or garden")
    WASTE = "waste", _("Waste container")  # حاوية نفايات
    RECYCLING = "recycling", _("Recycling point")
    CEMETERY = "cemetery", _("Cemetery")
    OTHER = "other", _("Other service")
