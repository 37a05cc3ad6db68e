"""Who may speak to the broker, and what could not be understood."""

import hashlib
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ingest.querysets import DeadLetterQuerySet
from telemetry.models import Device


class Credential(models.Model):
    """A name and a secret at the broker: of one device, or of a gateway that speaks for many."""

    username = models.CharField(_("user name"), max_length=64, unique=True)
    password_line = models.CharField(
        _("hashed secret"), max_length=250, help_text=_("As mosquitto keeps it; never the secret.")
    )
    device = models.OneToOneField(
        Device, models.CASCADE, null=True, blank=True, verbose_name=_("device")
    )
    write_filters = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        verbose_name=_("topics of a gateway"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)

    class Meta:
        verbose_name = _("broker credential")
        verbose_name_plural = _("broker credentials")
        constraints = [
            models.CheckConstraint(
                name="credential_of_a_device_or_a_gateway",
                condition=Q(device=None) | Q(write_filters=[]),
                violation_error_message=_(
                    "A device writes to its own topics only; other topics are a gateway's."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.username


class DeadLetter(models.Model):
    """A message that was refused, with the reason; the same bytes on the same topic count up."""

    digest = models.UUIDField(unique=True)
    topic = models.TextField(_("topic"))
    payload = models.BinaryField(_("payload"))
    reason = models.CharField(_("reason"), max_length=40)
    detail = models.CharField(_("detail"), max_length=300)
    occurrences = models.PositiveIntegerField(_("times received"), default=1)
    first_received_at = models.DateTimeField(_("first received at"))
    last_received_at = models.DateTimeField(_("last received at"))

    objects = DeadLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("dead letter")
        verbose_name_plural = _("dead letters")

    def __str__(self) -> str:
        return f"{self.topic}: {self.reason}"


def digest_of(topic: str, payload: bytes) -> uuid.UUID:
    """Return what identifies a refused message: its topic and its bytes."""
    content = hashlib.blake2b(topic.encode("utf-8", "replace") + b"\0" + payload, digest_size=16)
    return uuid.UUID(bytes=content.digest())
