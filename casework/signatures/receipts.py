"""The receipt (وصل / récépissé) that whoever deposits a file takes home at once.

Law 55-19 on the simplification of procedures asks for it; it states what was deposited, when,
where, and until when the commune answers.
"""

from typing import Final

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.links import tracking_address
from casework.models import Case
from casework.signatures.models import IssuedDocument
from casework.signatures.printing import print_page
from casework.signatures.services import Facts, seal_once
from casework.signatures.wording import commune_name, day_words, in_words_of, moment_words

PURPOSE: Final = "receipt"
LANGUAGES: Final = ("ar", "fr")
KINGDOM = (("ar", "المملكة المغربية"), ("fr", "Royaume du Maroc"))
"""The head of every paper of the commune, in both official hands whatever its language."""


def issue_receipt(case: Case, language: str) -> IssuedDocument:
    """Return the sealed receipt of a case, in Arabic or in French; made once, then kept.

    Any other language gets the French one: these two are the languages of the administration.
    """
    language = language if language in LANGUAGES else "fr"
    known: IssuedDocument | None = IssuedDocument.objects.filter(
        case=case, purpose=PURPOSE, language=language, revoked_at=None
    ).first()
    if known:
        return known
    with override(language):
        title, facts = _("Receipt of deposit"), receipt_facts(case, language)
    pdf = print_page(
        "signatures/pdf/receipt.html",
        {
            "title": title,
            "facts": facts,
            "letterhead": [(code, kingdom, commune_name(code)) for code, kingdom in KINGDOM],
            "case": case,
            "address": format_html('<bdi class="latin" dir="ltr">{}</bdi>', _without_scheme()),
        },
        language,
    )
    return seal_once(
        case=case, purpose=PURPOSE, title=title, pdf=pdf, language=language, facts=facts
    )


def _without_scheme() -> str:
    """Return where the file is followed, as people type it."""
    return tracking_address().partition("://")[2]


def receipt_facts(case: Case, language: str) -> Facts:
    """Return what a receipt states, label by label."""
    kind, department = case.kind, case.department
    facts = [
        (_("Reference"), case.reference),
        (_("Deposited at"), moment_words(case.deposited_at, language)),
        (_("Kind"), in_words_of(language, ar=kind.name_ar, fr=kind.name_fr)),
        (_("Subject"), case.subject),
        (_("Applicant"), case.applicant.name),
        (_("Department"), in_words_of(language, ar=department.name_ar, fr=department.name_fr)),
    ]
    if case.due_on:
        facts.append((_("Answer due by"), day_words(case.due_on, language)))
    return facts
