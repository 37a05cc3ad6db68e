"""The pages of staff and of residents: who sees what, what is refused beside which field."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from casework.messages.models import Message
from casework.models import Case
from casework.services import change_state
from casework.signatures.receipts import issue_receipt
from casework.views import deposits
from people.access.throttle import Limit
from tests.casework.files import agent, clerk, department, make_case, opened, request_kind
from tests.people.organisation import at_desk

pytestmark = pytest.mark.django_db
LANGUAGES = ["ar", "fr", "en"]
DEPOSIT = {
    "subject": "طلب شهادة إدارية",
    "applicant_kind": "person",
    "name": "سعيد المثال",
    "phone": "0612 34 56 78",
    "language": "fr",
    "channel": "counter",
}


@pytest.fixture(autouse=True)
def english():
    """Let messages be read in the language of the source."""
    with override("en"):
        yield


@pytest.fixture
def desk(client):
    """Return a browser in which a superuser is signed in."""
    return at_desk(client, clerk())


def page(client, name, *args):
    """Return a page's answer, by the name of its address."""
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_shown_in_each_language(desk, language):
    desk.cookies["language"] = language
    case = make_case()
    for name, args in [
        ("casework:list", []),
        ("casework:new", []),
        ("casework:holidays", []),
        ("casework:case", [case.pk]),
        ("casework:deposited", [case.pk]),
        ("requests:find", []),
        ("requests:new", []),
    ]:
        answer = page(desk, name, *args)
        assert answer.status_code == 200, name
        assert f'lang="{language}"' in answer.content.decode()


def test_a_deposit_at_the_counter_shows_the_code_once(desk):
    request_kind()
    kind = str(request_kind().pk)
    answer = desk.post(reverse("casework:new"), {**DEPOSIT, "kind": kind})
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("casework:deposited", args=[case.pk])
    assert case.applicant.phone == "+212612345678"
    first = page(desk, "casework:deposited", case.pk).content.decode()
    assert re.search(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", first)
    again = page(desk, "casework:deposited", case.pk).content.decode()
    assert not re.search(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", again)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("phone", "12", "not a telephone number"),
        ("name", "", "required"),
        ("subject", "", "required"),
        ("email", "nobody", "valid email"),
        ("kind", "999999", "valid choice"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(desk, field, value, words):
    kind = str(request_kind().pk)
    answer = desk.post(reverse("casework:new"), {**DEPOSIT, "kind": kind, field: value})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert words in str(form.errors[field])
    text = answer.content.decode()
    for kept in set(DEPOSIT) - {field, "channel", "language", "applicant_kind"}:
        assert DEPOSIT[kept] in text
    assert not Case.objects.exists()


def test_a_resident_deposits_follows_and_answers(client):
    client.cookies["language"] = "en"
    kind = str(request_kind().pk)
    answer = client.post(reverse("requests:new"), {**DEPOSIT, "kind": kind})
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("requests:deposited", args=[case.pk])
    assert case.channel == "online"
    assert page(client, "requests:deposited", case.pk).status_code == 200
    for state in ("acknowledged", "in_progress", "waiting"):
        change_state(case=case, to=state, actor=clerk(), reason="نسخة البطاقة")
    shown = page(client, "requests:case", case.pk).content.decode()
    assert "نسخة البطاقة" in shown
    client.post(reverse("requests:answer", args=[case.pk]), {"text": "ها هي النسخة"})
    case.refresh_from_db()
    assert case.state == "in_progress"
    client.post(reverse("requests:leave", args=[case.pk]))
    assert page(client, "requests:case", case.pk).status_code == 302


def test_the_code_opens_the_page_and_no_other_does(client):
    case, secret = opened()
    wrong = {"reference": case.reference, "secret": "A" * 16}
    assert client.post(reverse("requests:find"), wrong).status_code == 422
    other = {"reference": "DA-2020-000001", "secret": secret}
    assert client.post(reverse("requests:find"), other).status_code == 422
    assert page(client, "requests:case", case.pk).status_code == 302
    right = {"reference": f" {case.reference.lower()} ", "secret": secret.lower()}
    answer = client.post(reverse("requests:find"), right)
    assert answer.headers["Location"] == reverse("requests:case", args=[case.pk])
    assert page(client, "requests:case", case.pk).status_code == 200


def test_notes_and_colleagues_are_not_shown_to_the_resident(client, desk):
    case, secret = opened()
    desk.post(reverse("casework:note", args=[case.pk]), {"text": "ملاحظة للزملاء"})
    assert "ملاحظة للزملاء" in page(desk, "casework:case", case.pk).content.decode()
    desk.logout()
    desk.post(reverse("requests:find"), {"reference": case.reference, "secret": secret})
    shown = page(desk, "requests:case", case.pk).content.decode()
    assert "ملاحظة للزملاء" not in shown
    assert "clerk" not in shown


def test_a_step_without_its_reason_is_asked_again(desk):
    case = make_case()
    url = reverse("casework:change", args=[case.pk])
    answer = desk.post(url, {"to": "redirected", "reason": ""})
    assert answer.status_code == 422
    assert "reason" in answer.context["step_form"].errors
    assert desk.post(url, {"to": "acknowledged"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "acknowledged"


def test_other_departments_cases_are_not_there(client):
    roads, here = department("roads"), make_case()
    client.force_login(agent("reader", "casework.read", "casework.process", place=roads))
    assert page(client, "casework:list").context["page"].paginator.count == 0
    for name in ("casework:case", "casework:change", "casework:note"):
        url = reverse(name, args=[here.pk])
        assert client.post(url).status_code in {404, 405}, name
    assert page(client, "casework:case", here.pk).status_code == 404
    assert client.post(reverse("casework:assign", args=[here.pk])).status_code == 403


def test_the_applicant_is_told_in_their_language_and_the_code_only_once():
    case, _secret = opened()
    change_state(case=case, to="acknowledged", actor=clerk())
    first, second = Message.objects.order_by("pk")
    assert (first.template, second.template) == ("case.opened", "case.changed")
    assert {first.language, second.language} == {"ar"}


def test_an_announcement_is_entered_and_a_wrong_one_told(desk):
    url = reverse("casework:holidays")
    values = {
        "code": "eid-al-fitr",
        "year": "1446",
        "starts_on": "2025-03-31",
        "days": "2",
        "source": "بلاغ وزارة الأوقاف",
    }
    assert desk.post(url, values | {"starts_on": "2025-05-31"}).status_code == 422
    assert desk.post(url, values).status_code == 302


def test_a_receipt_is_a_pdf(desk):
    case = make_case()
    answer = page(desk, "casework:receipt", case.pk, "ar")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_receipt_that_is_damaged_is_missing_and_raises_the_alarm(desk, caplog):
    case = make_case()
    digest = issue_receipt(case, "ar").sha256
    file = Path(settings.VAR_DIR) / "issued" / digest[:2] / f"{digest}.pdf"
    file.write_bytes(file.read_bytes()[:-1])
    assert page(desk, "casework:receipt", case.pk, "ar").status_code == 404
    assert digest in caplog.text


def test_a_step_with_no_way_back_is_asked_about_first(desk):
    case = make_case()
    for state in ("acknowledged", "in_progress"):
        change_state(case=case, to=state, actor=clerk())
    text = page(desk, "casework:case", case.pk).content.decode()
    asked = re.findall(r'name="to" value="(\w+)" data-confirm="This closes', text)
    assert asked == ["answered", "refused", "redirected", "withdrawn"]
    assert 'value="waiting">' in text


def test_too_many_deposits_from_one_address_wait_and_keep_what_was_typed(
    client, settings, monkeypatch
):
    local = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": local, "LOCATION": "deposits"}}
    monkeypatch.setattr(deposits, "DEPOSITS", Limit("test-deposit", most=1, per_s=3600))
    typed = DEPOSIT | {"kind": request_kind().pk, "language": "ar"}
    assert client.post(reverse("requests:new"), typed).status_code == 302
    answer = client.post(reverse("requests:new"), typed)
    assert answer.status_code == 429
    assert DEPOSIT["subject"] in answer.content.decode()
    assert Case.objects.count() == 1


def test_who_deposits_behind_an_address_of_wrong_guesses_still_gets_the_code(client, monkeypatch):
    monkeypatch.setattr("people.access.links.allow", lambda *_key: False)
    typed = DEPOSIT | {"kind": request_kind().pk, "language": "ar"}
    slip = client.post(reverse("requests:new"), typed, follow=True)
    assert slip.context["code"]
    wrong = {"reference": Case.objects.get().reference, "secret": "AAAA-BBBB-CCCC-DDDD"}
    answer = client.post(reverse("requests:find"), wrong, headers={"accept-language": "en"})
    assert answer.status_code == 429
    assert "Too many attempts. Wait a few minutes" in answer.content.decode()


def test_a_resident_reads_at_once_what_they_are_asked_for(client):
    case, secret = opened()
    for state in ("acknowledged", "in_progress"):
        change_state(case=case, to=state, actor=clerk())
    client.post(reverse("requests:find"), {"reference": case.reference, "secret": secret})
    assert page(client, "requests:case", case.pk).context["asked"] == ""
    change_state(case=case, to="waiting", actor=clerk(), reason="نسخة من البطاقة الوطنية")
    shown = page(client, "requests:case", case.pk)
    assert shown.context["asked"] == "نسخة من البطاقة الوطنية"
    alert = shown.content.decode().partition("alert--warning")[2].partition("</div>")[0]
    assert "نسخة من البطاقة الوطنية" in alert
