"""Which target an import has, as far as it is chosen."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gis.imports import targets
from gis.imports.enums import Shape
from gis.imports.models import Import
from gis.imports.own_layers import OWN_LAYER, columns_of, merged, shape_of, target_of
from gis.imports.targets import Target


def target_for(imported: Import) -> Target:
    """Return the target of an import; raise ValidationError where there is none of that name."""
    if imported.target == OWN_LAYER:
        return own_layer_of(imported)
    found = targets.find(imported.target)
    if found is None:
        raise ValidationError(_("Choose where the rows go."))
    return found


def own_layer_of(imported: Import) -> Target:
    """Return the own layer that an import makes or fills."""
    dataset = imported.dataset
    added = columns_of(imported.counts, imported.choice.get("places", {}))
    if dataset is None:
        return target_of(0, added, shape_of(imported.counts.get("kinds", {})))
    return target_of(dataset.pk, merged(dataset.columns, added), Shape(dataset.shape))
