"""What people write into cases. Each error stands beside its field; nothing typed is lost."""

import hashlib
import secrets
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.documents.forms import UploadField
from casework.enums import ApplicantKind, Channel, Language
from casework.models import Case, CaseKind
from casework.querysets import received
from casework.services import ApplicantData, staff_for
from gis.forms import PlaceForm
from people.forms.fields import RowField, open_departments, row_field
from people.models import Department, User
from people.permissions import Actor, scope_of
from people.phones import international

AT_THE_DESK = (Channel.COUNTER, Channel.POST, Channel.EMAIL, Channel.PHONE)


class PhoneField(forms.CharField):
    """A telephone number as people write it, cleaned into international form."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput(attrs={"type": "tel", "dir": "ltr"}))
        super().__init__(max_length=24, **more)

    def clean(self, value: str | None) -> str:
        """Return the number as stored, or nothing."""
        text = super().clean(value)
        try:
            return international(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(
                _("This is not a telephone number. Write it as 0612345678 or +212612345678.")
            ) from error


class ApplicantForm(forms.Form):
    """Who asks, and how they are reached."""

    name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    applicant_kind = forms.ChoiceField(
        label=_("Kind of applicant"),
        choices=ApplicantKind.choices,
        initial=ApplicantKind.PERSON,
        widget=forms.RadioSelect,
    )
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("For messages about the request.")
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    address = forms.CharField(label=_("Postal address"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language of the messages"), choices=Language.choices, initial=Language.ARABIC
    )

    @property
    def applicant(self) -> ApplicantData:
        """What was written about the applicant."""
        data = self.cleaned_data
        return ApplicantData(
            name=data["name"],
            kind=data["applicant_kind"],
            phone=data["phone"],
            email=data["email"],
            address=data["address"],
            language=data["language"],
            identity_number=data.get("identity_number", ""),
        )


class KindField(RowField):
    """A kind of case by its name in the reader's language."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("queryset", CaseKind.objects.filter(is_open=True))
        super().__init__(label=_("What it is about"), empty_label=None, **more)


class DepositForm(ApplicantForm, PlaceForm):
    """A case as it is deposited, whoever deposits it."""

    kind = KindField()
    subject = forms.CharField(label=_("Subject of the request"), max_length=200)
    description = forms.CharField(
        label=_("Details"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    sending = forms.CharField(
        required=False, initial=secrets.token_urlsafe, widget=forms.HiddenInput, max_length=64
    )
    field_order = ["kind", "subject", "description"]

    @cached_property
    def fingerprint(self) -> bytes:
        """What tells this sending of the form from any other: its page's own mark, all that was
        typed, and the files. The same page sent again as it was has the same; without a mark, none.
        """
        if not self["sending"].data:
            return b""
        sent = [(each.html_name, _told(each.data)) for each in self]
        return hashlib.sha256(repr(sent).encode()).digest()


def _told(value: object) -> object:
    """Return what was sent in a field, of a file its digest."""
    if not isinstance(value, UploadedFile):
        return value
    value.seek(0)
    return hashlib.sha256(value.read()).digest()


class CounterForm(DepositForm):
    """A deposit that a member of staff writes down."""

    identity_number = forms.CharField(
        label=_("Identity card number"),
        max_length=20,
        required=False,
        help_text=_("Usually one or two letters and five or six digits. It is not checked."),
    )
    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[(each.value, each.label) for each in AT_THE_DESK]
    )
    department = forms.ModelChoiceField(
        label=_("Department that receives it"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("The one of this kind of case"),
    )
    is_urgent = forms.BooleanField(
        label=_("Urgent"),
        required=False,
        help_text=_("Only where the law knows an urgent deadline: life, safety or freedom."),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        departments = departments_for(actor, "casework.deposit")
        row_field(self.fields, "department").queryset = departments

    def clean(self) -> dict[str, Any]:
        """Ask for the department where the kind has none of its own."""
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind and not kind.department_id and not data.get("department"):
            self.add_error("department", _("Say which department receives the case."))
        return data


class OnlineForm(DepositForm):
    """A deposit by the resident, with a first document."""

    kind = KindField(queryset=CaseKind.objects.filter(received(), is_open=True, is_online=True))
    file = UploadField(label=_("A document, if you have one"), required=False)


def departments_for(actor: Actor, capability: str) -> "QuerySet[Department]":
    """Return the open departments within which a person may do something."""
    scope = scope_of(actor, capability)
    rows = open_departments()
    if scope.everywhere or any(inside is None for inside, _code in scope.places):
        return rows
    numbers = {number for inside, _code in scope.places for number in inside or ()}
    return rows.filter(pk__in=numbers)


class DeskForm(forms.Form):
    """One of several forms on the page of a case, with ids of its own.

    `number` is that of what it is about: it names the draft of what is typed.
    """

    place = "desk"

    def __init__(self, *args: Any, number: int, **more: Any) -> None:
        more.setdefault("auto_id", f"{self.place}_%s")
        super().__init__(*args, **more)
        self.draft = self.draft_of(number)

    @classmethod
    def draft_of(cls, number: int) -> str:
        """Return the name under which what is typed is kept."""
        return f"casework.{cls.place}.{number}"


class StepForm(DeskForm):
    """A step, named by the button that was pressed, and its reason."""

    place = "step"
    to = forms.CharField(widget=forms.HiddenInput, max_length=30)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant reads it."),
    )


class AssigneeField(RowField):
    """A colleague, named with the post by which one knows where they sit."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a person with their posts."""
        return " – ".join([obj.name, *(each.post.name for each in obj.held)])


class AssignForm(DeskForm):
    """To whom a case goes."""

    place = "assign"
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), empty_label=None
    )
    assignee = AssigneeField(
        label=_("Person"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, *args: Any, case: Case, **more: Any) -> None:
        super().__init__(*args, **more)
        here = Department.objects.filter(pk=case.department_id)
        row_field(self.fields, "department").queryset = open_departments() | here
        self.initial.setdefault("department", case.department_id)
        self.initial.setdefault("assignee", case.assignee_id)
        row_field(self.fields, "assignee").queryset = staff_for(case)


class NoteForm(DeskForm):
    """A note for the colleagues."""

    place = "note"
    text = forms.CharField(
        label=_("Note for the colleagues"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant does not see it."),
    )


class ExtensionForm(DeskForm):
    """More time for a deadline, whose number it has."""

    place = "extend"

    def __init__(self, *args: Any, number: int, **more: Any) -> None:
        more.setdefault("auto_id", f"extend_{number}_%s")
        super().__init__(*args, number=number, **more)

    amount = forms.IntegerField(label=_("By how much"), min_value=1, max_value=999)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The applicant reads it."),
    )


class TrackForm(forms.Form):
    """The reference and the code of a receipt."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Sixteen letters and digits, shown when the request was deposited."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "code-input"}),
    )


class AnswerForm(forms.Form):
    """What the applicant answers when they were asked for something."""

    text = forms.CharField(
        label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )
    file = UploadField(label=_("A document, if you have one"), required=False)


class AnnouncementForm(forms.Form):
    """The announced date of a holiday."""

    code = forms.ChoiceField(label=_("Holiday"))
    year = forms.IntegerField(label=_("Hijri year"), min_value=1343, max_value=1500)
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    days = forms.IntegerField(label=_("Number of days"), min_value=1, max_value=15, initial=1)
    source = forms.CharField(
        label=_("Announcement"),
        max_length=200,
        help_text=_("The communiqué of the Ministry of Habous, with its date."),
    )

    def __init__(self, *args: Any, holidays: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"].choices = holidays  # type: ignore[attr-defined]
