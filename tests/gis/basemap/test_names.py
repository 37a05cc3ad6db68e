"""Names in the reader's script, from tags as people write them."""

import pytest

from gis.basemap.names import LONGEST, by_script, names_of

FRENCH, ARABIC, AMAZIGH = "Avenue Mohammed V", "شارع محمد الخامس", "ⴰⵙⴰⵔⵓ"


@pytest.mark.parametrize(
    "name", [f"{FRENCH} {ARABIC}", f"{ARABIC} - {FRENCH}", f"{FRENCH} / {ARABIC}"]
)
def test_a_name_in_two_scripts_is_parted(name: str) -> None:
    assert by_script(name) == {"fr": FRENCH, "ar": ARABIC}
    assert names_of({"name": name}) == {"name": name, "name:ar": ARABIC, "name:fr": FRENCH}


def test_three_scripts_are_parted_too() -> None:
    assert by_script(f"{FRENCH} {AMAZIGH} {ARABIC}") == {"fr": FRENCH, "zgh": AMAZIGH, "ar": ARABIC}


@pytest.mark.parametrize(
    "name", [FRENCH, ARABIC, "Rue 12", "شارع 11 يناير", "12", "", "Café شاي Café"]
)
def test_what_has_one_script_or_alternates_is_left_alone(name: str) -> None:
    assert by_script(name) == {}


def test_a_tag_of_its_own_goes_before_what_was_parted() -> None:
    names = names_of({"name": f"{FRENCH} {ARABIC}", "name:fr": "Av. Mohammed V"})
    assert names["name:fr"] == "Av. Mohammed V"


def test_who_reads_french_gets_latin_letters_where_there_are_any() -> None:
    names = names_of({"name": "Καβάλα", "name:en": "Kavala"})
    assert names["name:fr"] == "Kavala"
    assert "name:fr" not in names_of({"name": "Kavala", "name:en": "Kavala Town"})


def test_a_name_in_any_language_is_better_than_none() -> None:
    assert names_of({"name:ar": ARABIC}) == {"name": ARABIC}
    assert names_of({"highway": "primary"}) == {}


def test_control_signs_and_endless_names_are_cut() -> None:
    assert names_of({"name": "Rue\n\x00\u202eA\t B"}) == {"name": "Rue A B"}
    assert len(names_of({"name": "a" * 1000})["name"]) == LONGEST
