"""The page that the proxy shows by itself: three languages, the design, nothing from elsewhere."""

import base64
import hashlib
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser

from municipality import errors
from municipality.runtime import away
from municipality.runtime.executables import installed
from municipality.runtime.places import Places
from municipality.runtime.ports import LOOPBACK, free_ports
from municipality.runtime.proxy import prepare_proxy
from tests.axe import barriers
from tests.dashboard.conftest import chromium

__all__ = ["chromium"]


@pytest.fixture(scope="module")
def page() -> str:
    """Return the page."""
    return away.away_page({})


def test_it_speaks_three_languages_each_in_its_direction(page: str) -> None:
    for language, direction in away.LANGUAGES:
        words = away.words_in(language)
        section = re.search(
            rf'<section lang="{language}" dir="{direction}">(.*?)</section>', page, re.DOTALL
        )
        assert section
        assert all(text in section[1] for text in words.values())
    titles = {language: away.words_in(language)["title"] for language, _direction in away.LANGUAGES}
    assert len(set(titles.values())) == 3, "is the catalogue compiled?"
    assert len(re.findall("<h1", page)) == 1


def test_it_says_what_the_page_of_the_database_says() -> None:
    with override("en"):
        assert [str(each) for each in errors.ERRORS[503]] == [away.TITLE, away.TEXT]


def test_the_commune_is_called_as_in_the_settings(page: str, settings) -> None:
    assert away.COMMUNES == {"COMMUNE_AR": settings.COMMUNE_AR, "COMMUNE_FR": settings.COMMUNE_FR}
    assert settings.COMMUNE_AR in page
    named = away.away_page({"COMMUNE_FR": "Commune <d’Essaouira>"})
    assert "Commune &lt;d’Essaouira&gt;" in named


def test_it_asks_for_nothing_and_its_policy_allows_its_style_alone(page: str) -> None:
    assert not re.search(r"""(?:src|href)=["'][^"']""", page)
    assert not re.search(r"url\((?!\"data:)", page)
    assert "<script" not in page
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in away.away_policy()
    assert away.TOKENS.read_text(encoding="utf-8") in style[1]


def test_without_the_typeface_there_is_still_a_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(away, "FONTS", tmp_path)
    assert "@font-face" not in away.style_text()
    assert "--typeface" in away.style_text()


@pytest.fixture
def lonely(places: Places) -> Iterator[str]:
    """Start nginx with nothing behind it; return where it answers."""
    ports = free_ports()
    program = prepare_proxy(places, ports, LOOPBACK)
    drop = ["setpriv", f"--reuid={program.user}", f"--regid={program.user}", "--clear-groups"]
    command = [*(drop if program.user else []), *program.command]
    with subprocess.Popen(command, cwd=program.folder, stderr=subprocess.DEVNULL) as nginx:
        yield f"http://{LOOPBACK}:{ports['WEB_PORT']}"
        nginx.terminate()


def refusal(url: str, method: str = "GET") -> tuple[int, Message, str]:
    """Return status, headers and text of an answer that is an error."""
    deadline = time.monotonic() + 20
    request = urllib.request.Request(url, method=method)  # noqa: S310 - our own
    while True:
        try:
            urllib.request.urlopen(request, timeout=5)  # noqa: S310
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


needs_nginx = pytest.mark.skipif(not installed("nginx"), reason="nginx is not installed")


@needs_nginx
def test_people_get_the_page_and_machines_do_not(lonely: str) -> None:
    status, headers, text = refusal(f"{lonely}/organisation/?x=1")
    assert status == 502
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"] == away.away_policy()
    assert (headers["Cache-Control"], headers["Retry-After"]) == ("no-store", "10")
    assert text == away.away_page({})
    assert "lang=" not in refusal(f"{lonely}/ingest/osmand/?token=x")[2]
    assert refusal(f"{lonely}/away.html")[0] in {404, 502}


@needs_nginx
def test_what_the_proxy_itself_refuses_is_told_with_what_it_allows(lonely: str) -> None:
    status, headers, _text = refusal(lonely, "TRACE")
    assert (status, headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert "Allow" not in refusal(lonely)[1]


@needs_nginx
@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_shows_it_whole(chromium: Browser, lonely: str) -> None:
    refusal(lonely)
    shown = chromium.new_page(viewport={"width": 360, "height": 740})
    complaints: list[str] = []
    shown.on("console", lambda line: complaints.append(line.text))
    for scheme in ("light", "dark"):
        shown.emulate_media(color_scheme=scheme)
        shown.goto(lonely)
        assert not barriers(shown)
        assert shown.evaluate("document.documentElement.scrollWidth") <= 360
    # Chromium names the status of the page itself in its console, and nothing else may stand there.
    assert all("502" in line for line in complaints), complaints
    shown.close()
