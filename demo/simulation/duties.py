"""What each vehicle does on a service day: which drives it sets out on, and when."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from demo.graph import Way
from demo.inventory import City, VehiclePlan
from demo.places import BUS_DEPOT, TRANSFER_STATION, TRUCK_DEPOTS, Place
from demo.plane import Points
from demo.simulation.chance import between, draw, share
from demo.simulation.clock import arrival, free_seconds, weekday
from demo.simulation.drives import Drive, bin_halts, bus_halts, plan_drive, rare_halts
from fleet.enums import VehicleKind

FIRST_BUS_S, LAST_BUS_S, END_OF_NIGHT_S = 5.5 * 3600, 23.5 * 3600, 27.5 * 3600
MORNING_ROUND_S, EVENING_ROUND_S, SWEEPING_S = 5.25 * 3600, 20.5 * 3600, 4.3 * 3600
NIGHT_BUSES_A_LINE = 2
VARIANTS = 3
OFF_DUTY = 0.04
SUNDAY_REST = 0.3


class Leg(NamedTuple):
    """A drive that begins at `start_s` of the service day; `task` names what is done on the way."""

    start_s: float
    drive: Drive
    task: str = "drive"

    @property
    def end_s(self) -> float:
        """When it arrives, in the traffic of that time of day."""
        return arrival(self.start_s, self.drive.duration_s)


class Duty:
    """The legs of one vehicle on one service day; before, between and after them it stands."""

    def __init__(self, legs: Iterable[Leg]) -> None:
        self.legs = list(legs)
        self._starts = [leg.start_s for leg in self.legs]
        self._free = [free_seconds(start) for start in self._starts]
        self.end_s = self.legs[-1].end_s if self.legs else 0.0

    def leg(self, second: float) -> int:
        """The index of the leg begun last, -1 before the first."""
        return bisect_right(self._starts, second) - 1

    def driven(self, leg: int, second: float) -> float:
        """Seconds of free-flowing traffic since `leg` began."""
        return free_seconds(second) - self._free[leg]


class _Chain:
    """Builds legs one after the other."""

    def __init__(self, start_s: float) -> None:
        self.legs: list[Leg] = []
        self.now_s = start_s

    def go(self, drive: Drive, rest_s: float = 0.0, task: str = "drive") -> None:
        """Add a drive, and a rest after it."""
        leg = Leg(self.now_s, drive, task)
        self.legs.append(leg)
        self.now_s = leg.end_s + rest_s


class LineDrives(NamedTuple):
    """The drives of a bus line: there and back in a few variants, from and to the depot."""

    there: list[Drive]
    back: list[Drive]
    pull_out: Drive
    pull_in: Drive
    by_night: bool
    buses: int


class RoundDrives(NamedTuple):
    """The drives of a refuse round: out, collect, to the transfer station, again, and home."""

    legs: list[tuple[Drive, float, str]]
    by_evening: bool


class DutyRoster:
    """All drives of the city, and who takes which when."""

    def __init__(self, city: City) -> None:
        self._seed = city.options.seed
        self._chance = np.random.default_rng((self._seed, 3))
        self._graph = city.network.graph
        hubs = (BUS_DEPOT, TRANSFER_STATION, *TRUCK_DEPOTS)
        self._onward = {hub: self._graph.tree(self._graph.nearest(hub.plane)) for hub in hubs}
        fleet = [v for v in city.vehicles if v.kind == VehicleKind.BUS]
        self._lines = [
            self._line(way, line.by_night, sum(v.task == i for v in fleet))
            for i, (line, way) in enumerate(zip(city.lines, city.line_ways, strict=True))
        ]
        self._rounds = [
            self._round(plan.way, TRUCK_DEPOTS[plan.lot], i % 2 == 0)
            for i, plan in enumerate(city.rounds)
        ]
        self._tours = [self._tour(way, i % 2) for i, way in enumerate(city.tours)]

    def home(self, vehicle: VehiclePlan) -> Place:
        """Where a vehicle is parked."""
        return BUS_DEPOT if vehicle.kind == VehicleKind.BUS else TRUCK_DEPOTS[vehicle.operator - 1]

    def duty(self, vehicle: VehiclePlan, number: int, day: int) -> Duty:
        """What a vehicle does on a service day; `number` is its place among those of its kind."""
        key = (self._seed, hash_of(vehicle), day)
        if share(*key) < OFF_DUTY:
            return Duty(())
        if vehicle.kind == VehicleKind.BUS:
            return Duty(self._bus(self._lines[vehicle.task], vehicle, number, day))
        if vehicle.kind == VehicleKind.STREET_SWEEPER:
            chain = _Chain(between(SWEEPING_S, SWEEPING_S + 2400, *key, 1))
            for drive, task in self._tours[vehicle.task]:
                chain.go(drive, 30, task)
            return Duty(chain.legs)
        plan = self._rounds[vehicle.task]
        start = EVENING_ROUND_S if plan.by_evening else MORNING_ROUND_S
        chain = _Chain(between(start, start + 3600, *key, 1))
        for drive, rest, task in plan.legs:
            chain.go(drive, rest, task)
        return Duty(chain.legs)

    def _bus(self, plan: LineDrives, vehicle: VehiclePlan, number: int, day: int) -> Iterator[Leg]:
        key = (self._seed, hash_of(vehicle), day)
        rank = number // len(self._lines)
        by_night = plan.by_night and rank < NIGHT_BUSES_A_LINE
        if weekday(day) == 6 and not by_night and share(*key, 1) < SUNDAY_REST:
            return
        cycle = plan.there[0].duration_s + plan.back[0].duration_s + 600
        chain = _Chain(FIRST_BUS_S - 900 + rank * cycle / max(plan.buses, 1))
        chain.go(plan.pull_out, 60)
        trip, last = 0, END_OF_NIGHT_S - cycle if by_night else LAST_BUS_S
        while chain.now_s < last:
            for drives in (plan.there, plan.back):
                trip += 1
                drive = drives[draw(*key, trip) % VARIANTS]
                chain.go(drive, between(150, 480, *key, trip, 2), "line")
        chain.go(plan.pull_in)
        yield from chain.legs

    def _line(self, way: Way, by_night: bool, buses: int) -> LineDrives:
        return LineDrives(
            [self._along_line(way) for _ in range(VARIANTS)],
            [self._along_line(way.reversed()) for _ in range(VARIANTS)],
            self._from_hub(BUS_DEPOT, way.axis[0]),
            self._to_hub(way.axis[0], BUS_DEPOT),
            by_night,
            buses,
        )

    def _along_line(self, way: Way) -> Drive:
        return plan_drive(way, 45.0, *bus_halts(way.length_m, self._chance))

    def _round(self, way: Way, depot: Place, by_evening: bool) -> RoundDrives:
        half = len(way.axis) // 2
        parts = (
            Way(way.axis[: half + 1], way.speed_kmh[:half]),
            Way(way.axis[half:], way.speed_kmh[half:]),
        )
        here, legs = depot, []
        for part in parts:
            legs.append((self._from_hub(here, part.axis[0]), 20.0, "drive"))
            collecting = plan_drive(part, 18.0, *bin_halts(part.length_m, self._chance))
            legs.append((collecting, 60.0, "collect"))
            legs.append((self._to_hub(part.axis[-1], TRANSFER_STATION), 720.0, "drive"))
            here = TRANSFER_STATION
        start = self._graph.nodes[self._graph.nearest(here.plane)]
        legs.append((self._to_hub(start, depot), 0.0, "drive"))
        return RoundDrives(legs, by_evening)

    def _tour(self, way: Way, lot: int) -> list[tuple[Drive, str]]:
        depot = TRUCK_DEPOTS[lot]
        sweeping = plan_drive(way, 7.0, *rare_halts(way.length_m, self._chance))
        out, home = self._from_hub(depot, way.axis[0]), self._to_hub(way.axis[-1], depot)
        return [(out, "drive"), (sweeping, "sweep"), (home, "drive")]

    def _from_hub(self, hub: Place, goal: Points) -> Drive:
        return self._transfer(self._to_node(goal, hub)[::-1])

    def _to_hub(self, start: Points, hub: Place) -> Drive:
        return self._transfer(self._to_node(start, hub))

    def _to_node(self, start: Points, hub: Place) -> list[int]:
        onward, nodes = self._onward[hub], [self._graph.nearest((start[0], start[1]))]
        while onward[nodes[-1]] != nodes[-1]:
            nodes.append(onward[nodes[-1]])
        return nodes

    def _transfer(self, nodes: list[int]) -> Drive:
        way = self._graph.way(nodes)
        return plan_drive(way, 48.0, *rare_halts(way.length_m, self._chance))


def hash_of(vehicle: VehiclePlan) -> int:
    """A number of the vehicle's own that does not depend on how many others there are."""
    return int.from_bytes(vehicle.code.encode()[:8], "big")
