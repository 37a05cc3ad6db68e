"""Figures beside their goals: printed as a table, kept as JSON."""

import datetime as dt
import json
import operator
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "var" / "benchmarks"
COMPARISONS = {">=": operator.ge, "<=": operator.le, "=": operator.eq}


@dataclass(frozen=True)
class Figure:
    """A measured figure, with the bound it is held against, if any."""

    name: str
    value: float
    unit: str
    comparison: str = ""
    bound: float = 0.0

    @property
    def verdict(self) -> str:
        """Return PASS or MISS, or nothing for a figure without a goal."""
        if not self.comparison:
            return ""
        return "PASS" if COMPARISONS[self.comparison](self.value, self.bound) else "MISS"

    @property
    def line(self) -> str:
        """Return the figure as one line of a table."""
        goal = f"{self.comparison} {_number(self.bound)}" if self.comparison else ""
        return (
            f"{self.name:<58} {_number(self.value):>12} {self.unit:<8} {goal:>12}  {self.verdict}"
        )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.2f}"


def tell(figures: list[Figure]) -> None:
    """Print the table."""
    for figure in figures:
        print(figure.line.rstrip(), flush=True)


def finish(name: str, figures: list[Figure], details: Mapping[str, Any]) -> int:
    """Print the table, keep everything below `var/benchmarks`, and return the exit code: 1 after a
    miss.
    """
    print()
    tell(figures)
    now = dt.datetime.now(dt.UTC)
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / f"{name}-{now:%Y%m%dT%H%M%SZ}.json"
    machine = {
        "processors": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    table = [
        {
            "name": f.name,
            "value": f.value,
            "unit": f.unit,
            "goal": f.comparison and f"{f.comparison} {f.bound:g}",
            "verdict": f.verdict,
        }
        for f in figures
    ]
    content = {"at": now.isoformat(), "machine": machine, "figures": table, "details": details}
    kept.write_text(json.dumps(content, indent=1, default=str) + "\n")
    print(f"\nKept in {kept}")
    return int(any(figure.verdict == "MISS" for figure in figures))
