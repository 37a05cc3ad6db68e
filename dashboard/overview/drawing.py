"""Lines and bars as SVG coordinates. Pure."""

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
    value: float | None
    label: str


def bars(values: Sequence[float | None], labels: Sequence[str]) -> list[Bar]:
    """Return a bar for each value, from zero up; nothing known makes no bar."""
    top = max((v for v in values if v is not None), default=0) or 1
    heights = [max(0.0, (v or 0) / top * 100) for v in values]
    return [
        Bar(n * 10 + 1, round(100 - h, 2), round(h, 2), value, label)
        for n, (h, value, label) in enumerate(zip(heights, values, labels, strict=True))
    ]
