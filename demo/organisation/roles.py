"""The usual roles of a commune, as a start: what each allows is changed on its page."""

from typing import Final, NamedTuple

READS_CASES: Final = ("casework.read", "documents.read")
WORKS_ON_CASES: Final = (*READS_CASES, "casework.process", "documents.add")


class Model(NamedTuple):
    """A role: its code, its names, what it allows."""

    code: str
    ar: str
    fr: str
    en: str
    capabilities: tuple[str, ...]


ROLES: Final = (
    Model(
        "president",
        "رئيس المجلس",
        "Président du conseil",
        "President of the council",
        (
            *READS_CASES,
            *("dashboard.read_overview", "people.read_staff", "people.delegate"),
            *("signatures.sign", "signatures.revoke"),
        ),
    ),
    Model(
        "vice-president",
        "نائب الرئيس",
        "Vice-président du conseil",
        "Vice-president of the council",
        ("dashboard.read_overview", "people.read_staff"),
    ),
    Model(
        "director-general",
        "المدير العام للمصالح",
        "Directeur général des services",
        "Director general of services",
        (
            *READS_CASES,
            *("casework.assign", "casework.extend", "dashboard.read_overview", "messages.read"),
            *("people.read_staff", "people.delegate"),
            *("signatures.visa", "signatures.start", "signatures.revoke"),
        ),
    ),
    Model(
        "head-of-division",
        "رئيس قسم",
        "Chef de division",
        "Head of division",
        (
            *WORKS_ON_CASES,
            *("casework.assign", "casework.extend", "documents.withdraw", "messages.read"),
            *("dashboard.read_overview", "people.read_staff", "people.delegate"),
            *("signatures.visa", "signatures.start"),
        ),
    ),
    Model(
        "head-of-service",
        "رئيس مصلحة",
        "Chef de service",
        "Head of service",
        (
            *WORKS_ON_CASES,
            *("casework.assign", "documents.withdraw", "people.read_staff"),
            *("signatures.visa", "signatures.start"),
        ),
    ),
    Model(
        "counter-officer",
        "عون مكتب الضبط",
        "Agent du bureau d’ordre",
        "Counter officer",
        (*READS_CASES, "casework.deposit", "documents.add"),
    ),
    Model(
        "civil-status-officer",
        "ضابط الحالة المدنية",
        "Officier d’état civil",
        "Civil-status officer",
        (
            *WORKS_ON_CASES,
            *("casework.deposit", "documents.withdraw", "signatures.sign", "signatures.start"),
        ),
    ),
    Model("revenue-agent", "وكيل المداخيل", "Régisseur de recettes", "Revenue agent", READS_CASES),
    Model("field-agent", "عون ميداني", "Agent de terrain", "Field agent", WORKS_ON_CASES),
    Model(
        "human-resources",
        "مدبر الموارد البشرية",
        "Gestionnaire des ressources humaines",
        "Human resources manager",
        (
            *("people.read_staff", "people.manage_staff", "people.manage_departments"),
            "people.manage_delegations",
        ),
    ),
    Model(
        "administrator",
        "مدبر النظام المعلوماتي",
        "Administrateur du système d’information",
        "System administrator",
        (
            *("people.read_staff", "people.manage_roles", "people.grant", "people.manage_access"),
            *(
                "casework.configure",
                "territory.manage",
                "messages.read",
                "messages.write",
                "messages.manage",
            ),
            *("signatures.keys", "workspace.configure", "geodata.import"),
        ),
    ),
    Model(
        "auditor",
        "مدقق داخلي",
        "Auditeur interne",
        "Internal auditor",
        (
            *READS_CASES,
            *("people.read_audit", "people.read_staff", "messages.read"),
            "dashboard.read_overview",
        ),
    ),
)
