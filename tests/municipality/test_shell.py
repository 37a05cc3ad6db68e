"""The page shell: languages, security, error pages."""

import re

import pytest
from django.test import Client, override_settings

from tests.dashboard.city import make_vehicle

pytestmark = pytest.mark.django_db
LANGUAGES = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
PAGES = ("/", "/live/list/", "/live/list/?show=lamps", "/nothing/here/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("language", "direction"), LANGUAGES.items())
def test_every_page_speaks_every_language(
    client: Client, page: str, language: str, direction: str
) -> None:
    response = client.get(page, headers={"Accept-Language": language})
    assert f'<html lang="{language}" dir="{direction}">' in response.content.decode()
    assert response.headers["Content-Language"] == language


def test_without_a_wish_pages_are_french(client: Client) -> None:
    assert '<html lang="fr"' in client.get("/").content.decode()


def test_the_language_switch_keeps_the_page(client: Client) -> None:
    here = "/live/list/?show=vehicles&kind=bus&page=1"
    page = client.get(here, headers={"Accept-Language": "fr"}).content.decode()
    asked = re.search(r'name="next" value="([^"]+)"', page)
    assert asked
    next_page = asked[1].replace("&amp;", "&")
    response = client.post("/language/", {"language": "ar", "next": next_page})
    assert (response.status_code, response.headers["Location"]) == (302, here)
    assert 'dir="rtl"' in client.get(here, headers={"Accept-Language": "fr"}).content.decode()


def test_the_language_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post("/language/", {"language": "ar", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


def test_the_switch_is_protected_from_other_sites() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "ar"})
    assert response.status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_of_content_is_strict(client: Client, page: str) -> None:
    response = client.get(page)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    html = response.content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", html)
    for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
        assert "application/json" in attributes or not content.strip()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_comes_from_elsewhere(client: Client, page: str) -> None:
    html = client.get(page).content.decode()
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', html)


@override_settings(DEMONSTRATION=True)
@pytest.mark.parametrize("page", PAGES)
def test_a_demonstration_says_so_on_every_page(client: Client, page: str) -> None:
    assert "Simulated data" in client.get(page, headers={"Accept-Language": "en"}).content.decode()


@override_settings(DEMONSTRATION=False)
@pytest.mark.parametrize("page", PAGES)
def test_a_real_city_is_not_called_simulated(client: Client, page: str) -> None:
    html = client.get(page, headers={"Accept-Language": "en"}).content.decode()
    assert "simulated" not in html.lower()


@pytest.mark.parametrize(
    ("page", "status", "title"),
    [
        ("/nothing/", 404, "الصفحة غير موجودة"),
        ("/broken/", 500, "حدث خلل"),
        ("/suspicious/", 400, "طلب غير صحيح"),
        ("/refused/", 403, "الولوج مرفوض"),
    ],
)
@override_settings(ROOT_URLCONF="tests.municipality.failing_urls")
def test_errors_are_told_in_the_readers_language(
    client: Client, page: str, status: int, title: str
) -> None:
    client.raise_request_exception = False
    response = client.get(page, headers={"Accept-Language": "ar"})
    assert response.status_code == status
    assert 'dir="rtl"' in response.text
    assert title in response.text


def test_names_follow_the_script_of_the_reader(client: Client) -> None:
    make_vehicle("BUS-1")
    assert "Commune de Marrakech" in client.get("/", headers={"Accept-Language": "fr"}).text
    assert "جماعة مراكش" in client.get("/", headers={"Accept-Language": "ar"}).text
