"""Does rubbish slow down what is valid? The same valid stream without it, with 10 % of it, and
without it again.
"""

from typing import Any

import psycopg

from benchmarks.driving import Load, Meter, ingesting, wait_for_rows
from benchmarks.results import Figure
from benchmarks.stage import Stage
from benchmarks.truth import truth_of
from benchmarks.verification import dead_letters, verify
from benchmarks.visibility import Watch, quantiles

SHARE = 0.1


def stream(stage: Stage, options: dict[str, Any], share: float) -> dict[str, Any]:
    """Send one stream with a share of garbage; return its rate, latencies and what was wrong."""
    with ingesting(stage) as readers, Watch(stage.database) as watch:
        meter = Meter(stage, {reader.name: reader.pid for reader in readers})
        load = Load(stage, options | {"garbage": share})
        keys = load.wait()
        truth = truth_of(keys)
        ended = wait_for_rows(stage.database, len(truth.keys))
        used = meter.per_message_us(load.figures["sent"])
    verdict = verify(stage.database, truth)
    with psycopg.connect(stage.database) as connection:
        refused = dead_letters(connection)
    expected = load.figures["garbage"]
    wrong = sum(
        abs(refused.get(reason, 0) - expected.get(reason, 0)) for reason in refused | expected
    )
    return {
        "valid_per_second": len(keys) / (ended - load.figures["begun"]),
        "refused": refused,
        "letters_wrong": wrong,
        "problems": verdict.problems,
        "cpu_us_per_message": used,
        **(quantiles(watch.latencies_ms()) if "rate" in options else {}),
    }


def compare_garbage(
    stage: Stage, *, rate: float, seconds: float, vehicles: int
) -> tuple[list[Figure], dict[str, Any]]:
    """Compare the valid stream of `rate` messages a second, and the saturated one, with and without
    garbage.
    """
    paced = {"seconds": seconds, "vehicles": vehicles}
    saturated = {"messages": int(rate * seconds), "seconds": 600, "vehicles": vehicles}
    runs = {
        "clean": stream(stage, paced | {"rate": rate}, 0.0),
        "garbage": stream(stage, paced | {"rate": rate / (1 - SHARE)}, SHARE),
        "clean again": stream(stage, paced | {"rate": rate}, 0.0),
        "saturated clean": stream(stage, saturated, 0.0),
        "saturated garbage": stream(stage, saturated, SHARE),
    }
    clean = (runs["clean"]["valid_per_second"] + runs["clean again"]["valid_per_second"]) / 2
    full = (
        runs["saturated garbage"]["valid_per_second"] / runs["saturated clean"]["valid_per_second"]
    )
    letters = sum(runs["garbage"]["refused"].values())
    figures = [
        Figure("valid messages/s without garbage", clean, "/s"),
        Figure("valid messages/s with 10 % garbage", runs["garbage"]["valid_per_second"], "/s"),
        Figure("ratio", runs["garbage"]["valid_per_second"] / clean, "", ">=", 0.95),
        Figure("publish to visible without garbage, p99", runs["clean"]["p99_ms"], "ms"),
        Figure("publish to visible with garbage, p99", runs["garbage"]["p99_ms"], "ms"),
        Figure("messages refused", letters, ""),
        Figure(
            "refused without trace or for another reason",
            sum(r["letters_wrong"] for r in runs.values()),
            "",
            "=",
            0,
        ),
        Figure(
            "differences from the truth", sum(len(r["problems"]) for r in runs.values()), "", "=", 0
        ),
        Figure("saturated: valid messages/s, with garbage to without", full, ""),
        Figure("saturated: of what the broker carries, valid", full / (1 - SHARE), ""),
    ]
    return figures, runs
