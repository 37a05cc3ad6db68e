"""Nothing typed is lost: not by an error, not with a session that ended before it was sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Case
from casework.services import change_state
from tests.casework.files import clerk, make_case, opened, request_kind
from tests.people.organisation import at_desk
from workspace.drafts import draft_of, save_draft
from workspace.models import Draft

pytestmark = pytest.mark.django_db
WORDS = "كلمات طويلة كتبت بعناية"


@pytest.fixture
def desk(client):
    """Return a browser in which a superuser is signed in."""
    return at_desk(client, clerk())


def signed_in_again(client, sent):
    """Return the page on which somebody finds themselves after signing in again."""
    assert sent.status_code == 302
    wanted = sent.headers["Location"]
    assert wanted.startswith(reverse("account_login"))
    client.force_login(clerk())
    return client.get(wanted.partition("next=")[2], follow=True)


@pytest.mark.parametrize(
    ("name", "field", "more"),
    [
        ("note", "text", {}),
        ("change", "reason", {"to": "redirected"}),
        ("assign", "reason", {"department": "1"}),
    ],
)
def test_what_was_sent_after_the_session_had_ended_is_offered_again(client, name, field, more):
    case = make_case()
    address = reverse(f"casework:{name}", args=[case.pk])
    page = signed_in_again(client, client.post(address, {**more, field: WORDS}))
    assert page.redirect_chain[-1][0] == reverse("casework:case", args=[case.pk])
    assert page.content.decode().count("data-draft-found") == 1
    (draft,) = Draft.objects.all()
    assert draft.fields[field] == [WORDS]
    without_script = client.get(f"{reverse('casework:case', args=[case.pk])}?draft=1")
    assert WORDS in without_script.content.decode()
    assert not case.events.filter(reason=WORDS).exists(), "nothing was done without a session"


def test_an_extension_typed_too_late_is_offered_beside_its_clock(client):
    case = make_case()
    deadline = case.deadlines.get()
    deadline.rule.extensions_allowed, deadline.rule.extension_amount = 1, 10
    deadline.rule.save()
    address = reverse("casework:extend", args=[case.pk, deadline.pk])
    page = signed_in_again(client, client.post(address, {"amount": "5", "reason": WORDS}))
    assert f'data-draft-of="casework.extend.{deadline.pk}"' in page.content.decode()
    assert draft_of(clerk(), f"casework.extend.{deadline.pk}")


def test_a_deposit_sent_too_late_is_offered_again_and_forgotten_when_it_is_made(client):
    kind = str(request_kind().pk)
    typed = {
        "kind": kind,
        "subject": WORDS,
        "name": "سعيد المثال",
        "applicant_kind": "person",
        "language": "fr",
        "channel": "post",
        "place": "زنقة الحرية",
    }
    address = reverse("casework:new")
    page = signed_in_again(client, client.post(address, typed))
    assert "data-draft-found" in page.content.decode()
    form = client.get(f"{address}?draft=1").context["form"]
    assert {name: str(form[name].value()) for name in typed} == typed
    assert client.post(address, typed).status_code == 302
    assert Case.objects.get().subject == WORDS
    assert not Draft.objects.exists()


def test_what_was_done_leaves_no_draft(desk):
    case = make_case()
    save_draft(owner=clerk(), form=f"casework.note.{case.pk}", entries={"text": ["half a"]})
    desk.post(reverse("casework:note", args=[case.pk]), {"text": WORDS})
    assert not Draft.objects.exists()


def test_a_refused_form_shows_what_was_typed_and_offers_nothing_older(desk):
    case = make_case()
    save_draft(owner=clerk(), form=f"casework.step.{case.pk}", entries={"reason": ["older"]})
    address = reverse("casework:change", args=[case.pk])
    answer = desk.post(address, {"to": "answered", "reason": WORDS})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert WORDS in page
    assert "data-draft-found" not in page


def test_one_query_is_enough_for_all_drafts_of_a_page(desk):
    case = make_case()
    address = reverse("casework:case", args=[case.pk])
    page = desk.get(address)
    assert page.content.decode().count("data-draft-of") == 3
    with CaptureQueriesContext(connection) as found:
        desk.get(address)
    assert len([each for each in found.captured_queries if "workspace_draft" in each["sql"]]) == 1


def test_a_resident_whose_session_has_ended_finds_their_answer_again(client):
    case, secret = opened()
    for state in ("acknowledged", "in_progress", "waiting"):
        change_state(case=case, to=state, actor=clerk(), reason="نسخة البطاقة")
    address = reverse("requests:answer", args=[case.pk])
    assert client.post(address, {"text": WORDS}).headers["Location"] == reverse("requests:find")
    proof = {"reference": case.reference, "secret": secret}
    page = client.post(reverse("requests:find"), proof, follow=True)
    assert WORDS in page.content.decode()
    client.post(address, {"text": WORDS})
    case.refresh_from_db()
    assert case.state == "in_progress"
    assert client.get(reverse("requests:case", args=[case.pk])).content.decode().count(WORDS) == 1
