"""Accounts of the people who act in the system."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who may sign in. Ours from the first day, since it cannot be replaced later."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
