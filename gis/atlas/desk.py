"""What the map brings to every desk: its places in the menu, the list of its notes."""

from django.utils.translation import gettext_lazy as _

from gis.atlas.tables import NOTES
from workspace import navigation, tables

tables.register(NOTES)
navigation.register(
    navigation.Entry("atlas:map", _("The map"), "city", order=25),
    navigation.Entry("atlas:notes", _("Notes on the map"), "city", order=57, staff=True),
)
