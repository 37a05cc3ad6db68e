"""The requests that the demonstration tells of. Everybody and everything in them is invented."""

from typing import Final, NamedTuple

GUELIZ: Final = "07.351.01.05"
MENARA: Final = "07.351.01.09"
MEDINA: Final = "07.351.01.07"
ANNAKHIL: Final = "07.351.01.03"
SYBA: Final = "07.351.01.11"


class Story(NamedTuple):
    """A request: of which day, for which service and territory, how it came and how it went on."""

    days_ago: int
    service: str
    territory: str
    channel: str
    course: str
    language: str
    subject: str
    is_urgent: bool = False


STORIES: Final = (
    Story(96, "roads", SYBA, "counter", "answered-late", "ar", "إصلاح رصيف متضرر أمام مدرسة"),
    Story(91, "lighting", MENARA, "online", "answered", "fr", "Éclairage d’un passage piéton"),
    Story(88, "permits", GUELIZ, "counter", "answered-late", "fr", "Pose d’une enseigne"),
    Story(84, "roads", MEDINA, "post", "begun", "ar", "تسوية درب غير معبد"),
    Story(79, "cleanliness", ANNAKHIL, "online", "answered", "ar", "زيادة حاويات النفايات بالحي"),
    Story(76, "urban-planning", MENARA, "counter", "acknowledged", "ar", "طلب معلومات تعميرية"),
    Story(72, "revenue", GUELIZ, "counter", "refused", "fr", "Exonération d’une redevance"),
    Story(68, "lighting", SYBA, "phone", "begun", "ar", "إنارة زقاق مظلم", is_urgent=True),
    Story(65, "civil-status", MEDINA, "counter", "assigned", "ar", "طلب تصحيح بيان في وثيقة"),
    Story(63, "permits", MENARA, "online", "resumed", "fr", "Occupation d’un trottoir par un café"),
    Story(59, "roads", GUELIZ, "email", "begun", "fr", "Marquage au sol d’un carrefour"),
    Story(58, "lighting", ANNAKHIL, "online", "acknowledged", "ar", "نقل عمود إنارة يعيق الولوج"),
    Story(57, "urban-planning", SYBA, "counter", "begun", "ar", "شهادة التموقع الإداري لبناية"),
    Story(55, "cleanliness", MEDINA, "counter", "assigned", "fr", "Enlèvement de gravats"),
    Story(53, "vehicles", MENARA, "online", "resumed", "ar", "تغيير توقيت مرور شاحنة الجمع"),
    Story(50, "permits", MEDINA, "counter", "waiting", "ar", "رخصة إصلاح واجهة محل بالمدينة"),
    Story(
        47, "finance", GUELIZ, "post", "redirected", "fr", "Remboursement d’un branchement d’eau"
    ),
    Story(45, "roads", MENARA, "online", "answered", "ar", "وضع مخفض للسرعة قرب حضانة"),
    Story(
        42, "civil-status-gueliz", GUELIZ, "counter", "answered", "ar", "طلب شهادة الحياة الفردية"
    ),
    Story(40, "lighting", MEDINA, "counter", "waiting", "fr", "Éclairage d’une impasse"),
    Story(37, "revenue", SYBA, "counter", "begun", "ar", "مراجعة واجب احتلال الملك العمومي"),
    Story(35, "hr", GUELIZ, "email", "withdrawn", "fr", "Demande de stage dans les services"),
    Story(33, "cleanliness", SYBA, "online", "refused", "ar", "نقل حاوية من أمام منزل"),
    Story(30, "permits", ANNAKHIL, "counter", "begun", "ar", "رخصة حفر لربط منزل بالشبكة"),
    Story(
        28,
        "urban-planning",
        GUELIZ,
        "online",
        "begun",
        "fr",
        "Note de renseignements urbanistiques",
    ),
    Story(25, "civil-status-medina", MEDINA, "counter", "answered", "ar", "طلب شهادة مطابقة الاسم"),
    Story(23, "roads", ANNAKHIL, "phone", "redirected", "ar", "تسرب ماء صالح للشرب بالطريق"),
    Story(21, "lighting", GUELIZ, "online", "answered", "fr", "Lampadaire clignotant"),
    Story(19, "vehicles", SYBA, "counter", "waiting", "ar", "تنظيف ساحة بعد السوق الأسبوعي"),
    Story(17, "permits", SYBA, "online", "withdrawn", "ar", "رخصة نصب خيمة لمناسبة عائلية"),
    Story(14, "roads", MEDINA, "counter", "begun", "fr", "Réfection d’une chaussée après travaux"),
    Story(12, "lighting", MENARA, "online", "acknowledged", "ar", "إضافة نقط ضوئية بشارع جديد"),
    Story(10, "revenue", MENARA, "post", "assigned", "fr", "Attestation de paiement d’une taxe"),
    Story(8, "urban-planning", MEDINA, "counter", "acknowledged", "ar", "تقسيم ملك مشترك"),
    Story(6, "cleanliness", GUELIZ, "online", "acknowledged", "fr", "Collecte des déchets verts"),
    Story(4, "permits", GUELIZ, "counter", "assigned", "ar", "رخصة استغلال الملك العمومي مؤقتا"),
    Story(3, "registry", MENARA, "online", "filed", "ar", "طلب إقامة نشاط رياضي بحديقة الحي"),
    Story(2, "registry", MEDINA, "email", "filed", "fr", "Prêt d’une salle communale"),
    Story(1, "registry", SYBA, "counter", "filed", "ar", "طلب مقابلة مع مصالح الجماعة"),
    Story(0, "lighting", GUELIZ, "online", "filed", "ar", "انقطاع الإنارة في ممر للراجلين"),
)
"""In the order in which they were deposited, so that their references follow their days."""
