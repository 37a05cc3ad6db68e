"""How fast 32 writers at a time take references of one series, and that none is lost or doubled.

    python -m benchmarks.references --writers 32 --each 1000

Every reference is a transaction of its own, every writer has a connection of its own, and the
writers live in several processes, as pages do. The rows go into a series that exists for this
alone, and stay: references are never taken back.
"""

import argparse
import multiprocessing
import os
import time
import uuid
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")
PROCESSES = 4


@dataclass(frozen=True)
class Result:
    """What came out of a run."""

    given: int
    numbers: int
    highest: int
    seconds: float

    @property
    def is_gap_free(self) -> bool:
        """Whether the numbers are 1, 2, 3 … without a gap and none twice."""
        return self.given == self.numbers == self.highest

    @property
    def per_second(self) -> float:
        """How many references were given in a second."""
        return self.given / self.seconds


def join(database: str) -> None:
    """Make a new process one of the project's, on the database that the first one uses."""
    import django
    from django.db import connection

    django.setup()
    connection.settings_dict["NAME"] = database


def write(series: int, each: int) -> None:
    """Take so many references of a series, one transaction after another."""
    from django.db import connection, transaction

    from casework.models import Series
    from casework.references import take_reference

    found = Series.objects.get(pk=series)
    for _turn in range(each):
        with transaction.atomic():
            take_reference(series=found)
    connection.close()


def write_together(series: int, writers: int, each: int) -> None:
    """Let so many threads of this process write at a time."""
    with ThreadPoolExecutor(writers) as threads:
        finish([threads.submit(write, series, each) for _turn in range(writers)])


def finish(started: "list[Future[None]]") -> None:
    """Wait for all of them; raises what went wrong in any."""
    for each in started:
        each.result()


def offices(database: str) -> Executor:
    """Return processes that are joined, and started already: that is not what is measured."""
    apart = ProcessPoolExecutor(
        PROCESSES, multiprocessing.get_context("spawn"), initializer=join, initargs=(database,)
    )
    finish([apart.submit(time.sleep, 1) for _turn in range(PROCESSES)])
    return apart


def run(writers: int, each: int) -> Result:
    """Let so many writers take so many references each; `writers` is shared by the processes."""
    from django.db import connection
    from django.db.models import Count, Max

    from casework.models import Reference, Series

    code = f"benchmark-{uuid.uuid4().hex[:12]}"
    series = Series.objects.create(code=code, name_ar=code, name_fr=code, name_en=code)
    series.patterns.create(
        pattern=code[-12:].upper() + "-{year}-{number:06}",
        valid_from="2000-01-01",
        legal_reference="-",
    )
    shares = [len(range(n, writers, PROCESSES)) for n in range(min(writers, PROCESSES))]
    with offices(str(connection.settings_dict["NAME"])) as apart:
        begun = time.perf_counter()
        finish([apart.submit(write_together, series.pk, share, each) for share in shares])
        seconds = time.perf_counter() - begun
    rows = Reference.objects.filter(series=series)
    found = rows.aggregate(
        given=Count("pk"), numbers=Count("number", distinct=True), highest=Max("number")
    )
    return Result(seconds=seconds, **found)


def main() -> None:
    """Run it and print the figures."""
    import django

    django.setup()
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--writers", type=int, default=32)
    reader.add_argument("--each", type=int, default=1000)
    asked = reader.parse_args()
    result = run(asked.writers, asked.each)
    print(f"{asked.writers} writers x {asked.each}: {result.given} references")
    print(f"gap free and none twice: {result.is_gap_free}")
    print(f"{result.seconds:.1f} s, {result.per_second:.0f} a second")


if __name__ == "__main__":
    main()
