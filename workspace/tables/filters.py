"""Filters of a table, kept in its address: a FilterSet whose form speaks like ours."""

import operator
from collections.abc import Mapping
from functools import reduce
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.permissions import Actor
from workspace.rules import is_searchable

LONGEST_SEARCH = 80


def long_enough(text: str) -> None:
    """Ask for a word that the indexes of texts can find. Raises ValidationError."""
    if not is_searchable(text):
        raise ValidationError(_("Type at least three characters of a word."))


class TableFilters(django_filters.FilterSet):
    """Filters by fields, and `q`, a search over `search_fields` (such as "code__icontains").

    `self.actor` is who reads, for choices that depend on the person. Rooms derive from it, with
    `Meta.model` and `Meta.fields` or with filters written out.
    """

    search_fields: ClassVar[tuple[str, ...]] = ()
    is_indexed: ClassVar[bool] = False
    """The table is large and searched by index: fewer than three letters are not looked for."""
    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, queryset: "QuerySet[Any]", *, actor: Actor
    ) -> None:
        self.actor = actor
        super().__init__(data, queryset)
        if self.search_fields:
            self.filters.move_to_end("q", last=False)
            self.filters["q"].extra["validators"] = [long_enough] if self.is_indexed else []
        else:
            del self.filters["q"]
        for each in self.filters.values():
            if isinstance(each, django_filters.ChoiceFilter):
                each.extra["empty_label"] = _("All")
        self.form.label_suffix = ""

    def search(self, rows: "QuerySet[Any]", _name: str, text: str) -> "QuerySet[Any]":
        """Keep the rows in which each word of `text` stands somewhere."""
        for word in text.split():
            places = (Q(**{lookup: word}) for lookup in self.search_fields)
            rows = rows.filter(reduce(operator.or_, places))
        return rows


def day_from(field: str, label: Any) -> django_filters.DateFilter:
    """Return a filter for what is dated on a day or later; `field` may end in "__date"."""
    return _day(f"{field}__gte", label)


def day_until(field: str, label: Any) -> django_filters.DateFilter:
    """Return a filter for what is dated on a day or before; `field` may end in "__date"."""
    return _day(f"{field}__lte", label)


def _day(lookup: str, label: Any) -> django_filters.DateFilter:
    name, _separator, expression = lookup.rpartition("__")
    return django_filters.DateFilter(
        field_name=name,
        lookup_expr=expression,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
