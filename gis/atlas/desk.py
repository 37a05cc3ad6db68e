"""What the map brings to every desk: its place in the menu."""

from django.utils.translation import gettext_lazy as _

from workspace import navigation

navigation.register(navigation.Entry("atlas:map", _("The map"), "city", order=25))
