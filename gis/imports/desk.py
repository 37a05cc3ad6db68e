"""What imports bring to every desk: their lists, their places in the menu, the first targets."""

from django.utils.translation import gettext_lazy as _

from gis.imports.addresses import ADDRESSES
from gis.imports.builtin import SERVICE_POINTS, STREETS, TERRITORIES
from gis.imports.services import IMPORT
from gis.imports.steps import TASK, run
from gis.imports.tables import DATASETS, IMPORTS
from gis.imports.targets import register
from workspace import jobs, navigation, tables

register(STREETS, ADDRESSES, TERRITORIES, SERVICE_POINTS)
tables.register(IMPORTS, DATASETS)
jobs.register(TASK, run)
navigation.register(
    navigation.Entry("geodata:imports", _("Geodata in"), "city", order=58, capability=IMPORT),
    navigation.Entry("geodata:datasets", _("Own layers"), "city", order=59, capability=IMPORT),
)
