"""Street lamps along the invented streets, their feeders and cabinets."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from demo.boundaries import marrakech_units
from demo.places import JEMAA_EL_FNA
from demo.plane import Points, to_lonlat
from demo.streets import Street

SPACING_M = 30.0
LAMPS_A_CABINET = 60
LAMPS_A_FEEDER = 20
LED_SHARE = 0.7

Ints = NDArray[np.int64]

# how far from the centre a street counts as being, compared to a local street at the same place
_REMOTENESS = {"primary": 0.22, "secondary": 0.32, "alley": 2.4, "local": 1.0}
_ASIDE_M = {"primary": 9.0, "secondary": 7.0, "alley": 1.5, "local": 4.0}
_LED_W = {"primary": 140.0, "secondary": 100.0, "alley": 40.0, "local": 60.0}
_SODIUM_W = {"primary": 250.0, "secondary": 150.0, "alley": 70.0, "local": 100.0}


@dataclass(frozen=True)
class Lighting:
    """Lamps column by column, in the order of their cabinets and feeders; positions in degrees.

    `street`, `cabinet` and `territory` are indices: in the streets, in the cabinets, and in `codes`
    of territories.
    """

    lonlat: Points
    street: Ints
    cabinet: Ints
    feeder: Ints
    territory: Ints
    is_led: NDArray[np.bool_]
    power_w: NDArray[np.float64]
    cabinet_lonlat: Points
    cabinet_territory: Ints
    territory_codes: list[str]


def plan_lighting(streets: list[Street], lamps: int, chance: Generator) -> Lighting:
    """`lamps` lamps about 30 m apart, nearest to the centre first; fewer where the streets end."""
    codes, grounds = _arrondissements()
    place, street = _stand_along(streets, lamps)
    territory = _within(grounds, place)
    lit = np.flatnonzero(territory >= 0)[:lamps]
    cabinets = max(1, round(len(lit) / LAMPS_A_CABINET))
    group = _clusters(place[lit], cabinets)
    order = np.lexsort((street[lit], group))
    lit, group = lit[order], group[order]
    first = np.searchsorted(group, np.arange(cabinets))
    is_led = (chance.random(cabinets) < LED_SHARE)[group]
    return Lighting(
        lonlat=to_lonlat(place[lit]),
        street=street[lit],
        cabinet=group,
        feeder=(np.arange(len(group)) - first[group]) // LAMPS_A_FEEDER + 1,
        territory=territory[lit],
        is_led=is_led,
        power_w=_power(streets, street[lit], is_led),
        cabinet_lonlat=to_lonlat(place[lit][first] + 6.0),
        cabinet_territory=territory[lit][first],
        territory_codes=codes,
    )


def _arrondissements() -> tuple[list[str], shapely.STRtree]:
    units = [unit for unit in marrakech_units() if unit.level == "arrondissement"]
    return [unit.code for unit in units], shapely.STRtree([unit.geom for unit in units])


def _stand_along(streets: list[Street], lamps: int) -> tuple[Points, Ints]:
    """More places than enough beside the streets, the most central streets first."""
    axes = np.array([street.axis for street in streets])
    category = [street.category.value for street in streets]
    middle = shapely.get_coordinates(shapely.line_interpolate_point(axes, 0.5, normalized=True))
    remote = np.hypot(*(middle - JEMAA_EL_FNA.plane).T) * [_REMOTENESS[name] for name in category]
    order = np.argsort(remote)
    count = np.maximum(1, shapely.length(axes[order]) // SPACING_M).astype(int)
    enough = int(np.searchsorted(np.cumsum(count), lamps * 1.15)) + 1
    street = np.repeat(order[:enough], count[:enough])
    number = np.arange(len(street)) - np.repeat(
        np.cumsum(count[:enough]) - count[:enough], count[:enough]
    )
    aside = np.array([_ASIDE_M[name] for name in category])[street]
    return _beside(
        axes[street], SPACING_M * (number + 0.5), aside * np.where(number % 2, 1, -1)
    ), street


def _beside(
    axes: NDArray[np.object_], along: NDArray[np.float64], aside: NDArray[np.float64]
) -> Points:
    here, ahead = (
        shapely.get_coordinates(shapely.line_interpolate_point(axes, along + step))
        for step in (-1.0, 1.0)
    )
    forward = ahead - here
    size = np.maximum(np.hypot(*forward.T), 1e-6)
    normal = np.column_stack([-forward[:, 1], forward[:, 0]]) / size[:, None]
    return np.asarray((here + ahead) / 2 + normal * aside[:, None])


def _within(grounds: shapely.STRtree, place: Points) -> Ints:
    """The index of the ground that holds each place, -1 outside all."""
    territory = np.full(len(place), -1)
    which, ground = grounds.query(shapely.points(to_lonlat(place)), "within")
    territory[which] = ground
    return territory


def _clusters(place: Points, parts: int) -> Ints:
    """Number the places by neighbourhood, `parts` neighbourhoods of nearly equal size."""
    group = np.zeros(len(place), dtype=np.int64)
    pending = [(np.arange(len(place)), 0, parts)]
    while pending:
        members, first, share = pending.pop()
        if share == 1:
            group[members] = first
            continue
        half = share // 2
        axis = int(np.ptp(place[members], axis=0).argmax())
        members = members[np.argsort(place[members, axis], kind="stable")]
        cut = len(members) * half // share
        pending += [(members[:cut], first, half), (members[cut:], first + half, share - half)]
    return group


def _power(streets: list[Street], street: Ints, is_led: NDArray[np.bool_]) -> NDArray[np.float64]:
    category = [s.category.value for s in streets]
    led, sodium = (
        np.array([table[name] for name in category])[street] for table in (_LED_W, _SODIUM_W)
    )
    return np.where(is_led, led, sodium)
