"""Error pages in the reader's language, and bare answers for programs."""

import pytest
from django.test import Client, RequestFactory, override_settings

from municipality.errors import ERRORS, failed, wants_page

TITLES = {
    "ar": {405: "لا يمكن القيام بهذا هنا", 413: "الحجم كبير جدا", 429: "محاولات كثيرة"},
    "fr": {405: "Action impossible ici", 413: "Envoi trop volumineux", 503: "De retour"},
    "en": {429: "Too many attempts", 503: "Back in a moment"},
}
CASES = [(lang, status, title) for lang, all_ in TITLES.items() for status, title in all_.items()]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "status", "title"), CASES)
@override_settings(ROOT_URLCONF="tests.municipality.failing_urls")
def test_a_bare_refusal_becomes_a_page(
    client: Client, language: str, status: int, title: str
) -> None:
    headers = {"Accept-Language": language, "Accept": "text/html"}
    response = client.get(f"/bare/{status}/", headers=headers)
    assert response.status_code == status
    assert title in response.text
    assert f'lang="{language}"' in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ERRORS)
@override_settings(ROOT_URLCONF="tests.municipality.failing_urls")
def test_programs_get_what_the_view_said(client: Client, status: int) -> None:
    response = client.get(f"/bare/{status}/", headers={"Accept": "application/json"})
    assert (response.status_code, response.text) == (status, "no")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.municipality.failing_urls")
def test_other_answers_are_left_alone(client: Client) -> None:
    assert client.get("/bare/418/", headers={"Accept": "text/html"}).text == "no"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.municipality.failing_urls")
def test_a_database_that_is_away_is_told_as_such(client: Client) -> None:
    response = client.get("/away/", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == 503
    assert "Nothing is lost" in response.text


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "fr"})
    response = client.post("/language/", {"language": "ar"})
    assert response.status_code == 403
    assert "Le formulaire a expiré" in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_page_of_our_own_faults_asks_the_database_for_nothing(rf: RequestFactory) -> None:
    response = failed(rf.get("/"))
    assert response.status_code == 500
    assert b"<h1>" in response.content


def test_pieces_for_htmx_are_not_pages(rf: RequestFactory) -> None:
    assert wants_page(rf.get("/", headers={"Accept": "text/html,*/*"}))
    assert not wants_page(rf.get("/", headers={"Accept": "text/html", "HX-Request": "true"}))
    assert not wants_page(rf.get("/", headers={"Accept": "*/*"}))
