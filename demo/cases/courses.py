"""How a request may go on after its deposit: acts, each some days later. Pure."""

from typing import Final, NamedTuple


class Act(NamedTuple):
    """Something done `days` after the deposit: a verb, and what the verb is about."""

    days: int
    verb: str
    about: str = ""


_TAKEN: Final = (Act(1, "assign"), Act(2, "change", "acknowledged"))
_BEGUN: Final = (*_TAKEN, Act(4, "change", "in_progress"), Act(5, "note"))
_ASKED: Final = (*_BEGUN, Act(7, "change", "waiting"))

COURSES: Final[dict[str, tuple[Act, ...]]] = {
    "filed": (),
    "assigned": _TAKEN[:1],
    "acknowledged": _TAKEN,
    "begun": _BEGUN,
    "waiting": _ASKED,
    "resumed": (*_ASKED, Act(11, "reply")),
    "answered": (*_BEGUN, Act(12, "share"), Act(12, "change", "answered")),
    "answered-late": (*_BEGUN, Act(66, "share"), Act(66, "change", "answered")),
    "refused": (*_BEGUN, Act(15, "change", "refused")),
    "redirected": (Act(2, "change", "redirected"),),
    "withdrawn": (*_TAKEN, Act(6, "change", "withdrawn")),
}
"""By name. Every state of the administrative request is the end of some course."""

REASONS: Final[dict[str, tuple[str, str]]] = {
    "waiting": (
        "المرجو الإدلاء بنسخة من تصميم الموقع لاستكمال دراسة الملف.",
        "Merci de joindre une copie du plan de situation, pour compléter l’étude du dossier.",
    ),
    "refused": (
        "لا يستوفي الطلب الشروط المطلوبة: الموقع غير مشمول بتصميم التهيئة.",
        "La demande ne remplit pas les conditions requises : lieu hors du plan d’aménagement.",
    ),
    "redirected": (
        "الطلب من اختصاص الشركة الجهوية متعددة الخدمات، وقد أحيل عليها.",
        "La demande relève de la société régionale multiservices, à laquelle elle est transmise.",
    ),
    "withdrawn": ("تنازل صاحب الطلب عن طلبه.", "Le demandeur a renoncé à sa demande."),
}
"""What the applicant is told with a step, in Arabic and in French."""

NOTE: Final = ("تمت معاينة الموقع.", "Visite des lieux effectuée.")
REPLY: Final = ("تجدون رفقته التصميم المطلوب.", "Veuillez trouver ci-joint le plan demandé.")
