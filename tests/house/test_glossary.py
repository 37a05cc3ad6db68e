"""The pages use the terms of the glossary, in each language."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

from tests.house import tree
from tests.house.test_translations import catalogues, strings

GLOSSARY = Path("docs/glossary.md")
COLUMN = {"ar": 1, "fr": 2}


def terms(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield English, Arabic and French of each row of the glossary's tables."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0] != "English" and not set(cells[0]) <= {"-"}:
            yield cells[0], cells[1], cells[2]


def wanted(text: str, language: str) -> dict[str, set[str]]:
    """Return each English term with the translations that the glossary allows."""
    return {
        row[0].lower(): {word.strip().lower() for word in re.split("[،,]", row[COLUMN[language]])}
        for row in terms(text)
        if row[COLUMN[language]]
    }


def strays(catalogue: Catalog, allowed: dict[str, set[str]], where: str) -> Iterator[str]:
    """Yield a complaint for each term that a catalogue translates in a way of its own."""
    for message in catalogue:
        if not isinstance(message.id, str) or message.context or not message.string:
            continue
        (found,) = strings(message)
        choice = allowed.get(message.id.lower())
        if choice and found.lower() not in choice:
            yield f"{where}: {message.id}: {found!r}, in the glossary {sorted(choice)}"


def test_the_glossary_is_in_three_languages() -> None:
    rows = list(terms(tree.text_of(GLOSSARY)))
    assert rows
    assert all(english and (arabic or french) for english, arabic, french in rows)


def test_pages_use_the_terms_of_the_glossary() -> None:
    text = tree.text_of(GLOSSARY)
    problems = [
        line
        for language in COLUMN
        for path, catalogue in catalogues(tree.ROOT, language)
        for line in strays(catalogue, wanted(text, language), str(path))
    ]
    assert not problems, tree.listed(problems)


def test_a_stray_term_is_found() -> None:
    head = "| English | العربية | Français |\n|---|---|---|\n"
    allowed = wanted(head + "| bus | حافلة | autobus, car |\n", "fr")
    catalogue = Catalog(locale="fr")
    catalogue.add("Bus", "Autobus")
    assert not list(strays(catalogue, allowed, "x"))
    catalogue.add("bus", "omnibus")
    assert len(list(strays(catalogue, allowed, "x"))) == 1
