"""The documents are held to the code: what they name exists, and what a reader needs is there."""

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands, load_command_class

from tests.house import tree

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*?)\s*$", re.MULTILINE)
COMMAND = re.compile(r"(?:^|[\s(])(?:\S*/)?municipality[ \t]+([a-z_]+)([^\n|;&]*)")
SETTING = re.compile(r"(?<![\w./<-])[A-Z]+(?:_[A-Z0-9]+)+(?![\w/>])")
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")
PLACE = re.compile(
    r"(?<![\w./<-])(?:\./)?((?:script|benchmarks|docs|tests|docker|requirements|\.ci|"
    + "|".join(tree.ROOMS)
    + r")/[\w./-]*[\w/])"
)
NEEDED = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/devices.md",
    "docs/images/live.png",
    "benchmarks/README.md",
    "script/server",
    "script/test",
    "script/bootstrap",
    "script/setup",
    ".ci/run",
)
BUILT_IN = {"help", "version"}
SECTIONS = ("Status", "Context", "Decision", "Consequences")


def code_of(text: str) -> Iterator[str]:
    """Yield each piece of code in a document: fenced blocks, except diagrams, and inline spans."""
    for language, block in FENCE.findall(text):
        if language != "mermaid":
            yield block.replace("\\\n", " ")
    yield from SPAN.findall(FENCE.sub("", text))


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """Return every option that a parser and the parsers below it accept."""
    found: set[str] = set()
    for action in parser._actions:
        found.update(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                found |= options_of(below)
    return found


def options_of_command(name: str) -> set[str]:
    """Return the options of a `municipality` command."""
    found = get_commands().get(name)
    if found is None:
        return set()
    command = load_command_class(found, name) if isinstance(found, str) else found
    return options_of(command.create_parser("municipality", name))


def unknown_commands(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each `municipality` command or option that is not there."""
    commands = get_commands()
    for code in code_of(text):
        for name, rest in COMMAND.findall(code):
            if name not in commands and name not in BUILT_IN:
                yield f"{path}: municipality {name}: no such command"
                continue
            for option in set(OPTION.findall(rest)) - options_of_command(name):
                yield f"{path}: municipality {name} {option}: no such option"


def exists(place: str) -> bool:
    """Tell whether a file or folder of the project stands at `place`, seen from the root."""
    files = tree.files()
    return any(place.rstrip("/") in (str(path), *map(str, path.parents)) for path in files)


def missing_places(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each project path in a document's code that is not there."""
    for code in code_of(text):
        for place in PLACE.findall(code):
            if not exists(place):
                yield f"{path}: {place} does not exist"


def unpasteable(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each line of shell that an ordinary shell would not find."""
    shell = [block for language, block in FENCE.findall(text) if language in {"sh", "bash"}]
    for code in (*shell, *(span for span in SPAN.findall(FENCE.sub("", text)) if " -m " in span)):
        for line in code.splitlines():
            if re.match(r"(municipality|python3?|pytest|ruff|mypy) ", line):
                yield f"{path}: {line}: begin it with .venv/bin/"


def unknown_settings(path: Path, text: str, code: str) -> Iterator[str]:
    """Yield a complaint for each environment variable of a document that no code reads."""
    for name in sorted({name for piece in code_of(text) for name in SETTING.findall(piece)}):
        if not re.search(rf"\b{name}\b", code):
            yield f"{path}: {name} is read nowhere"


def anchors(text: str) -> set[str]:
    """Return the anchors that the headings of a document offer."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in plain}


def broken_links(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each relative link of a document that leads nowhere."""
    for link in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        relative = os.path.normpath(path.parent / target) if target else str(path)
        if not exists(relative):
            yield f"{path}: {link} leads nowhere"
        elif anchor and anchor not in anchors(tree.text_of(Path(relative))):
            yield f"{path}: {link}: no such heading"


def documents() -> list[Path]:
    """Return every document of the project."""
    return tree.with_suffix(".md")


@pytest.mark.parametrize("place", NEEDED)
def test_what_a_reader_needs_is_there(place: str) -> None:
    assert (tree.ROOT / place).is_file(), f"{place} does not exist"


def test_commands_in_documents_exist() -> None:
    problems = [line for path in documents() for line in unknown_commands(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_lines_to_paste_can_be_pasted() -> None:
    assert list(unpasteable(Path("a.md"), "`python -m benchmarks.push`"))
    assert list(unpasteable(Path("a.md"), "```sh\nmunicipality help\n```"))
    assert not list(unpasteable(Path("a.md"), "```sh\n.venv/bin/municipality help\n```"))
    problems = [line for path in documents() for line in unpasteable(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_places_in_documents_exist() -> None:
    problems = [line for path in documents() for line in missing_places(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_settings_in_documents_exist() -> None:
    kinds = ("", ".py", ".sh", ".toml", ".html", ".js", ".yml", ".sql")
    code = "\n".join(tree.text_of(path) for path in tree.with_suffix(*kinds))
    problems = [
        line for path in documents() for line in unknown_settings(path, tree.text_of(path), code)
    ]
    assert not problems, tree.listed(problems)


def test_links_in_documents_lead_somewhere() -> None:
    problems = [line for path in documents() for line in broken_links(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_programs_can_be_run() -> None:
    programs = [path for path in tree.files() if tree.is_script(path)]
    closed = [str(path) for path in programs if not os.access(tree.ROOT / path, os.X_OK)]
    assert not closed, closed


def test_the_readme_names_the_two_commands() -> None:
    code = set(code_of(tree.text_of(Path("README.md"))))
    for command in ("script/server", "script/test"):
        assert any(command in piece.split() for piece in code), command


def test_the_pipeline_runs_the_readme_test_command() -> None:
    assert "script/test" in tree.text_of(Path(".ci/run"))


def test_every_room_is_explained() -> None:
    for document in ("CONTRIBUTING.md", "docs/architecture.md"):
        text = tree.text_of(Path(document))
        missing = [room for room in tree.ROOMS if f"`{room}/`" not in text]
        assert not missing, f"{document}: {missing}"


def test_decisions_are_numbered_and_whole() -> None:
    found = [path for path in documents() if path.parent == Path("docs/decisions")]
    records = [path for path in found if path.name != "README.md"]
    numbers = [int(path.name[:4]) for path in records]
    assert numbers == list(range(1, len(records) + 1))
    for path in records:
        headings = set(HEADING.findall(tree.text_of(path)))
        assert set(SECTIONS) <= headings, path


def test_the_changelog_knows_the_version() -> None:
    text = tree.text_of(Path("CHANGELOG.md"))
    assert re.search(r"^## \[(Unreleased|\d+\.\d+\.\d+)\]", text, re.MULTILINE)


def test_a_wrong_command_is_found() -> None:
    page = Path("a.md")
    assert list(unknown_commands(page, "Run `municipality does_not_exist`."))
    assert list(unknown_commands(page, "```\nmunicipality migrate --no-such-option\n```\n"))
    assert not list(
        unknown_commands(page, "`municipality migrate --plan` in the municipality here")
    )


def test_a_missing_place_is_found() -> None:
    page = Path("docs/a.md")
    assert list(missing_places(page, "Run `script/nothing`."))
    assert not list(missing_places(page, "See `tests/house/tree.py`, `tests/` and script/nothing."))


def test_an_unknown_setting_is_found() -> None:
    page = Path("docs/a.md")
    assert list(unknown_settings(page, "Set `NOT_A_SETTING`.", "DATABASE_URL"))
    assert not list(unknown_settings(page, "Set `DATABASE_URL=x`.", 'env("DATABASE_URL")'))


def test_a_broken_link_is_found() -> None:
    page = Path("docs/a.md")
    assert list(broken_links(page, "[x](nowhere.md)"))
    assert list(broken_links(page, "[x](../pyproject.toml#no-such-heading)"))
    assert not list(broken_links(page, "[x](../pyproject.toml) [y](https://example.org/)"))
