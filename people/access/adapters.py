"""How allauth behaves here: accounts are made by the administration, and every word is ours."""

import base64
import io
import logging
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.access.rules import may_remove_factor
from people.access.staff import person_of_claims
from people.delivery import UndeliverableError, Word, deliver
from people.origin import address_of
from people.permissions import holds_sensitive
from people.scripts import named

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in with a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is wrong or no longer valid."),
        "incorrect_password": _("This password is wrong."),
        "invalid_password_reset": _("This link has been used or is no longer valid."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "username_password_mismatch": _("The user name or the password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address, which a trusted proxy saw."""
        return address_of(request) or "0.0.0.0"  # noqa: S104 - no address to listen on, but none

    def format_email_subject(self, subject: str) -> str:
        """Put the commune's name before a subject."""
        return f"{_commune()} · {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand a message over to whatever carries words here; a lost one stops nobody's work."""
        site = {"domain": self.request.get_host()}
        words = context | {"email": email, "current_site": site, "commune": _commune()}
        message = self.render_mail(template_prefix, email, words)
        word = Word(email, message.body, message.subject, get_language() or settings.LANGUAGE_CODE)
        try:
            deliver(word)
        except (OSError, UndeliverableError):
            log.exception("a message about an account could not be handed over")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person of a change to their account, at the address that the staff list has."""
        address = email or getattr(user, "email", "")
        if address:
            super().send_notification_mail(template_prefix, user, context, address)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: codes of an app, security keys, recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your role needs a second factor: add another one before you remove this one."
        ),
        "cannot_generate_recovery_codes": _("Recovery codes come with a second factor."),
        "incorrect_code": _("This code is wrong or no longer valid."),
    }

    def get_totp_issuer(self) -> str:
        """Return what the app shows beside the code."""
        return settings.COMMUNE_FR  # type: ignore[no-any-return]

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return which account the code is of."""
        return str(user.get_username())

    def build_totp_svg(self, url: str) -> str:
        """Return the square code to be scanned; white around it, so that it is read in the dark."""
        drawing = io.BytesIO()
        segno.make(url, error="m").save(drawing, kind="svg", scale=5, border=4, light="#fff")
        return drawing.getvalue().decode()

    def _get_site_name(self) -> str:
        return str(settings.COMMUNE_FR)

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database, with a key made of the site's own."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret back, also one from before the site's key was changed."""
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of those whose role needs one."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        left = [str(kind) for kind in others.values_list("type", flat=True)]
        required = settings.SECOND_FACTOR and holds_sensitive(authenticator.user)
        return may_remove_factor(left, is_required=required)


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the municipality's own directory, by OpenID Connect."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever has no account here does not get one by being in the directory."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie somebody who comes for the first time to the account that the claims name."""
        if sociallogin.is_existing:
            return
        person = person_of_claims(sociallogin.account.extra_data)
        if person is None:
            raise ImmediateHttpResponse(_refused(request))
        sociallogin.connect(request, person)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Return to the sign-in page, which says that it did not work."""
        raise ImmediateHttpResponse(_refused(request))


def _refused(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("The directory did not name an account that may sign in here."))
    return redirect("account_login")


def _commune() -> str:
    return named(ar=settings.COMMUNE_AR, fr=settings.COMMUNE_FR)


def _vault() -> MultiFernet:
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(_key_of(key)))
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _key_of(secret: str) -> bytes:
    return salted_hmac("people.access.vault", "second factor", secret, algorithm="sha256").digest()
