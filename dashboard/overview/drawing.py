"""Lines and bars as SVG coordinates. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 120.0, 32.0


def polyline(values: Sequence[float | None]) -> list[str]:
    """Return the points of a trend as strokes, one for each run of days that have a value.

    The box is 120 by 32 with a margin of 2; equal values lie in the middle.
    """
    known = [v for v in values if v is not None]
    if not known:
        return []
    low, high = min(known), max(known)
    step = (WIDTH - 4) / max(len(values) - 1, 1)
    strokes: list[list[str]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            strokes.append([])
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        strokes[-1].append(f"{2 + n * step:.1f},{HEIGHT - 2 - share * (HEIGHT - 4):.1f}")
    return [" ".join(points if len(points) > 1 else points * 2) for points in strokes if points]


@dataclass(frozen=True)
class Bar:
    """A bar of the chart, in units of its box (100 high, 10 wide a bar)."""

    x: float
    y: float
    height: float
    label: str
    is_open: bool = False


@dataclass(frozen=True)
class Chart:
    """Bars from zero up to `top`, a round value; `target_y` is the height of the target's line."""

    bars: Sequence[Bar]
    top: float
    target_y: float | None = None

    @property
    def width(self) -> int:
        """Return the width of the box."""
        return 10 * len(self.bars)


def chart(
    values: Sequence[float | None],
    labels: Sequence[str],
    *,
    target: float | None = None,
    ends_open: bool = False,
) -> Chart:
    """Return a bar for each value; nothing known makes no bar. The last day may not be over."""
    top = round_up(max((v for v in (*values, target) if v is not None), default=0))
    heights = [max(0.0, (v or 0) / top * 100) for v in values]
    made = [
        Bar(n * 10 + 1, round(100 - h, 2), round(h, 2), label, ends_open and n == len(heights) - 1)
        for n, (h, label) in enumerate(zip(heights, labels, strict=True))
    ]
    return Chart(made, top, None if target is None else round(100 - target / top * 100, 2))


def round_up(value: float) -> float:
    """Return the least of 1, 2, 2.5, 5 and 10 times a power of ten that is not below a value."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if value <= step * power * (1 + 1e-9))
