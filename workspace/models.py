"""What a desk remembers: notifications, jobs, saved views, drafts, actions that can be undone."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workspace.enums import ENDED_STATES, OPEN_STATES, JobState
from workspace.querysets import (
    JobQuerySet,
    NotificationQuerySet,
    OwnedQuerySet,
    SavedViewQuerySet,
    UndoableQuerySet,
)
from workspace.wording import for_reader


class Owned(models.Model):
    """Something of one person's own."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        abstract = True


class Notification(Owned):
    """Something that a person was told; `words` and `details` hold it in each language."""

    words = models.JSONField(_("title"))
    details = models.JSONField(_("text"), default=dict, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["owner"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["owner", "-created_at"], name="notification_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.words)

    @property
    def body(self) -> str:
        """The text in the reader's language."""
        return for_reader(self.details)


class SavedView(Owned):
    """The filters, order and columns of a table under a name; shared ones all colleagues see."""

    table = models.CharField(_("table"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    is_shared = models.BooleanField(_("shared with colleagues"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "table", "name"],
                name="saved_view_name_once",
                violation_error_message=_("You already have a view of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Job(Owned):
    """Long work that a person started, how far it is, and the file that it made.

    `done` of `total` parts; a total of 0 means that it is not known yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    words = models.JSONField(_("title"))
    task = models.CharField(_("task"), max_length=80)
    arguments = models.JSONField(_("arguments"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState, default=JobState.QUEUED, db_index=True
    )
    done = models.PositiveBigIntegerField(_("parts done"), default=0)
    total = models.PositiveBigIntegerField(_("parts in all"), default=0)
    problem = models.JSONField(_("reason of the failure"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=10, default="fr")
    result_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    is_cancelling = models.BooleanField(_("to be cancelled"), default=False)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="job_ends_when_it_has_ended",
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | Q(state__in=ENDED_STATES, finished_at__isnull=False),
                violation_error_message=_("A job that has ended has an end, and no other one."),
            ),
            models.CheckConstraint(
                name="job_does_no_more_than_all",
                condition=Q(total=0) | Q(done__lte=F("total")),
                violation_error_message=_("A job cannot do more parts than there are."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.words)

    @property
    def reason(self) -> str:
        """Why it failed, in the reader's language."""
        return for_reader(self.problem)

    @property
    def has_result(self) -> bool:
        """Whether there is a file to download."""
        return self.state == JobState.DONE and bool(self.result_name)

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state in OPEN_STATES


class Draft(Owned):
    """What a person typed into a form and has not sent: field names with their values."""

    form = models.CharField(_("form"), max_length=120)
    fields = models.JSONField(_("entries"))
    saved_at = models.DateTimeField(_("saved at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "form"],
                name="draft_once_a_form",
                violation_error_message=_("There is already a draft of this form."),
            )
        ]

    def __str__(self) -> str:
        return self.form


class UndoableAction(Owned):
    """An action that its author may take back for a short while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    words = models.JSONField(_("title"))
    action = models.CharField(_("action"), max_length=80)
    arguments = models.JSONField(_("arguments"), default=dict, blank=True)
    expires_at = models.DateTimeField(_("can be undone until"))
    used_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = UndoableQuerySet.as_manager()

    class Meta:
        verbose_name = _("action that can be undone")
        verbose_name_plural = _("actions that can be undone")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What was done, in the reader's language."""
        return for_reader(self.words)
