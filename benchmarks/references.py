"""How fast 32 writers at a time take references of one series, and that none is lost or doubled.

    python -m benchmarks.references --writers 32 --each 1000

Every reference is a transaction of its own on a connection of its own, as in the pages. The rows
go into a series that exists for this alone, and stay: references are never taken back.
"""

import argparse
import os
import threading
import time
import uuid
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")


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


def run(writers: int, each: int) -> Result:
    """Let so many threads take so many references each, one transaction after another."""
    from django.db import connection, transaction
    from django.db.models import Count, Max

    from casework.models import Reference, Series
    from casework.references import take_reference

    code = f"benchmark-{uuid.uuid4().hex[:12]}"
    series = Series.objects.create(code=code, name_ar=code, name_fr=code, name_en=code)
    series.patterns.create(
        pattern=code[-12:].upper() + "-{year}-{number:06}",
        valid_from="2000-01-01",
        legal_reference="-",
    )
    faults: list[Exception] = []

    def write() -> None:
        try:
            for _turn in range(each):
                with transaction.atomic():
                    take_reference(series=series)
        except Exception as error:  # noqa: BLE001 - told by the main thread
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _turn in range(writers)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    if faults:
        raise faults[0]
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
