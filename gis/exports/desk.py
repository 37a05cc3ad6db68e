"""What exports of layers bring to every desk: their place in the menu, and their work."""

from django.utils.translation import gettext_lazy as _

from gis.exports.writing import TASK, export_layer
from workspace import jobs, navigation

jobs.register(TASK, export_layer)
navigation.register(navigation.Entry("layers:layers", _("Layers and downloads"), "city", order=46))
