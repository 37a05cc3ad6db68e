"""Where figures are asked for: in a territory, of a department with its parts, or of all."""

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from dashboard.models import IndicatorDay
from workspace.indicators import Indicator, declared


@dataclass(frozen=True)
class Place:
    """A territory, "" for the whole commune, and codes of departments, none for all of them."""

    territory: str = ""
    departments: frozenset[str] = frozenset()

    def knows_territory(self, indicator: Indicator) -> bool:
        """Tell whether an indicator is known for this territory."""
        return indicator.by_territory or not self.territory

    def knows_department(self, indicator: Indicator) -> bool:
        """Tell whether an indicator is known for these departments, or is all theirs."""
        return (
            indicator.by_department
            or not self.departments
            or indicator.department in self.departments
        )

    def of(self, indicator: Indicator) -> "Place":
        """Return as much of the place as an indicator can tell apart."""
        place = self if indicator.by_territory else replace(self, territory="")
        return place if indicator.by_department else replace(place, departments=frozenset())

    def rows(self, days: QuerySet[IndicatorDay]) -> QuerySet[IndicatorDay]:
        """Return the rows of this place; what knows no departments belongs to one as a whole."""
        if self.territory:
            days = days.filter(territory_code=self.territory)
        if self.departments:
            undivided = [each.code for each in declared() if not each.by_department]
            days = days.filter(Q(indicator__in=undivided) | Q(department_code__in=self.departments))
        return days


EVERYWHERE = Place()
