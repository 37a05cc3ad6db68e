"""Who acts: accounts, and later roles and delegations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """The lowest floor: every room may know who acts."""

    name = "people"
    verbose_name = _("People")
