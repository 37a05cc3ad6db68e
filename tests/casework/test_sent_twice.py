"""What is sent again after a lost connection, or twice at once, is opened once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from casework import deposits
from casework.models import Case, Reference
from tests.casework.files import request_kind


def deposit(**changed: object) -> dict[str, object]:
    """Return what a resident types."""
    typed = {
        "kind": request_kind().pk,
        "subject": "طلب شهادة إدارية",
        "applicant_kind": "person",
        "name": "سعيد المثال",
        "phone": "0612345678",
        "language": "fr",
    }
    return typed | changed


def paper(text: bytes = b"one") -> SimpleUploadedFile:
    """Return a file as a browser sends it, anew each time."""
    return SimpleUploadedFile("note.txt", text)


def posted(typed: dict[str, object]) -> str:
    """Return where a deposit from a browser of its own leads."""
    try:
        return Client().post(reverse("requests:new"), typed).headers.get("Location", "nowhere")
    finally:
        connections.close_all()


@pytest.mark.django_db
def test_what_a_telephone_sends_again_is_opened_once() -> None:
    request_kind()
    page = Client().get(reverse("requests:new"))
    mark = page.context["form"]["sending"].value()
    assert mark in page.text
    first = Client()
    lost = first.post(reverse("requests:new"), deposit(sending=mark, file=paper()))
    again = Client()
    found = again.post(reverse("requests:new"), deposit(sending=mark, file=paper()))
    case = Case.objects.get()
    assert lost.headers["Location"] == found.headers["Location"]
    assert case.documents.count() == 1
    codes = [each.get(lost.headers["Location"]).context["code"] for each in (first, again)]
    assert codes[0] == codes[1] != ""


@pytest.mark.django_db
def test_whoever_sits_down_later_does_not_find_the_code(monkeypatch) -> None:
    monkeypatch.setattr(deposits, "RESENT_WITHIN", dt.timedelta(0))
    request_kind()
    page = Client().get(reverse("requests:new"))
    assert "no-store" in page["Cache-Control"]
    typed, address = deposit(sending="m" * 22), reverse("requests:new")
    first = Client().post(address, typed)
    later = Client().post(address, typed)
    assert first.headers["Location"] != later.headers["Location"]
    assert Case.objects.count() == 2


@pytest.mark.django_db
def test_a_page_gone_back_to_deposits_what_is_new() -> None:
    visitor, address = Client(), reverse("requests:new")
    for changed in ({}, {"subject": "طلب آخر"}, {"file": paper()}, {"file": paper(b"two")}, {}):
        visitor.post(address, deposit(sending="m" * 22, **changed))
    assert Case.objects.count() == 4
    for _ in range(2):  # from a page that bears no mark
        visitor.post(address, deposit())
    assert Case.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_twice_at_once_is_opened_once() -> None:
    typed = deposit(sending="m" * 22)
    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(posted, [typed] * 8))
    case = Case.objects.get()
    assert places == {reverse("requests:deposited", args=[case.pk])}
    assert Reference.objects.count() == 1
