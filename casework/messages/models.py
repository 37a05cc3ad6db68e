"""The outbox: messages and what became of them, wordings, rules of sending, refusals, devices."""

import datetime as dt
import hashlib

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.messages.enums import Channel, Purpose, Reason, State
from casework.messages.querysets import MessageQuerySet
from casework.messages.rules import QuietHours
from casework.models import Case


class Wording(models.Model):
    """The commune's own text of a template in one language, from a day on.

    The newest whose day has come is used; without one, the text that the template was declared
    with. A wording is never changed: a later one takes its place.
    """

    template = models.CharField(_("template"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("title"), max_length=120)
    short = models.TextField(_("text of the SMS"), max_length=600)
    body = models.TextField(_("text of the e-mail"), max_length=5000, blank=True)
    valid_from = models.DateField(_("valid from"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["template", "language", "-valid_from", "-pk"]
        indexes = [
            models.Index(fields=["template", "language", "-valid_from"], name="wording_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language}) {self.valid_from}"


class DeliveryRule(models.Model):
    """When and how often people may be written to, from a day on; how long texts are kept."""

    valid_from = models.DateField(_("valid from"), unique=True)
    quiet_from = models.TimeField(_("quiet from"), default=dt.time(21))
    quiet_to = models.TimeField(_("quiet until"), default=dt.time(8))
    most_per_hour = models.PositiveIntegerField(
        _("most per address and hour"), default=10, validators=[MinValueValidator(1)]
    )
    most_per_day = models.PositiveIntegerField(
        _("most per address and day"), default=30, validators=[MinValueValidator(1)]
    )
    most_codes_per_hour = models.PositiveIntegerField(
        _("most codes per address and hour"), default=5, validators=[MinValueValidator(1)]
    )
    keep_days = models.PositiveIntegerField(
        _("days that texts and addresses are kept"), default=365, validators=[MinValueValidator(1)]
    )
    source = models.CharField(_("decided by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule of sending")
        verbose_name_plural = _("rules of sending")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="delivery_rule_allows_something",
                condition=Q(most_per_hour__gt=0, most_codes_per_hour__gt=0, keep_days__gt=0)
                & Q(most_per_day__gte=F("most_per_hour")),
                violation_error_message=_("A day allows at least as many messages as an hour."),
            )
        ]

    def __str__(self) -> str:
        return str(self.valid_from)

    @property
    def quiet(self) -> QuietHours:
        """The hours in which nobody is disturbed."""
        return QuietHours(self.quiet_from, self.quiet_to)


class Message(models.Model):
    """One message by one channel to one address. Written once, sent at least once."""

    template = models.CharField(_("template"), max_length=60)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    is_secret = models.BooleanField(_("holds a secret"), default=False)
    """Its text is shown to nobody, and is wiped as soon as it is sent."""
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("case")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("message", "person"),
    )
    channel = models.CharField(pgettext_lazy("message", "channel"), max_length=5, choices=Channel)
    address = models.CharField(_("address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("title"), max_length=160, blank=True)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("link"), max_length=500, blank=True)
    segments = models.PositiveSmallIntegerField(_("parts"), default=1)
    key = models.CharField(_("key"), max_length=120, null=True, blank=True, unique=True)
    """What makes a message the same one: it is queued once, however often it is asked for."""
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    gateway = models.CharField(_("gateway"), max_length=20, blank=True)
    gateway_ids = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        verbose_name=_("gateway’s numbers"),
    )
    """One for each part, as the gateway named them; receipts refer to these."""
    confirmed_ids = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("parts delivered")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    """While it is being sent: when another sender may take it over."""
    expires_at = models.DateTimeField(_("of use until"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="message_due",
            ),
            models.Index(fields=["address", "-created_at"], name="message_by_address"),
            models.Index(fields=["-created_at", "-id"], name="message_newest"),
            GinIndex(fields=["gateway_ids"], name="message_by_gateway_id"),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_has_an_address",
                condition=~Q(address="") | ~Q(state__in=["queued", "sending"]),
                violation_error_message=_("A message needs an address."),
            ),
            models.CheckConstraint(
                name="message_to_a_full_number",
                condition=~Q(channel="sms")
                | Q(address="")
                | Q(address__regex=r"^\+[1-9][0-9]{7,14}$"),
                violation_error_message=_("Give the number with the code of its country."),
            ),
            models.CheckConstraint(
                name="message_not_sent_says_why",
                condition=~Q(state__in=["withheld", "failed"]) | ~Q(reason=""),
                violation_error_message=_("Say why the message was not sent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} #{self.pk}"


class MessageEvent(models.Model):
    """One step of a message: the state it reached, when, what the gateway said. Never changed."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="events", verbose_name=_("message")
    )
    state = models.CharField(_("state"), max_length=9, choices=State)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("step of a message")
        verbose_name_plural = _("steps of messages")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"


class OptOut(models.Model):
    """An address that wants no information by a channel."""

    channel = models.CharField(pgettext_lazy("message", "channel"), max_length=5, choices=Channel)
    address = models.CharField(_("address"), max_length=254)
    since_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("refusal of messages")
        verbose_name_plural = _("refusals of messages")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address"],
                name="opted_out_once",
                violation_error_message=_("This address already refuses such messages."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk}"


class PushDevice(models.Model):
    """A browser that a person asked to be notified on."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="push_devices",
        verbose_name=pgettext_lazy("message", "person"),
    )
    endpoint = models.CharField(_("endpoint"), max_length=500, unique=True)
    public_key = models.CharField(_("public key"), max_length=120)
    secret = models.CharField(_("secret"), max_length=60)
    name = models.CharField(_("device"), max_length=80, blank=True)
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        verbose_name = _("device for notifications")
        verbose_name_plural = _("devices for notifications")

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def digest(self) -> str:
        """The SHA-256 of the endpoint, by which its browser knows it on a page."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()


class LocalDelivery(models.Model):
    """What the local gateway delivered, for development and demonstrations: it reaches nobody."""

    channel = models.CharField(pgettext_lazy("message", "channel"), max_length=5, choices=Channel)
    address = models.CharField(_("address"), max_length=254)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("title"), max_length=160, blank=True)
    body = models.TextField(_("text"))
    url = models.CharField(_("link"), max_length=500, blank=True)
    segments = models.PositiveSmallIntegerField(_("parts"), default=1)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("local message")
        verbose_name_plural = _("local messages")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk}"
