"""The page that nginx shows by itself while the pages' own programs are away.

It holds all it needs: its words in three languages, the design's colours and typeface. It asks for
nothing that would be away as well, and its policy allows nothing but what stands in it.
"""

import base64
import gettext
import hashlib
import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final


def _(text: str) -> str:
    """Mark a text for the catalogues; it is translated when the page is made, without Django."""
    return text


COMMUNES: Final = {"COMMUNE_AR": "جماعة مراكش", "COMMUNE_FR": "Commune de Marrakech"}
"""The commune's names where the environment says none, as in the settings."""
LANGUAGES: Final = (("ar", "rtl"), ("fr", "ltr"), ("en", "ltr"))
TITLE: Final = _("Back in a moment")
TEXT: Final = _(
    "The service is being restarted or its database is away. Nothing is lost: try again."
)
AGAIN: Final = _("Try again")
"""The words of the page that Django shows while the database is away, and its translations."""
HOUSE: Final = Path(__file__).resolve().parents[1]
TOKENS: Final = HOUSE / "static/municipality/tokens.css"
LOCALE: Final = HOUSE / "locale"
FONTS: Final = HOUSE.parent / "public/vendor/cairo"
FACES: Final = (
    ("latin", "U+0000-00FF, U+2000-206F"),
    ("arabic", "U+0600-06FF, U+0750-077F, U+FB50-FDFF, U+FE70-FEFC"),
)
STYLE: Final = """
html { background: var(--ground); color: var(--ink); font: 400 100%/1.55 var(--typeface); }
body { margin: 0; }
header { display: flex; align-items: center; gap: var(--gap-3); min-block-size: var(--header);
  padding-inline: var(--gap-4); border-block-end: 1px solid var(--line);
  background: var(--surface); font-weight: 700; }
svg { flex: none; inline-size: 2rem; block-size: 2rem; fill: var(--accent); }
.star { fill: var(--surface); }
main { display: grid; gap: var(--gap-5); max-inline-size: 38rem; margin-inline: auto;
  padding: var(--gap-6) var(--gap-4); }
section { padding: var(--gap-5); border: 1px solid var(--line); border-radius: var(--round-3);
  background: var(--surface); box-shadow: var(--shadow); }
h1, h2 { margin: 0; font-size: var(--step-1); line-height: 1.3; }
p { margin-block: var(--gap-2) var(--gap-4); color: var(--ink-2); }
a { display: inline-flex; align-items: center; min-block-size: 2.5rem;
  padding-inline: var(--gap-4); border-radius: var(--round-2); background: var(--accent);
  color: var(--on-accent); font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
"""
PAGE: Final = """\
<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M5 5h22v22H5z"/>\
<path d="M16 .5 31.5 16 16 31.5.5 16z"/><path class="star" d="M16 7.5 18.5 13.5 24.5 16 18.5 18.5 \
16 24.5 13.5 18.5 7.5 16 13.5 13.5z"/></svg><bdi>{name}</bdi></header>
<main>
{sections}
</main>
</body>
</html>
"""
SECTION: Final = """\
<section lang="{language}" dir="{direction}">
<{heading}>{title}</{heading}>
<p>{text}</p>
<a href="">{again}</a>
</section>"""


def away_page(variables: Mapping[str, str]) -> str:
    """Return the page as HTML; `variables` may say what the commune is called."""
    names = [html.escape(variables.get(name) or own) for name, own in COMMUNES.items()]
    sections = [
        SECTION.format(
            language=language,
            direction=direction,
            heading="h2" if place else "h1",
            **words_in(language),
        )
        for place, (language, direction) in enumerate(LANGUAGES)
    ]
    titles = " · ".join(words_in(language)["title"] for language, _direction in LANGUAGES)
    return PAGE.format(
        title=titles, style=style_text(), name=" · ".join(names), sections="\n".join(sections)
    )


def words_in(language: str) -> dict[str, str]:
    """Return the words of the page in a language, from the shell's compiled catalogue."""
    catalogue = gettext.translation("django", LOCALE, [language], fallback=True)
    words = {"title": TITLE, "text": TEXT, "again": AGAIN}
    return {name: html.escape(catalogue.gettext(text)) for name, text in words.items()}


def away_policy() -> str:
    """Return the content security policy of the page: its own style, its own typeface, no more."""
    digest = base64.b64encode(hashlib.sha256(style_text().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def style_text() -> str:
    """Return the page's style sheet, beginning with the tokens of the design."""
    return "\n".join([TOKENS.read_text(encoding="utf-8"), *_faces(), STYLE])


def _faces() -> Iterator[str]:
    """Yield the typeface, where it has been fetched: without it the reader's own is used."""
    for name, characters in FACES:
        file = FONTS / f"{name}.woff2"
        if file.is_file():
            data = base64.b64encode(file.read_bytes()).decode()
            yield (
                '@font-face { font-family: "Cairo"; font-weight: 200 1000; '
                f'src: url("data:font/woff2;base64,{data}") format("woff2"); '
                f"unicode-range: {characters}; }}"
            )
