"""Who reads a note on the map, and what is drawn with it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Readers(TextChoices):
    """Who reads a note (ملاحظة / note)."""

    AUTHOR = "author", _("Only me")
    DEPARTMENT = "department", _("My department")
    STAFF = "staff", _("All the staff")


class Drawn(TextChoices):
    """What is drawn with a note."""

    POINT = "point", _("Point")
    LINE = "line", pgettext_lazy("drawn on the map", "Line")
    AREA = "area", pgettext_lazy("drawn on the map", "Area")
