"""Who cannot see the band of a document is told what it says, in the document's language."""

import io
import re
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from weasyprint import HTML

from casework.signatures import stamping
from tests.casework.signatures.files import a_case, receipt_pdf
from tests.casework.signatures.papers import plain_pdf
from tests.casework.signatures.test_inspection import BAND

SAID = {
    "ar": "رمز الاستجابة السريعة يفضي إلى",
    "fr": "Code QR qui mène",
    "en": "QR code that leads",
}


def stamped(draft: bytes, language: str = "fr") -> PdfFileReader:
    """Return a draft with the band on it."""
    writer = stamping.open_draft(draft)
    stamping.stamp(writer, replace(BAND, language=language))
    target = io.BytesIO()
    writer.write(target)
    return PdfFileReader(target)


def tagged_pdf() -> bytes:
    """Return a tagged paper of two pages."""
    text = '<h1>Arrêté</h1><p>Un.</p><p style="break-before: page">Deux.</p>'
    return bytes(
        HTML(string=f'<html lang="fr"><body>{text}</body></html>').write_pdf(pdf_tags=True)
    )


def figures(node: Any) -> list[Any]:
    """Return the figures of a structure, in reading order."""
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    kids = node.get("/K", [])
    inside = [each for kid in (kids if isinstance(kids, list) else [kids]) for each in figures(kid)]
    return [node, *inside] if node.get("/S") == "/Figure" else inside


def drawn(page: Any) -> str:
    """Return the operators of a page."""
    contents = page["/Contents"]
    streams = contents if isinstance(contents, list) else [contents]
    return "\n".join(each.get_object().data.decode("latin-1") for each in streams)


@pytest.mark.parametrize("language", SAID)
def test_a_tagged_paper_gets_one_figure_with_words_for_it(language: str) -> None:
    paper = stamped(tagged_pdf(), language)
    (figure,) = figures(paper.root["/StructTreeRoot"])
    assert figure["/Alt"].startswith(SAID[language])
    assert BAND.code in figure["/Alt"]
    assert BAND.place in figure["/Alt"]
    assert figure["/Lang"] == language
    first, second = (each.get_object() for each in paper.root["/Pages"]["/Kids"])
    assert figure["/Pg"] == first
    assert f"/Figure <</MCID {figure['/K']}>> BDC" in drawn(first)
    numbers = paper.root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert numbers[1][figure["/K"]] == figure
    assert sorted(map(int, re.findall(r"/MCID (\d+)", drawn(first)))) == [0, 1, 2]
    assert "/Artifact BMC" in drawn(second)
    assert "/Figure" not in drawn(second)


@pytest.mark.parametrize("language", SAID)
def test_a_paper_without_structure_carries_the_words_around_the_band(language: str) -> None:
    paper = stamped(plain_pdf("<p>a</p>", "<p>b</p>"), language)
    first, second = (each.get_object() for each in paper.root["/Pages"]["/Kids"])
    found = re.search(r"/Span <</Lang <FEFF(\w+)> /Alt <FEFF(\w+)>>> BDC", drawn(first))
    assert found
    told = [bytes.fromhex(each).decode("utf-16-be") for each in found.groups()]
    assert told[0] == language
    assert told[1].startswith(SAID[language])
    assert "/Span" not in drawn(second)


@pytest.mark.parametrize(
    "broken", [{}, {"/Nums": []}, {"/Kids": []}, {"/Nums": [0]}, None], ids=str
)
def test_a_structure_that_is_not_understood_is_left_alone(broken: Any) -> None:
    draft = stamping.open_draft(tagged_pdf())
    tree = draft.root["/StructTreeRoot"]
    if broken is None:
        del tree["/ParentTree"]
    else:
        tree["/ParentTree"] = generic.DictionaryObject(
            {
                generic.NameObject(name): generic.ArrayObject(map(generic.NumberObject, each))
                for name, each in broken.items()
            }
        )
    stamping.stamp(draft, BAND)
    assert figures(tree) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_second_tool_reads_the_words_of_a_receipt(language: str, tmp_path: Any) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(receipt_pdf(a_case(), language))
    told = subprocess.run(
        ["pdfinfo", "-struct", paper], capture_output=True, text=True, check=True
    ).stdout
    assert told.count("Figure") == 1
    (figure,) = figures(PdfFileReader(io.BytesIO(paper.read_bytes())).root["/StructTreeRoot"])
    assert figure["/Alt"].startswith(SAID[language])
