"""What can be held of every page without a browser: policy, markup, languages, weight of images."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.conftest import OF_A_FACTOR, House
from tests.pages.registry import Page, addresses, without_sample
from tests.pages.samples import NOT_PAGES

LANGUAGES = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = Path(os.environ.get("VNU_JAR", ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"))
FEWEST = 8
"""Fewer pages than this would mean that the search for them no longer works."""
ACCEPTED = (
    # htmx's own attributes are not in the standard; everything else of theirs is checked.
    re.compile(r"Attribute “hx-[a-z:-]+” not allowed"),
)


@pytest.mark.django_db
def test_every_address_with_parameters_has_a_sample(house: House) -> None:
    missing = set(without_sample(house.samples)) - set(NOT_PAGES)
    assert not missing, sorted(missing)
    unknown = set(house.samples) - {address.name for address in addresses()}
    assert not unknown, f"samples for addresses that do not exist: {sorted(unknown)}"


def faults(page: Page, language: str, direction: str) -> Iterator[str]:
    """Yield what a page's text breaks of the rules of the house."""
    if "default-src 'none'" not in page.policy or "unsafe" in page.policy:
        yield f"its policy is {page.policy}"
    if f'<html lang="{language}" dir="{direction}"' not in page.html:
        yield f"it is not said to be in {language}, {direction}"
    if inline := re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page.html):
        yield f"it has a style or a script of its own: {inline[0]}"
    if other := re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page.html):
        yield f"it leads to another site: {other[0]}"
    if len(re.findall(r"<h1[\s>]", page.html)) != 1:
        yield "it has not one heading of the first rank"
    if not re.search(r"<title>[^<]*\w[^<]*</title>", page.html):
        yield "it has no title"


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_keeps_the_policy_and_speaks_the_language(house: House) -> None:
    found = {language: house.pages(language) for language in LANGUAGES}
    for language, seen in found.items():
        assert len(seen) >= FEWEST
        missing = set(house.samples) - {page.name for page in seen}
        assert not missing, f"these were turned away, so nobody judged them: {sorted(missing)}"
        wrong = [
            f"{page.url} ({language}): {fault}"
            for page in seen
            for fault in faults(page, language, LANGUAGES[language])
        ]
        assert not wrong, "\n".join(wrong)
    secured = {page.name for page in found["fr"] if page.reader == "secured"}
    assert secured == OF_A_FACTOR, "who has a second factor finds other pages, and nobody saw them"


def test_faults_of_a_page_would_be_found() -> None:
    text = "<html lang='x'><body style='x'><a href='//example.org'></a></body></html>"
    page = Page("x", "/x/", is_open=True, html=text, policy="default-src 'unsafe-inline'")
    assert len(list(faults(page, "ar", "rtl"))) == 6


def complaints(folder: Path) -> list[str]:
    """Return what the Nu checker has against the pages in a folder."""
    found = subprocess.run(
        ["java", "-jar", str(VALIDATOR), "--errors-only", "--format", "json", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    return [
        f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']}"
        for each in json.loads(found)["messages"]
        if not any(accepted.search(each["message"]) for accepted in ACCEPTED)
    ]


@pytest.fixture
def validator() -> None:
    """Skip where the checker is not there; docs/design.md says how to get it."""
    if not shutil.which("java"):
        pytest.skip("no Java here to run the Nu checker")
    if not VALIDATOR.is_file():
        pytest.skip("no Nu checker here: script/npm install --no-save vnu-jar, or set VNU_JAR")


@pytest.mark.slow
@pytest.mark.django_db
def test_the_nu_checker_finds_no_error(validator: None, house: House, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for language in LANGUAGES:
        for page in house.pages(language):
            name = f"{page.name.replace(':', '-')}.{page.reader}.{language}.html"
            (folder / name).write_text(page.html, encoding="utf-8")
    found = complaints(folder)
    assert not found, "\n".join(found)


def test_the_nu_checker_would_find_one(validator: None, tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        "<!DOCTYPE html><html lang='fr'><title>x</title><p><div></p></html>"
    )
    assert complaints(tmp_path)
