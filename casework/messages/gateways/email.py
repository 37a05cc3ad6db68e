"""E-mail, through the server that the settings name."""

import smtplib
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import override

from casework.messages.gateways.base import (
    Accepted,
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
    Unconnected,
)
from casework.messages.stopping import stop_url

PERMANENT: Final = 500
"""Replies from here on are final (RFC 5321, 4.2.1)."""


class EmailGateway(Unconnected):
    """Sends text with the same words as a page, written in the reader's direction."""

    code = "email"

    def send(self, message: Outgoing) -> Accepted:
        """Hand one e-mail over to the server."""
        connection = get_connection(timeout=20)
        try:
            sent = self._made(message, connection).send()
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code) from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _failure(max(codes, default=0)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise GatewayUnavailableError(type(error).__name__) from error
        if not sent:
            raise GatewayUnavailableError("not taken")
        return Accepted()

    def _made(self, message: Outgoing, connection: BaseEmailBackend) -> EmailMultiAlternatives:
        stop = stop_url(message.number) if message.may_refuse else ""
        context = {"message": message, "stop": stop, "commune": _commune(message.language)}
        headers = {"Auto-Submitted": "auto-generated", "Content-Language": message.language}
        if stop:
            headers["List-Unsubscribe"] = f"<{stop}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        with override(message.language):
            text = render_to_string("outbox/email.txt", context)
            page = render_to_string("outbox/email.html", context)
        made = EmailMultiAlternatives(
            message.subject, text, to=[message.address], headers=headers, connection=connection
        )
        made.attach_alternative(page, "text/html")
        return made


def _commune(language: str) -> str:
    return str(settings.COMMUNE_AR if language == "ar" else settings.COMMUNE_FR)


def _failure(code: int) -> Exception:
    if code >= PERMANENT:
        return GatewayRefusedError(f"SMTP {code}")
    return GatewayUnavailableError(f"SMTP {code}")
