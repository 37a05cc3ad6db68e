"""The districts of the invented network: where each lies, how its blocks turn and how wide they
are.
"""

from typing import Literal, NamedTuple

Fabric = Literal["grid", "medina"]


class District(NamedTuple):
    """A quarter round `centre` (lon, lat) with blocks of `block_m` metres turned by `turn_deg`
    degrees.
    """

    key: str
    name_fr: str
    name_ar: str
    centre: tuple[float, float]
    turn_deg: float
    block_m: tuple[float, float]
    fabric: Fabric = "grid"


MEDINA = District("MED", "Médina", "المدينة", (-7.9850, 31.6275), 12, (52, 66), "medina")

DISTRICTS = (
    District("GUE", "Guéliz", "جليز", (-8.0095, 31.6372), 28, (95, 120)),
    District("HIV", "Hivernage", "الحي الشتوي", (-8.0085, 31.6265), 38, (120, 150)),
    District("ROU", "Rouidate", "الرويدات", (-8.0030, 31.6450), 50, (85, 110)),
    District("DAO", "Daoudiate", "الداوديات", (-7.9935, 31.6530), 8, (75, 110)),
    District("AMR", "Amerchich", "أمرشيش", (-7.9985, 31.6645), 12, (80, 120)),
    District("MOH", "Hay Mohammadi", "الحي المحمدي", (-7.9880, 31.6740), 4, (70, 110)),
    District("ASS", "Assif", "أسيف", (-8.0135, 31.6555), 40, (90, 130)),
    District("IZD", "Al Izdihar", "الازدهار", (-8.0190, 31.6725), 18, (80, 130)),
    District("SEM", "Semlalia", "السملالية", (-8.0165, 31.6455), 45, (110, 150)),
    District("MIL", "Quartier Militaire", "الحي العسكري", (-8.0310, 31.6365), 20, (130, 180)),
    District("INA", "Al Inara", "الإنارة", (-8.0480, 31.6560), 15, (75, 120)),
    District("TAR", "Targa", "تاركة", (-8.0730, 31.6600), 17, (130, 200)),
    District("MAS", "Massira", "المسيرة", (-8.0690, 31.6350), 2, (65, 110)),
    District("HHA", "Hay Hassani", "الحي الحسني", (-8.0480, 31.6350), 25, (65, 100)),
    District("AZL", "Azli", "أزلي", (-8.0480, 31.6190), 5, (65, 105)),
    District("BOU", "Bouaakaz", "بوعكاز", (-8.0740, 31.6140), 10, (80, 130)),
    District("MEN", "Ménara", "المنارة", (-8.0260, 31.6225), 33, (110, 150)),
    District("ASK", "Askejour", "أسكجور", (-8.0590, 31.5870), 30, (70, 110)),
    District("MHA", "M'hamid", "المحاميد", (-8.0350, 31.5930), 22, (65, 105)),
    District("MHS", "M'hamid Sud", "المحاميد الجنوبي", (-8.0140, 31.5880), 35, (75, 120)),
    District("AGD", "Agdal", "أكدال", (-7.9910, 31.5880), 28, (140, 200)),
    District("SYB", "Sidi Youssef Ben Ali", "سيدي يوسف بن علي", (-7.9600, 31.6080), 40, (60, 95)),
    District("JDI", "Hay Jdid", "الحي الجديد", (-7.9480, 31.5880), 48, (80, 120)),
    District("ITI", "Aïn Itti", "عين إيطي", (-7.9640, 31.6390), 10, (90, 130)),
    District("NAS", "Annakhil Sud", "النخيل الجنوبي", (-7.9430, 31.6230), 15, (120, 180)),
    District("NAN", "Annakhil Nord", "النخيل الشمالي", (-7.9540, 31.6660), 24, (230, 300)),
    District("GHA", "Sidi Ghanem", "سيدي غانم", (-8.0540, 31.6810), 33, (120, 190)),
)

URBAN_AREA = (
    (-8.0920, 31.6620),
    (-8.0660, 31.6930),
    (-8.0230, 31.6900),
    (-7.9860, 31.6900),
    (-7.9420, 31.6840),
    (-7.9260, 31.6550),
    (-7.9240, 31.6300),
    (-7.9280, 31.5920),
    (-7.9420, 31.5760),
    (-7.9850, 31.5740),
    (-8.0600, 31.5750),
    (-8.0850, 31.6000),
    (-8.0900, 31.6300),
)
"""Roughly the built-up part of the commune, degrees (lon, lat)."""

OPEN_GROUNDS = (
    # the airport, the Ménara gardens, the Agdal gardens, the hill of Guéliz, the palm grove's heart
    (
        (-8.0560, 31.5985),
        (-8.0480, 31.6130),
        (-8.0240, 31.6130),
        (-8.0240, 31.6000),
        (-8.0400, 31.5960),
    ),
    ((-8.0270, 31.6085), (-8.0270, 31.6165), (-8.0140, 31.6190), (-8.0170, 31.6085)),
    ((-7.9900, 31.5960), (-7.9900, 31.6085), (-7.9790, 31.6085), (-7.9760, 31.5930)),
    ((-8.0330, 31.6445), (-8.0290, 31.6530), (-8.0210, 31.6500), (-8.0240, 31.6425)),
    ((-7.9640, 31.6510), (-7.9630, 31.6790), (-7.9380, 31.6640), (-7.9340, 31.6530)),
)
"""Grounds without streets, degrees (lon, lat)."""
