"""Which demonstration city is loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from demo.inventory import Options


class LoadedCity(models.Model):
    """The options from which the loaded city was invented; there is at most one."""

    lamps = models.PositiveIntegerField(_("lamps"))
    vehicles = models.PositiveIntegerField(_("vehicles"))
    seed = models.PositiveIntegerField(_("seed"))
    edition = models.PositiveIntegerField(_("edition of the invented city"))
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("demonstration city")
        verbose_name_plural = _("demonstration cities")
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                name="one_demonstration_city",
                violation_error_message=_("A demonstration city is already loaded."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.lamps} + {self.vehicles}"

    @property
    def options(self) -> Options:
        """What the city is made from."""
        return Options(self.lamps, self.vehicles, self.seed)
