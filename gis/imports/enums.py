"""How far an import is, what is found in it, and what an own layer may be."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """How far an import is. What it may become stands in `STEPS`."""

    UPLOADED = "uploaded", _("Received")
    REFUSED = "refused", _("Refused")
    OPENED = "opened", _("To be read")
    READ = "read", _("To be matched")
    MATCHED = "matched", _("To be checked")
    CHECKED = "checked", _("Checked")
    COMMITTED = "committed", pgettext_lazy("import", "Imported")
    ROLLED_BACK = "rolled_back", _("Taken back")
    DISCARDED = "discarded", _("Given up")


STEPS: Final[dict[State, frozenset[State]]] = {
    State.UPLOADED: frozenset({State.OPENED, State.REFUSED, State.DISCARDED}),
    State.OPENED: frozenset({State.READ, State.DISCARDED}),
    State.READ: frozenset({State.READ, State.OPENED, State.MATCHED, State.DISCARDED}),
    State.MATCHED: frozenset(
        {State.MATCHED, State.READ, State.OPENED, State.CHECKED, State.DISCARDED}
    ),
    State.CHECKED: frozenset(
        {State.MATCHED, State.READ, State.OPENED, State.COMMITTED, State.DISCARDED}
    ),
    State.COMMITTED: frozenset({State.ROLLED_BACK}),
    State.REFUSED: frozenset({State.DISCARDED}),
    State.ROLLED_BACK: frozenset(),
    State.DISCARDED: frozenset(),
}
"""From each state the next ones; the database holds the same table."""


class FindingKind(TextChoices):
    """What a finding means for its row."""

    REFUSED = "refused", pgettext_lazy("row", "Refused")
    WARNED = "warned", _("To be looked at")
    REPAIRED = "repaired", _("Repaired")


class Action(TextChoices):
    """What committing does with a row."""

    INSERT = "insert", pgettext_lazy("row", "New")
    UPDATE = "update", pgettext_lazy("row", "Changed")
    REFUSE = "refuse", pgettext_lazy("row", "Refused")


class Outside(TextChoices):
    """What becomes of rows that lie outside the commune."""

    KEEP = "keep", _("Take them, and list them")
    REFUSE = "refuse", _("Refuse them")


class Shape(TextChoices):
    """The geometry of a layer."""

    POINT = "point", _("Points")
    LINE = "line", _("Lines")
    POLYGON = "polygon", _("Areas")
    ANY = "any", _("Any geometry")


class ValueKind(TextChoices):
    """The kind of a column."""

    TEXT = "text", _("Text")
    WHOLE = "whole", _("Whole number")
    DECIMAL = "decimal", _("Number")
    DAY = "day", _("Date")
    TRUTH = "truth", _("Yes or no")
    CHOICE = "choice", _("One of a list")


class Visibility(TextChoices):
    """Who sees a layer."""

    STAFF = "staff", _("Staff alone")
    PUBLIC = "public", _("Everyone")


class MarkColour(TextChoices):
    """The colour of an own layer: those of the map's that stand for no state."""

    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    VIOLET = "violet", _("Violet")
    OCHRE = "ochre", _("Ochre")
    ACCENT = "accent", _("Terracotta")
    GREY = "grey", _("Grey")


class MarkShape(TextChoices):
    """The symbol of the points of an own layer."""

    CIRCLE = "circle", _("Circle")
    RING = "ring", _("Ring")
    SQUARE = "square", _("Square")
    DIAMOND = "diamond", _("Diamond")
    TRIANGLE = "triangle", _("Triangle")
    CROSS = "cross", _("Cross")
