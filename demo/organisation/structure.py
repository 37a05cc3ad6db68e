"""Services and posts of an invented commune, as large communes of Morocco are organised."""

from typing import Final, NamedTuple

GUELIZ: Final = "07.351.01.05"
MEDINA: Final = "07.351.01.07"


class Service(NamedTuple):
    """A service with its kind, the one that it is part of, and its names."""

    code: str
    kind: str
    parent: str
    ar: str
    fr: str
    en: str


class Seat(NamedTuple):
    """A post: where it is, whom it answers to, how many hold it, and the role that comes with it.

    `reach` limits the role: "own" to the service with its parts, "all" to nothing, or the code of a
    territory.
    """

    code: str
    service: str
    superior: str
    role: str
    reach: str
    ar: str
    fr: str
    en: str
    holders: int = 1
    is_head: bool = False


SERVICES: Final = (
    Service("council", "council", "", "رئاسة المجلس", "Présidence du conseil", "Presidency"),
    Service(
        "dgs",
        "directorate",
        "council",
        "المديرية العامة للمصالح",
        "Direction générale des services",
        "General directorate of services",
    ),
    Service("audit", "service", "dgs", "مصلحة التدقيق الداخلي", "Service d’audit interne", "Audit"),
    Service(
        "registry",
        "office",
        "dgs",
        "مكتب الضبط",
        "Bureau d’ordre",
        "Registry office",
    ),
    Service(
        "hr",
        "division",
        "dgs",
        "قسم الموارد البشرية والشؤون الإدارية",
        "Division des ressources humaines et des affaires administratives",
        "Human resources and administration",
    ),
    Service(
        "information-systems",
        "service",
        "hr",
        "مصلحة النظم المعلوماتية",
        "Service des systèmes d’information",
        "Information systems",
    ),
    Service(
        "finance",
        "division",
        "dgs",
        "قسم المالية والميزانية",
        "Division des finances et du budget",
        "Finance and budget",
    ),
    Service(
        "revenue",
        "service",
        "finance",
        "مصلحة وكالة المداخيل",
        "Service de la régie des recettes",
        "Revenue",
    ),
    Service(
        "urban-planning",
        "division",
        "dgs",
        "قسم التعمير والممتلكات",
        "Division de l’urbanisme et du patrimoine",
        "Urban planning and property",
    ),
    Service(
        "permits",
        "service",
        "urban-planning",
        "مصلحة الرخص",
        "Service des autorisations",
        "Permits",
    ),
    Service(
        "works",
        "division",
        "dgs",
        "قسم الأشغال والطرق",
        "Division des travaux et de la voirie",
        "Works and roads",
    ),
    Service(
        "lighting",
        "service",
        "works",
        "مصلحة الإنارة العمومية",
        "Service de l’éclairage public",
        "Street lighting",
    ),
    Service("roads", "service", "works", "مصلحة الطرق", "Service de la voirie", "Roads"),
    Service(
        "cleanliness",
        "division",
        "dgs",
        "قسم النظافة والبيئة",
        "Division de la propreté et de l’environnement",
        "Cleanliness and environment",
    ),
    Service(
        "vehicles",
        "service",
        "cleanliness",
        "مصلحة حظيرة العربات",
        "Service du parc de véhicules",
        "Fleet",
    ),
    Service(
        "civil-status",
        "division",
        "dgs",
        "قسم الحالة المدنية",
        "Division de l’état civil",
        "Civil status",
    ),
    Service(
        "civil-status-gueliz",
        "office",
        "civil-status",
        "مكتب الحالة المدنية جليز",
        "Bureau d’état civil Guéliz",
        "Civil status, Guéliz",
    ),
    Service(
        "civil-status-medina",
        "office",
        "civil-status",
        "مكتب الحالة المدنية المدينة",
        "Bureau d’état civil Médina",
        "Civil status, Médina",
    ),
)
