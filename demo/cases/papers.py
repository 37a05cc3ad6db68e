"""Papers and pictures for the invented requests; each says on its face that it is invented."""

import io
from functools import cache
from typing import Final

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from casework.signatures.printing import print_page
from casework.signatures.wording import commune_name

LETTERHEAD: Final = (("ar", "المملكة المغربية"), ("fr", "Royaume du Maroc"))
WITHOUT_VALUE: Final = {
    "ar": "وثيقة مبتكرة للعرض التوضيحي، ليست لها أية قيمة قانونية.",
    "fr": "Document fictif établi pour la démonstration, sans valeur juridique.",
}
TEXTS: Final = {
    "ar": (
        "بناء على القانون التنظيمي رقم 113.14 المتعلق بالجماعات؛",
        "وبناء على القانون رقم 55.19 المتعلق بتبسيط المساطر والإجراءات الإدارية؛",
        "وبعد دراسة الطلب من لدن المصلحة المختصة؛",
        "يشهد رئيس مجلس الجماعة بأن الطلب المشار إليه أعلاه مستوف للشروط المطلوبة.",
    ),
    "fr": (
        "Vu la loi organique n° 113-14 relative aux communes ;",
        "Vu la loi n° 55-19 relative à la simplification des procédures administratives ;",
        "Après étude de la demande par le service compétent ;",
        "Le président du conseil atteste que la demande susvisée remplit les conditions requises.",
    ),
}


@cache
def letter(language: str, title: str) -> bytes:
    """Return a paper of one page as PDF, with room for the signature at its foot."""
    context = {
        "title": title,
        "letterhead": [(code, kingdom, commune_name(code)) for code, kingdom in LETTERHEAD],
        "paragraphs": TEXTS[language],
        "warning": WITHOUT_VALUE[language],
    }
    return print_page("demo/letter.html", context, language)


@cache
def plan() -> bytes:
    """Return a drawn plan of a site as PNG, as a resident would photograph one."""
    picture = Image.new("RGB", (640, 420), "#f6f1e7")
    pen = ImageDraw.Draw(picture)
    for left in range(60, 580, 130):
        for top in (70, 250):
            pen.rectangle((left, top, left + 100, top + 100), outline="#5a534b", width=3)
    pen.line((20, 210, 620, 210), fill="#a3452c", width=14)
    pen.ellipse((300, 195, 330, 225), fill="#1f4fa3")
    pen.text((20, 392), "DEMONSTRATION", fill="#5a534b")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def uploaded(content: bytes, name: str) -> "ContentFile[bytes]":
    """Return bytes as a form would hand them over."""
    return ContentFile(content, name=name)
