"""Documents, read as adjectives."""

from typing import Any, Self

from django.db.models import QuerySet


class DocumentQuerySet(QuerySet):  # type: ignore[type-arg]
    """The documents of files."""

    def of_case(self, case: Any) -> Self:
        """Those of one file, with their versions and the people who made them: three queries."""
        rows = self.filter(case=case).select_related("added_by", "withdrawn_by")
        return rows.prefetch_related("versions__file", "versions__uploaded_by")

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def shared(self) -> Self:
        """Those that the applicant may open."""
        return self.standing().filter(is_shared=True)
