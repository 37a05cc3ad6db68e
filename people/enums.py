"""Choices of the organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DepartmentKind(TextChoices):
    """What a department is, from the council down (law 113-14; communal organisation charts)."""

    COUNCIL = "council", _("council")
    DIRECTORATE = "directorate", _("directorate")
    DIVISION = "division", _("division")
    SERVICE = "service", _("service")
    OFFICE = "office", _("bureau")


class DelegationKind(TextChoices):
    """Delegation of signature (تفويض الإمضاء) of named acts, or of the whole office (نيابة)."""

    SIGNATURE = "signature", _("delegation of signature")
    OFFICE = "office", _("delegation of office")
