"""What applicants are told about documents that were signed for them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from casework.letters import link_to, recipient_of
from casework.messages.catalogue import Template
from casework.messages.services import send_message

if TYPE_CHECKING:
    from casework.signatures.models import IssuedDocument

ISSUED = Template(
    code="document.issued",
    name=_("Document signed"),
    subject=_("Your request {reference}: a document is ready"),
    short=_("“{title}” of your request {reference} is signed. Fetch it: {link}"),
    values=("reference", "title", "link"),
)


def tell_issued(document: "IssuedDocument") -> None:
    """Tell the applicant once that a document is there to be fetched."""
    case = document.case
    send_message(
        template=ISSUED.code,
        recipient=recipient_of(case),
        context={"reference": case.reference, "title": document.title, "link": link_to(case)},
        case=case,
        key=f"document.issued:{document.pk}",
    )
