"""Places of Marrakech that the invented lines and rounds start from, pass and end at; degrees,
approximate.
"""

from typing import NamedTuple

from demo.plane import to_plane


class Place(NamedTuple):
    """A known place with its approximate position."""

    name_fr: str
    name_ar: str
    lonlat: tuple[float, float]

    @property
    def plane(self) -> tuple[float, float]:
        """Where it lies on the plane, in metres."""
        east, north = to_plane([self.lonlat])[0].tolist()
        return east, north


BAB_DOUKKALA = Place("Bab Doukkala", "باب دكالة", (-7.9975, 31.6320))
JEMAA_EL_FNA = Place("Jemaa El Fna", "جامع الفنا", (-7.9905, 31.6245))
DAOUDIATE = Place("Daoudiate", "الداوديات", (-7.9935, 31.6555))
MASSIRA = Place("Massira", "المسيرة", (-8.0700, 31.6375))
AZLI = Place("Azli", "أزلي", (-8.0520, 31.6190))
SIDI_YOUSSEF = Place("Sidi Youssef Ben Ali", "سيدي يوسف بن علي", (-7.9580, 31.6070))
COACH_STATION = Place("Gare routière", "المحطة الطرقية", (-7.9998, 31.6342))
RAILWAY_STATION = Place("Gare ferroviaire", "محطة القطار", (-8.0160, 31.6305))
AIRPORT = Place("Aéroport Ménara", "مطار المنارة", (-8.0230, 31.6035))
TARGA = Place("Targa", "تاركة", (-8.0740, 31.6570))
MHAMID = Place("M'hamid", "المحاميد", (-8.0370, 31.5920))
SIDI_GHANEM = Place("Sidi Ghanem", "سيدي غانم", (-8.0540, 31.6820))
GUELIZ = Place("Guéliz", "جليز", (-8.0110, 31.6358))
HAY_MOHAMMADI = Place("Hay Mohammadi", "الحي المحمدي", (-7.9880, 31.6740))
IZDIHAR = Place("Al Izdihar", "الازدهار", (-8.0195, 31.6735))
KASBAH = Place("Bab Ighli", "باب إيغلي", (-7.9900, 31.6092))
PALM_GROVE = Place("La Palmeraie", "النخيل", (-7.9660, 31.6720))
HAY_JDID = Place("Hay Jdid", "الحي الجديد", (-7.9480, 31.5880))
ASKEJOUR = Place("Askejour", "أسكجور", (-8.0600, 31.5870))
AIN_ITTI = Place("Aïn Itti", "عين إيطي", (-7.9620, 31.6430))
UNIVERSITY = Place("Université Cadi Ayyad", "جامعة القاضي عياض", (-8.0150, 31.6470))
HAY_HASSANI = Place("Hay Hassani", "الحي الحسني", (-8.0480, 31.6350))
BAB_AGHMAT = Place("Bab Aghmat", "باب أغمات", (-7.9745, 31.6200))
BAB_EL_KHEMIS = Place("Bab El Khemis", "باب الخميس", (-7.9832, 31.6424))

BUS_DEPOT = Place("Dépôt des bus", "مستودع الحافلات", (-8.0440, 31.6795))
TRUCK_DEPOTS = (
    Place("Dépôt de propreté nord", "مستودع النظافة الشمالي", (-8.0000, 31.6850)),
    Place("Dépôt de propreté sud", "مستودع النظافة الجنوبي", (-8.0620, 31.5960)),
)
TRANSFER_STATION = Place("Centre de transfert", "مركز تحويل النفايات", (-8.0610, 31.6890))
