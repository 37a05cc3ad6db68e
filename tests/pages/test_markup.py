"""What can be held of every page without a browser: policy, markup, languages, weight of images."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pages.conftest import OF_A_FACTOR, House
from tests.pages.registry import addresses, without_sample
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


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction"), LANGUAGES.items())
def test_every_page_keeps_the_policy_and_speaks_the_language(
    house: House, language: str, direction: str
) -> None:
    found = house.pages(language)
    assert len(found) >= FEWEST
    missing = set(house.samples) - {page.name for page in found}
    assert not missing, f"these were turned away, and so nobody judged them: {sorted(missing)}"
    for page in found:
        assert "default-src 'none'" in page.policy, page.url
        assert "unsafe" not in page.policy, page.url
        assert f'<html lang="{language}" dir="{direction}"' in page.html, page.url
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page.html), page.url
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page.html), page.url
        assert len(re.findall(r"<h1[\s>]", page.html)) == 1, page.url
        assert re.search(r"<title>[^<]*\w[^<]*</title>", page.html), page.url


@pytest.mark.django_db
def test_who_has_a_second_factor_finds_its_pages(house: House) -> None:
    """Only such a person does: without one of their own nobody would have judged them."""
    found = {page.name for page in house.pages() if page.reader == "secured"}
    assert found == OF_A_FACTOR


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
