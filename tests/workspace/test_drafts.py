"""Nothing typed is lost, and no secret is kept."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone

from people.models import User
from workspace import drafts
from workspace.drafts import discard_draft, draft_of, initial_of, save_draft, worth_keeping
from workspace.models import Draft

BAR = Template("{% load desk %}{% draft_bar 'tests.form' %}")


def test_secrets_are_not_kept() -> None:
    typed = {
        "name": ["Amina"],
        "csrfmiddlewaretoken": ["x"],
        "password1": ["x"],
        "form-0-password": ["x"],
        "otp": ["123456"],
        "empty": [""],
        "tags": ["a", "b"],
    }
    assert worth_keeping(typed) == {"name": ["Amina"], "tags": ["a", "b"]}


@pytest.mark.django_db
def test_a_draft_is_kept_until_it_is_discarded(clerk: User, colleague: User) -> None:
    save_draft(owner=clerk, form="f", entries={"name": ["a"]})
    save_draft(owner=clerk, form="f", entries={"name": ["ab"], "tags": ["1", "2"]})
    assert Draft.objects.count() == 1
    assert initial_of(clerk, "f") == {"name": "ab", "tags": ["1", "2"]}
    assert draft_of(colleague, "f") is None
    discard_draft(owner=clerk, form="f")
    assert initial_of(clerk, "f") == {}


@pytest.mark.django_db
def test_an_emptied_form_has_no_draft(clerk: User) -> None:
    save_draft(owner=clerk, form="f", entries={"name": ["a"]})
    assert save_draft(owner=clerk, form="f", entries={"name": [""]}) is None
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_draft_has_an_end(clerk: User) -> None:
    with pytest.raises(ValidationError):
        save_draft(owner=clerk, form="f", entries={"name": ["x" * (drafts.LONGEST + 1)]})
    save_draft(owner=clerk, form="f", entries={"name": ["x"]})
    assert drafts.purge_old(timezone.now() + dt.timedelta(days=6)) == 0
    assert drafts.purge_old(timezone.now() + dt.timedelta(days=8)) == 1


@pytest.mark.django_db
def test_the_script_keeps_and_discards(desk: Client, clerk: User) -> None:
    address = "/desk/drafts/casework.deposit/"
    assert desk.post(address, {"name": "سعاد", "password": "x"}).status_code == 204
    assert Draft.objects.get().fields == {"name": ["سعاد"]}
    assert desk.post(address, {"name": "x" * 200_000}).status_code == 413
    assert desk.post(f"/desk/drafts/{'f' * 200}/", {"name": "x"}).status_code == 413
    assert desk.post(address, {"name": "a\0b"}).status_code == 204
    assert Draft.objects.get().fields == {"name": ["ab"]}
    assert desk.delete(address).status_code == 204
    assert not Draft.objects.exists()
    assert desk.get(address).status_code == 405


@pytest.mark.django_db
def test_what_was_sent_too_late_is_found_after_signing_in(client: Client, clerk: User) -> None:
    """The session expires; the form is sent; its sender signs in again and finds every entry."""
    sent = client.post("/desk/drafts/x/", {"name": "Amina", "password": "x"})
    assert sent.status_code == 302
    client.force_login(clerk)
    request = RequestFactory().get("/desk/drafts/x/")
    request.session, request.user = client.session, clerk
    bar = BAR.render(Context({"request": request}))
    assert "Amina" in bar
    assert Draft.objects.get().fields == {"name": ["Amina"]}
    assert drafts.TYPED not in request.session


@pytest.mark.django_db
def test_it_is_found_on_its_own_page_only(client: Client, clerk: User) -> None:
    client.post("/desk/drafts/x/", {"name": "Amina"})
    client.force_login(clerk)
    request = RequestFactory().get("/elsewhere/")
    request.session, request.user = client.session, clerk
    assert "Amina" not in BAR.render(Context({"request": request}))


def test_visitors_have_no_drafts() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert BAR.render(Context({"request": request})).strip() == ""
