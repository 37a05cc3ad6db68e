"""Everything that the demonstration city owns: streets, lines, rounds, vehicles, lamps; invented
from a seed.

The same options give the same city, in the database and in the simulator: neither needs to ask the
other.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from demo.buses import BUS_LINES, LinePlan, route
from demo.graph import Way
from demo.lights import Lighting, plan_lighting
from demo.rounds import RoundPlan, plan_rounds, plan_sweeping
from demo.streets import Network, build_network
from fleet.enums import VehicleKind

SWEEPING_TOURS = 20
MOST_LAMPS, MOST_VEHICLES = 60_000, 5_000
EDITION = 3
"""Counts the changes to what is invented, so that a city of an older edition is replaced."""


class Options(NamedTuple):
    """What a demonstration city is made from."""

    lamps: int = 6_000
    vehicles: int = 200
    seed: int = 1


class OperatorPlan(NamedTuple):
    """An invented operator."""

    code: str
    name_fr: str
    name_ar: str


class VehiclePlan(NamedTuple):
    """A vehicle, its tracker, and the index of its line, round or tour."""

    code: str
    kind: VehicleKind
    operator: int
    task: int

    @property
    def uid(self) -> str:
        """The identity of its tracker."""
        return self.code.lower()


OPERATORS = (
    OperatorPlan("OPR-BUS", "Transport urbain de démonstration", "النقل الحضري (عرض تجريبي)"),
    OperatorPlan("OPR-N", "Propreté Nord (opérateur simulé)", "نظافة الشمال (مفوض افتراضي)"),
    OperatorPlan("OPR-S", "Propreté Sud (opérateur simulé)", "نظافة الجنوب (مفوض افتراضي)"),
)


@dataclass(frozen=True)
class City:
    """The whole city."""

    options: Options
    network: Network
    lines: tuple[LinePlan, ...]
    line_ways: list[Way]
    rounds: list[RoundPlan]
    tours: list[Way]
    vehicles: list[VehiclePlan]
    lighting: Lighting

    def lamp_code(self, index: int) -> str:
        """Code of a lamp by its index."""
        return f"LMP-{index + 1:05d}"

    def cabinet_code(self, index: int) -> str:
        """Code of a cabinet by its index."""
        return f"CAB-{index + 1:03d}"


def build_city(options: Options) -> City:
    """Invent the city; takes a few seconds."""
    network = build_network(options.seed)
    rounds = plan_rounds(network)
    tours = plan_sweeping(network, SWEEPING_TOURS)
    return City(
        options=options,
        network=network,
        lines=BUS_LINES,
        line_ways=[route(network.graph, line.via) for line in BUS_LINES],
        rounds=rounds,
        tours=tours,
        vehicles=_vehicles(options.vehicles, rounds, len(tours)),
        lighting=plan_lighting(
            network.streets, options.lamps, np.random.default_rng((options.seed, 2))
        ),
    )


def _vehicles(count: int, rounds: list[RoundPlan], tours: int) -> list[VehiclePlan]:
    """Six buses to three trucks to one sweeper."""
    trucks, sweepers = round(count * 0.3), round(count * 0.1)
    fleet = [
        VehiclePlan(f"BUS-{n + 1:04d}", VehicleKind.BUS, 0, n % len(BUS_LINES))
        for n in range(count - trucks - sweepers)
    ]
    fleet += [
        VehiclePlan(f"TRK-{n + 1:04d}", VehicleKind.SANITATION_TRUCK, 1 + rounds[task].lot, task)
        for n in range(trucks)
        for task in [n % len(rounds)]
    ]
    fleet += [
        VehiclePlan(f"SWP-{n + 1:04d}", VehicleKind.STREET_SWEEPER, 1 + n % 2, n % tours)
        for n in range(sweepers)
    ]
    return fleet
