"""Arabic, French and English are equal: every string of the project stands in both catalogues."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house import tree

LANGUAGES = ("ar", "fr")
CATALOGUE = "locale/{}/LC_MESSAGES/django.po"
ARABIC = re.compile(r"[\u0600-\u06ff]")
WORD = re.compile(r"[a-z]{3,}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|https?://\S+")
SAME_IN_EVERY_LANGUAGE = {"English", "OpenStreetMap"}


def strings(message: Message) -> tuple[str, ...]:
    """Return a message's translations: one, or one for each plural form."""
    found = message.string
    return (found,) if isinstance(found, str) else tuple(found or ())


def incomplete(catalogue: Catalog, where: str) -> Iterator[str]:
    """Yield a complaint for each message that is fuzzy, obsolete or not wholly translated."""
    for message in catalogue:
        if not message.id:
            continue
        wanted = catalogue.num_plurals if message.pluralizable else 1
        if message.fuzzy:
            yield f"{where}: fuzzy: {message.id!r}"
        elif len(strings(message)) != wanted or not all(strings(message)):
            yield f"{where}: not translated: {message.id!r}"
    for key in catalogue.obsolete:
        yield f"{where}: no longer used: {key!r}"


def left_in_english(catalogue: Catalog, where: str) -> Iterator[str]:
    """Yield a complaint for each Arabic translation that has not one Arabic letter."""
    for message in catalogue:
        source = message.id if isinstance(message.id, str) else "".join(message.id)
        if source in SAME_IN_EVERY_LANGUAGE or not WORD.search(PLACEHOLDER.sub("", source)):
            continue
        if not any(ARABIC.search(text) for text in strings(message)):
            yield f"{where}: not Arabic: {message.id!r}"


def load(path: Path) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def catalogues(folder: Path, language: str) -> Iterator[tuple[Path, Catalog]]:
    """Yield each catalogue of a room, and of the apps inside it, for a language below `folder`."""
    for room in tree.ROOMS:
        for path in sorted((folder / room).glob(f"**/{CATALOGUE.format(language)}")):
            yield path.relative_to(folder), load(path)


def collect_again(folder: Path) -> None:
    """Let Django collect every string of each room anew, in a copy of the project."""
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    for room in (*tree.ROOMS, *tree.INNER):
        if not (folder / room).is_dir():
            continue
        (folder / room / "locale").mkdir(exist_ok=True)
        inner = [name.partition("/")[2] for name in tree.INNER if name.startswith(f"{room}/")]
        ignored = [word for name in inner for word in ("--ignore", f"{name}/*")]
        subprocess.run(
            [
                *(sys.executable, "-m", "django", "makemessages", "--no-location"),
                *languages,
                *ignored,
            ],
            cwd=folder / room,
            env={"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": ""},
            capture_output=True,
            check=True,
        )


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project whose catalogues Django has just brought up to date."""
    folder = tmp_path_factory.mktemp("catalogues")
    for path in tree.with_suffix(".py", ".html", ".txt", ".po"):
        if path.parts[0] in tree.ROOMS:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(tree.ROOT / path, folder / path)
    collect_again(folder)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_complete(language: str) -> None:
    found = list(catalogues(tree.ROOT, language))
    assert found, "there are no catalogues"
    problems = [line for path, catalogue in found for line in incomplete(catalogue, str(path))]
    assert not problems, tree.listed(problems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_stands_in_the_catalogues(fresh: Path, language: str) -> None:
    problems = [
        line
        for path, catalogue in catalogues(fresh, language)
        for line in incomplete(catalogue, str(path))
    ]
    assert not problems, tree.listed(problems)


def contradictions(found: Iterable[tuple[Path, Catalog]]) -> Iterator[str]:
    """Yield a complaint for each string that two rooms translate differently: Django keeps one."""
    first: dict[object, tuple[Path, tuple[str, ...]]] = {}
    for path, catalogue in found:
        for message in catalogue:
            if message.id:
                key = (message.context, message.id)
                where, translation = first.setdefault(key, (path, strings(message)))
                if translation != strings(message):
                    yield f"{message.id!r}: {where} and {path}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_rooms_agree(language: str) -> None:
    problems = list(contradictions(catalogues(tree.ROOT, language)))
    assert not problems, tree.listed(problems)


def test_a_contradiction_is_found() -> None:
    one, other = Catalog(locale="fr"), Catalog(locale="fr")
    one.add("kind", "type")
    other.add("kind", "type")
    assert not list(contradictions([(Path("a"), one), (Path("b"), other)]))
    other.add("level", "niveau")
    one.add("level", "étage")
    assert len(list(contradictions([(Path("a"), one), (Path("b"), other)]))) == 1


def test_arabic_is_arabic() -> None:
    problems = [
        line
        for path, catalogue in catalogues(tree.ROOT, "ar")
        for line in left_in_english(catalogue, str(path))
    ]
    assert not problems, tree.listed(problems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_compile(tmp_path: Path, language: str) -> None:
    for path, _ in catalogues(tree.ROOT, language):
        result = subprocess.run(
            ["msgfmt", "--check", "--output-file", str(tmp_path / "out.mo"), str(tree.ROOT / path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr


def test_a_new_string_is_found(tmp_path: Path) -> None:
    page = tmp_path / "fleet/templates/fleet/page.html"
    page.parent.mkdir(parents=True)
    page.write_text('{% load i18n %}{% translate "A string nobody translated" %}')
    collect_again(tmp_path)
    for language in LANGUAGES:
        (found,) = catalogues(tmp_path, language)
        assert list(incomplete(found[1], "page"))


def test_an_incomplete_message_is_found() -> None:
    catalogue = Catalog(locale="ar")
    catalogue.add("One lamp", "مصباح")
    assert not list(incomplete(catalogue, "x"))
    catalogue.add(("One bus", "%d buses"), ("حافلة", "حافلتان"))
    catalogue.add("Lamps", "مصابيح", flags=["fuzzy"])
    catalogue.add("Cabinet", "")
    assert len(list(incomplete(catalogue, "x"))) == 3


def test_english_in_arabic_is_found() -> None:
    catalogue = Catalog(locale="ar")
    catalogue.add("Lamps", "Lamps")
    catalogue.add("%(n)s km/h", "%(n)s km/h")
    assert len(list(left_in_english(catalogue, "x"))) == 1
