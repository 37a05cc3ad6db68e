"""Own layers come and go with the imports that make them."""

import uuid

from django.utils import timezone
from django.utils.text import slugify

from gis.imports.enums import Visibility
from gis.imports.models import Dataset, Import
from gis.imports.own_layers import OWN_LAYER, columns_of, merged, shape_of


def keep_dataset(imported: Import) -> Dataset | None:
    """Make the layer that an import asks for, or add its columns to the one it fills."""
    if imported.target != OWN_LAYER:
        return None
    added = columns_of(imported.counts, imported.choice.get("places", {}))
    standing = imported.dataset
    if standing is None:
        return _made(imported, added)
    standing.columns, standing.changed_at = merged(standing.columns, added), timezone.now()
    standing.save(update_fields=["columns", "changed_at"])
    return standing


def _made(imported: Import, columns: list[dict[str, str]]) -> Dataset:
    asked = imported.options["dataset"]
    return Dataset.objects.create(
        code=_free_code(asked["name_fr"]),
        name_ar=asked["name_ar"],
        name_fr=asked["name_fr"],
        shape=shape_of(imported.counts.get("kinds", {})),
        columns=columns,
        licence=asked.get("licence", ""),
        source=asked.get("source", ""),
        source_on=asked.get("source_on") or None,
        visibility=asked.get("visibility", Visibility.STAFF),
    )


def _free_code(name: str) -> str:
    code = slugify(name)[:50] or "layer"
    taken = Dataset.objects.filter(code=code).exists()
    return f"{code}-{uuid.uuid4().hex[:6]}" if taken else code


def leave_dataset(imported: Import) -> None:
    """Delete a layer that only the import which is taken back had made."""
    dataset = imported.dataset
    if dataset and not dataset.features.exists():
        imported.dataset = None
        dataset.delete()
