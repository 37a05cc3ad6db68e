"""The calendar and the rules with which every installation begins.

Rows are made when there are none of the kind, and never changed afterwards: they are the commune's
data. Sources: dahirs and decrees on public holidays, as the Ministry of Public Service lists them;
law 55-19 on the simplification of procedures (60 days as the general ceiling).
"""

import datetime as dt
from typing import Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models

from casework.builtin import REQUEST

FIRST_DAY: Final = dt.date(2005, 1, 1)
LIST: Final = "Liste officielle des jours fériés (ministère de la Fonction publique)"

FIXED: Final = (
    # code, month, day, from, Arabic, French, English
    ("new-year", 1, 1, FIRST_DAY, "رأس السنة الميلادية", "Nouvel An", "New Year's Day"),
    (
        "independence-manifesto",
        1,
        11,
        FIRST_DAY,
        "ذكرى تقديم وثيقة الاستقلال",
        "Manifeste de l’Indépendance",
        "Independence Manifesto",
    ),
    (
        "amazigh-new-year",
        1,
        14,
        dt.date(2024, 1, 1),
        "رأس السنة الأمازيغية",
        "Nouvel An amazigh",
        "Amazigh New Year",
    ),
    ("labour-day", 5, 1, FIRST_DAY, "عيد الشغل", "Fête du Travail", "Labour Day"),
    ("throne-day", 7, 30, FIRST_DAY, "عيد العرش", "Fête du Trône", "Throne Day"),
    (
        "oued-ed-dahab",
        8,
        14,
        FIRST_DAY,
        "ذكرى استرجاع إقليم وادي الذهب",
        "Récupération d’Oued Ed-Dahab",
        "Oued Ed-Dahab Day",
    ),
    (
        "revolution",
        8,
        20,
        FIRST_DAY,
        "ذكرى ثورة الملك والشعب",
        "Révolution du Roi et du Peuple",
        "Revolution of the King and the People",
    ),
    ("youth-day", 8, 21, FIRST_DAY, "عيد الشباب", "Fête de la Jeunesse", "Youth Day"),
    ("unity-day", 10, 31, dt.date(2026, 1, 1), "عيد الوحدة", "Fête de l’Unité", "Unity Day"),
    ("green-march", 11, 6, FIRST_DAY, "ذكرى المسيرة الخضراء", "Marche Verte", "Green March"),
    ("independence", 11, 18, FIRST_DAY, "عيد الاستقلال", "Fête de l’Indépendance", "Independence"),
)
LUNAR: Final = (
    # code, month, day, days, Arabic, French, English
    ("hijri-new-year", 1, 1, 1, "فاتح محرم", "1er Moharram", "Islamic New Year"),
    ("mawlid", 3, 12, 2, "عيد المولد النبوي", "Aïd Al Mawlid", "Mawlid"),
    ("eid-al-fitr", 10, 1, 2, "عيد الفطر", "Aïd Al Fitr", "Eid al-Fitr"),
    ("eid-al-adha", 12, 10, 2, "عيد الأضحى", "Aïd Al Adha", "Eid al-Adha"),
)


def _model(apps: Apps, label: str, name: str) -> type[models.Model] | None:
    """Return a model as `migrate` left it, or nothing where it went back before there was one."""
    try:
        return apps.get_model(label, name)
    except LookupError:
        return None


def _names(arabic: str, french: str, english: str) -> dict[str, str]:
    return {"name_ar": arabic, "name_fr": french, "name_en": english}


def store_calendar(*, apps: Apps = installed, **_kwargs: Any) -> None:
    """Make the weekend and the public holidays, where there are none."""
    rest, holidays = _model(apps, "deadlines", "RestDays"), _model(apps, "deadlines", "Holiday")
    if rest is None or holidays is None:
        return
    if not rest._default_manager.exists():
        rest._default_manager.create(
            weekdays=[5, 6], valid_from=FIRST_DAY, legal_reference="Décret n° 2-05-916"
        )
    if not holidays._default_manager.exists():
        holidays._default_manager.bulk_create(_holidays(holidays))


def _holidays(model: type[models.Model]) -> list[models.Model]:
    fixed = [
        model(
            code=code,
            almanac="gregorian",
            month=month,
            day=day,
            valid_from=valid_from,
            legal_reference=LIST,
            **_names(*names),
        )
        for code, month, day, valid_from, *names in FIXED
    ]
    return fixed + [
        model(
            code=code,
            almanac="hijri",
            month=month,
            day=day,
            days=days,
            offset_days=1,
            valid_from=FIRST_DAY,
            legal_reference=LIST,
            **_names(*names),
        )
        for code, month, day, days, *names in LUNAR
    ]


def store_rules(*, apps: Apps = installed, **_kwargs: Any) -> None:
    """Make the deadline of the administrative request, where it has none."""
    rules, kinds = _model(apps, "deadlines", "DeadlineRule"), _model(apps, "casework", "CaseKind")
    if rules is None or kinds is None:
        return
    kind = kinds._default_manager.filter(code=REQUEST).first()
    if kind is None or rules._default_manager.filter(kind=kind).exists():
        return
    rules._default_manager.create(
        kind=kind,
        code="processing",
        amount=60,
        unit="days",
        stops_while_waiting=True,
        warn_days=10,
        escalate_every_days=5,
        valid_from=dt.date(2020, 9, 28),
        legal_reference="Loi n° 55-19",
        **_names("معالجة الطلب", "Traitement de la demande", "Processing of the request"),
    )
