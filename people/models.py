"""The organisation: departments, posts, people, what they may do, the trail of what they did."""

from typing import ClassVar

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from people.enums import DelegationKind, DepartmentKind
from people.querysets import DatedQuerySet
from people.scripts import named
from people.traits import PERIOD, Dated, Named, ended_never_erased, ends_after_it_begins, same

TERRITORY = RegexValidator(r"^\d[\d.]*$", _("A territory code is made of digits and dots."))


class Department(Named):
    """A division or service (قسم، مصلحة / division, service) of the commune."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=DepartmentKind, default=DepartmentKind.SERVICE
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="department_is_not_its_own_part",
                condition=~Q(parent=F("id")),
                violation_error_message=_("A department cannot be part of itself."),
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="no_department_in_a_circle",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__parent__isnull=False),
                func="""
                    PERFORM pg_advisory_xact_lock(3510110);
                    IF EXISTS (
                        WITH RECURSIVE above(id, parent_id) AS (
                            SELECT id, parent_id FROM people_department WHERE id = NEW.parent_id
                            UNION
                            SELECT d.id, d.parent_id FROM people_department d
                            JOIN above ON d.id = above.parent_id)
                        SELECT 1 FROM above WHERE id = NEW.id) THEN
                        RAISE EXCEPTION 'a department cannot be part of itself'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'department_is_not_its_own_part';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]


class User(AbstractUser):
    """A person who may sign in. Ours from the first day, since it cannot be replaced later."""

    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True)
    staff_number = models.CharField(
        _("staff number"), max_length=20, blank=True, help_text=_("As on the pay slip.")
    )
    is_simulated = models.BooleanField(_("simulated"), default=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff_number"],
                name="staff_number_once",
                condition=~Q(staff_number=""),
                violation_error_message=_("Somebody else has this staff number."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name in the reader's script, or how they sign in."""
        return named(ar=self.name_ar, fr=self.get_full_name()) or self.username


class Post(Named):
    """A post (منصب / poste) of a department, held by one person or, as for agents, by several."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name=_("department")
    )
    superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("answers to"),
    )
    is_single = models.BooleanField(_("held by one person at a time"), default=True)
    is_head = models.BooleanField(_("heads the department"), default=False)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="post_is_not_its_own_superior",
                condition=~Q(superior=F("id")),
                violation_error_message=_("A post cannot answer to itself."),
            ),
            models.UniqueConstraint(
                fields=["department"],
                name="one_head_of_a_department",
                condition=Q(is_head=True),
                violation_error_message=_("Another post heads this department."),
            ),
        ]


class Appointment(Dated):
    """A person in a post (تعيين / nomination), by a decision, for a time."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="appointments", verbose_name=_("person concerned")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="appointments", verbose_name=_("post")
    )
    decision = models.CharField(_("decision"), max_length=120)

    objects = DatedQuerySet["Appointment"].as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering: ClassVar = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            ends_after_it_begins("appointment_ends_after_it_begins"),
            ExclusionConstraint(
                name="appointed_once_at_a_time",
                expressions=[same("user"), same("post"), PERIOD],
                violation_error_message=_("This person already holds this post on these dates."),
            ),
        ]
        triggers: ClassVar = [
            *ended_never_erased("appointment"),
            pgtrigger.Trigger(
                name="one_holder_of_a_single_post",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    PERFORM 1 FROM people_post WHERE id = NEW.post_id AND is_single FOR UPDATE;
                    IF FOUND AND EXISTS (
                        SELECT 1 FROM people_appointment a
                        WHERE a.post_id = NEW.post_id AND a.id <> NEW.id
                          AND daterange(a.valid_from, a.valid_to)
                              && daterange(NEW.valid_from, NEW.valid_to)) THEN
                        RAISE EXCEPTION 'the post has another holder on these dates'
                            USING ERRCODE = 'exclusion_violation',
                                  CONSTRAINT = 'one_holder_of_a_single_post';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]


class Role(Named):
    """What somebody may do together: a named set of capabilities, given by grants."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    capabilities = ArrayField(
        models.CharField(max_length=60), verbose_name=_("capabilities"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering: ClassVar = ["code"]


class Limited(models.Model):
    """Something that holds in a department with its parts, and in a territory, or everywhere."""

    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
        help_text=_("With all its parts. Empty: every department."),
    )
    territory_code = models.CharField(
        _("territory"),
        max_length=20,
        blank=True,
        validators=[TERRITORY],
        help_text=_("Empty: the whole commune."),
    )

    class Meta:
        abstract = True


class Grant(Dated, Limited):
    """A role for a person, or for whoever holds a post, in a place and for a time."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name=_("role"))
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("person concerned"),
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("post")
    )
    decision = models.CharField(_("decision"), max_length=120)

    objects = DatedQuerySet["Grant"].as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering: ClassVar = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            ends_after_it_begins("grant_ends_after_it_begins"),
            models.CheckConstraint(
                name="grant_to_a_person_or_a_post",
                condition=Q(user=None, post__isnull=False) | Q(user__isnull=False, post=None),
                violation_error_message=_("A role is given to a person or to a post, not to both."),
            ),
            ExclusionConstraint(
                name="granted_once_at_a_time",
                expressions=[
                    same("role"),
                    (Coalesce("user", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("post", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("department", Value(0)), RangeOperators.EQUAL),
                    same("territory_code"),
                    PERIOD,
                ],
                violation_error_message=_("The same role is already given there on these dates."),
            ),
        ]
        triggers: ClassVar = ended_never_erased("grant")


class Delegation(Dated, Limited):
    """A person acts for another by a decision (قرار التفويض / arrêté de délégation, law 113-14).

    Of signature: the capabilities named. Of office: all that the delegator's own roles allow. It
    never gives more than the delegator holds at that moment, and is never passed on.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=DelegationKind)
    delegator = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_given", verbose_name=_("delegator")
    )
    delegate = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_received", verbose_name=_("delegate")
    )
    capabilities = ArrayField(
        models.CharField(max_length=60), verbose_name=_("capabilities"), default=list, blank=True
    )
    decision = models.CharField(_("decision"), max_length=120)

    objects = DatedQuerySet["Delegation"].as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering: ClassVar = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            ends_after_it_begins("delegation_ends_after_it_begins"),
            models.CheckConstraint(
                name="nobody_delegates_to_themselves",
                condition=~Q(delegator=F("delegate")),
                violation_error_message=_("Nobody delegates to themselves."),
            ),
            models.CheckConstraint(
                name="delegation_rests_on_a_decision",
                condition=~Q(decision=""),
                violation_error_message=_("A delegation rests on a decision: give its reference."),
            ),
            models.CheckConstraint(
                name="delegation_names_what_is_signed",
                condition=Q(kind=DelegationKind.OFFICE, capabilities=[])
                | (Q(kind=DelegationKind.SIGNATURE) & ~Q(capabilities=[])),
                violation_error_message=_(
                    "A delegation of signature names what is signed; one of office names nothing."
                ),
            ),
        ]
        triggers: ClassVar = ended_never_erased("delegation")


class AuditEntry(models.Model):
    """Who did what, when, from where, to what, and why (append-only).

    `old` and `new` hold the values that changed, by field.
    """

    at = models.DateTimeField(_("instant"), db_default=Now(), editable=False)
    actor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="audit_entries",
        verbose_name=_("done by"),
    )
    address = models.GenericIPAddressField(_("network address"), null=True)
    action = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_id = models.CharField(_("number of the object"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    old = models.JSONField(_("before"), default=dict)
    new = models.JSONField(_("after"), default=dict)
    why = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_by_object"),
            models.Index(fields=["actor", "-at"], name="audit_by_person"),
            models.Index(fields=["-at"], name="audit_by_instant"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
