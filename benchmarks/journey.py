"""The stream of messages of the invented fleet: in order, or disturbed as real networks disturb it.

The stream is made in blocks, each from its own seed, so that it is the same however fast it is
sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from benchmarks.fleet_day import Ints
from benchmarks.rubbish import KINDS

BLOCK = 10_000
SHUFFLED_BY = 3_000
REPEATED_WITHIN = 6_000
SOON_S = 60
LATE_S = 26 * 3600


@dataclass(frozen=True)
class Disorder:
    """Shares of the stream, from 0 to 1; `garbage` comes on top of the valid messages."""

    shuffled: float = 0.0
    duplicated: float = 0.0
    late: float = 0.0
    garbage: float = 0.0

    @property
    def growth(self) -> float:
        """Return packets per message: duplicates and garbage come on top."""
        return 1 + self.duplicated + self.garbage / (1 - self.garbage)


@dataclass(frozen=True)
class Block:
    """Messages in the order of sending: vehicle, instant, and the kind of garbage or -1."""

    vehicles: Ints
    at_ms: Ints
    rubbish: Ints


@dataclass(frozen=True)
class Journey:
    """What a group of vehicles sends: each in turn, `step_us` apart, from `start_ms` on."""

    vehicles: Ints
    start_ms: int
    step_us: float
    disorder: Disorder = field(default_factory=Disorder)
    seed: int = 1

    def blocks(self) -> Iterator[Block]:
        """Yield the stream without end."""
        number = 0
        while True:
            yield self.block(number)
            number += 1

    def block(self, number: int) -> Block:
        """Return one block; `at` is strictly increasing for each vehicle as long as nothing is
        disturbed.
        """
        index = number * BLOCK + np.arange(BLOCK)
        vehicles = self.vehicles[index % len(self.vehicles)]
        at_ms = self.start_ms + (index * self.step_us).astype(np.int64) // 1000
        clean = Block(vehicles, at_ms, np.full(BLOCK, -1))
        if self.disorder == Disorder():
            return clean
        return _disturb(clean, self.disorder, np.random.default_rng((self.seed, number)))


def _disturb(block: Block, disorder: Disorder, chance: np.random.Generator) -> Block:
    size = len(block.vehicles)
    at_ms = block.at_ms - _delays_ms(size, disorder.late, chance)
    order = np.arange(size, dtype=np.float64)
    moved = chance.random(size) < disorder.shuffled
    order[moved] += chance.uniform(-SHUFFLED_BY, SHUFFLED_BY, moved.sum())
    again = np.flatnonzero(chance.random(size) < disorder.duplicated)
    extra = round(size * disorder.garbage / (1 - disorder.garbage))
    place = np.concatenate(
        [
            order,
            again + chance.uniform(0, REPEATED_WITHIN, len(again)),
            chance.uniform(0, size, extra),
        ]
    )
    source = np.concatenate([np.arange(size), again, chance.integers(0, size, extra)])
    rubbish = np.full(len(source), -1)
    rubbish[len(source) - extra :] = chance.integers(0, len(KINDS), extra)
    sending = np.argsort(place, kind="stable")
    picked = source[sending]
    return Block(block.vehicles[picked], at_ms[picked], rubbish[sending])


def _delays_ms(size: int, share: float, chance: np.random.Generator) -> Ints:
    """Make a share of the messages older: half by up to a minute, half by up to 26 hours."""
    late = chance.random(size) < share
    longest_s = np.where(chance.random(size) < 0.5, SOON_S, LATE_S)
    return np.where(late, (chance.uniform(1, longest_s) * 1000).astype(np.int64), 0)
