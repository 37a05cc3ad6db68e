"""Names and texts that every format stands."""

import pytest

from gis.exports.rules import both_names, cut, distinct, free, short_names, xml_text


def test_names_differ_by_more_than_their_case() -> None:
    assert distinct(["Nom", "nom", "NOM", "x"]) == ["Nom", "nom_2", "NOM_3", "x"]
    assert free("geom", ["Geom", "geom_2"]) == "geom_3"


def test_short_names_are_plain_and_differ() -> None:
    names = ["nombre_d_arbres_2020", "nombre_d_arbres_2021", "الاسم", "2020", "été", "Été"]
    found = short_names(names)
    assert found == ["nombre_d_a", "nombre_d_2", "field_3", "f_2020", "ete", "Ete_2"]
    many = short_names(["a very long name of a column"] * 150)
    assert len({each.lower() for each in many}) == 150
    assert max(map(len, many)) == 10


def test_a_text_is_cut_between_its_characters() -> None:
    assert cut("ي" * 200) == "ي" * 127
    assert cut("abc") == "abc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [('a<b>&"c"', "a&lt;b&gt;&amp;&quot;c&quot;"), ("\0\x1b!", "\ufffd\ufffd!"), ("ي\n", "ي\n")],
)
def test_xml_stands_every_text(text: str, expected: str) -> None:
    assert xml_text(text) == expected


def test_a_name_that_is_the_same_in_both_scripts_is_told_once() -> None:
    assert both_names("جليز", "Guéliz") == "Guéliz — جليز"
    assert both_names("A", "A") == "A"
    assert both_names("", "A") == "A"
