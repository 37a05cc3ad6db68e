"""Staff with and without sensitive capabilities, and what a telephone's app would show."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from people.models import User

PASSWORD = "nine blue doors of the medina"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def clerk(name: str = "clerk", **fields: Any) -> User:
    """Return a member of staff without any role."""
    return User.objects.create_user(name, password=PASSWORD, **fields)


def chief(name: str = "chief", **fields: Any) -> User:
    """Return somebody who may do everything, and so what is sensitive too."""
    return User.objects.create_superuser(name, password=PASSWORD, **fields)


def give_app(person: User, secret: str = SECRET) -> Authenticator:
    """Let `person` have an app for codes."""
    app: Authenticator = TOTP.activate(person, secret).instance
    return app


def code_now(secret: str = SECRET) -> str:
    """Return what the app shows."""
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return code


def type_password(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the form of the sign-in page."""
    return client.post("/account/sign-in/", {"login": name, "password": password}, **more)
