"""How features look on a map and in its legend: data, drawn alike on screens and on paper."""

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Shape(enum.StrEnum):
    """The outline of a point, so that no state is told by colour alone."""

    CIRCLE = "circle"
    RING = "ring"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    CROSS = "cross"


class Colour(enum.StrEnum):
    """A token of the design system; what it stands for in light and dark is written in CSS."""

    ACCENT = "accent"
    BLUE = "blue"
    TEAL = "teal"
    VIOLET = "violet"
    OCHRE = "ochre"
    GREY = "grey"
    GOOD = "good"
    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True)
class Look:
    """One kind of mark: of the features whose property has this value, or of all of them."""

    colour: Colour = Colour.BLUE
    value: str = ""
    title: "str | _StrPromise" = ""
    shape: Shape = Shape.CIRCLE
    width: float = 1.5
    dashed: bool = False


BLUE = Look()


@dataclass(frozen=True)
class Style:
    """The marks of a layer: one, or one for each value of the property `by`.

    `plain` is the mark of all features, or of those whose value is not listed. `label` names the
    property pair or property that is written beside a feature.
    """

    plain: Look = BLUE
    by: str = ""
    looks: tuple[Look, ...] = ()

    @property
    def legend(self) -> tuple[Look, ...]:
        """Return what the legend lists: the marks of the values, else the only mark."""
        return self.looks or (self.plain,)
