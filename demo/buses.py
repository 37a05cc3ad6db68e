"""The bus lines of the demonstration: plausible termini, routed along the invented streets."""

from typing import NamedTuple

from demo import places
from demo.graph import Graph, Way
from demo.places import Place


class LinePlan(NamedTuple):
    """A line and the places that it serves in order; a night line runs round the clock."""

    code: str
    color: str
    via: tuple[Place, ...]
    by_night: bool = False

    @property
    def name_fr(self) -> str:
        """« Ligne 1 · Daoudiate – Jemaa El Fna »."""
        return f"Ligne {int(self.code[1:])} · {self.via[0].name_fr} – {self.via[-1].name_fr}"

    @property
    def name_ar(self) -> str:
        """The same in Arabic."""
        return f"الخط {int(self.code[1:])} · {self.via[0].name_ar} – {self.via[-1].name_ar}"


BUS_LINES = (
    LinePlan("L01", "#1f4e9c", (places.DAOUDIATE, places.BAB_DOUKKALA, places.JEMAA_EL_FNA), True),
    LinePlan(
        "L02",
        "#b5472f",
        (places.MASSIRA, places.HAY_HASSANI, places.RAILWAY_STATION, places.JEMAA_EL_FNA),
        True,
    ),
    LinePlan("L03", "#2e7d4f", (places.SIDI_YOUSSEF, places.BAB_AGHMAT, places.COACH_STATION)),
    LinePlan("L04", "#7b3fa0", (places.MHAMID, places.AIRPORT, places.BAB_DOUKKALA)),
    LinePlan("L05", "#c27c0e", (places.SIDI_GHANEM, places.UNIVERSITY, places.JEMAA_EL_FNA)),
    LinePlan("L06", "#00838f", (places.AZLI, places.RAILWAY_STATION, places.GUELIZ)),
    LinePlan("L07", "#5d4037", (places.TARGA, places.GUELIZ, places.BAB_DOUKKALA)),
    LinePlan("L08", "#ad1457", (places.AIRPORT, places.RAILWAY_STATION, places.JEMAA_EL_FNA), True),
    LinePlan(
        "L09",
        "#33691e",
        (places.HAY_MOHAMMADI, places.DAOUDIATE, places.BAB_EL_KHEMIS, places.SIDI_YOUSSEF),
    ),
    LinePlan("L10", "#283593", (places.IZDIHAR, places.UNIVERSITY, places.GUELIZ, places.KASBAH)),
    LinePlan("L11", "#6d4c41", (places.PALM_GROVE, places.BAB_EL_KHEMIS, places.RAILWAY_STATION)),
    LinePlan("L12", "#00695c", (places.HAY_JDID, places.BAB_AGHMAT, places.DAOUDIATE)),
    LinePlan("L13", "#d84315", (places.ASKEJOUR, places.AZLI, places.COACH_STATION)),
    LinePlan(
        "L14", "#4527a0", (places.AIN_ITTI, places.UNIVERSITY, places.HAY_HASSANI, places.MASSIRA)
    ),
)


def route(graph: Graph, via: tuple[Place, ...]) -> Way:
    """The quickest way through some places."""
    return graph.way(graph.through(graph.nearest(place.plane) for place in via))
