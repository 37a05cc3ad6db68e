"""No visible word of a template stands outside a translation."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.house import tree

UNSEEN = re.compile(
    r"\{#.*?#\}"
    r"|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%.*?%\}"
    r"|\{\{.*?\}\}",
    re.DOTALL,
)
ATTRIBUTES = re.compile(r"""(?:(?:class|id|data-[a-z-]+)=["'][^"']*["']\s*)+""")
"""What a block inside a tag of the page's shell adds to that tag."""
LETTER = re.compile(r"[^\W\d_]")
SILENT = {"script", "style"}
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title"}


class VisibleText(HTMLParser):
    """Gathers what a person would read or hear of a page: its text and its spoken attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the spoken attributes of a tag."""
        self.silent += tag in SILENT
        is_button = ("type", "submit") in attrs or ("type", "button") in attrs
        for name, value in attrs:
            spoken = name in SPOKEN_ATTRIBUTES or (tag == "input" and is_button and name == "value")
            if spoken and value and LETTER.search(value):
                self.found.append((self.getpos()[0], f'{name}="{value}"'))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the spoken attributes of a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style sheet."""
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        """Note text that has letters in it."""
        if not self.silent and LETTER.search(data) and not ATTRIBUTES.fullmatch(data.strip()):
            self.found.append((self.getpos()[0], data.strip()))


def untranslated(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each visible word that no translation covers."""
    lines_kept = UNSEEN.sub(lambda found: "\n" * found[0].count("\n"), text)
    parser = VisibleText()
    parser.feed(lines_kept)
    parser.close()
    for line, words in parser.found:
        yield f"{path}:{line}: {words[:80]}"


def test_every_visible_word_is_translated() -> None:
    templates = tree.with_suffix(".html")
    assert templates, "there are no templates"
    problems = [line for path in templates for line in untranslated(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_an_untranslated_word_is_found() -> None:
    for wrong in (
        "<p>Lamps</p>",
        "<p>{% translate 'x' %} lamps</p>",
        "<button title='Close'></button>",
        "<img src='{{ x }}' alt='A bus'>",
        "<input type='submit' value='Search'>",
        "<p>{% if x %}المصابيح{% endif %}</p>",
    ):
        assert list(untranslated(Path("p.html"), wrong)), wrong


def test_a_translated_word_is_left_alone() -> None:
    for right in (
        "{% blocktranslate count n=n %}One lamp{% plural %}{{ n }} lamps{% endblocktranslate %}",
        '{% block attributes %}class="live" data-map="big"{% endblock %}',
        "{# a note #}{% comment 'why' %}a longer note{% endcomment %}",
        "<script nonce='{{ x }}'>const lamps = 1 < 2;</script><style>p { color: red }</style>",
        "<input type='hidden' name='next' value='lamps'>",
        "<a href='/lamps/' title='{% translate \"Lamps\" %}'>{{ name }}</a> 12 % ©",
    ):
        assert not list(untranslated(Path("p.html"), right)), right
