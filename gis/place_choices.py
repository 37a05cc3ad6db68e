"""What a page offers to choose from while the place of a request is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from gis.finding import Found
from gis.offering import Thing


@dataclass
class Step:
    """What the page shows after a step: the values of its form, and what there is to choose."""

    values: dict[str, str]
    found: Sequence[Found] = ()
    things: Sequence[Thing] = ()
    said: str = ""
