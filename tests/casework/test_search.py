"""Cases are found by what people remember of them, through indexes, and by nobody else's eyes."""

import pytest
from django.db import connection
from django.urls import reverse

from benchmarks.case_list import analyze, fill
from casework.models import Case
from casework.rules import sought
from casework.services import ApplicantData
from tests.casework.files import agent, clerk, department, make_case, request_kind
from tests.people.organisation import at_desk


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("0612345678", "612345678"),
        ("012", "012"),
        ("+212612345678", "+212612345678"),
        ("07a", "07a"),
    ],
)
def test_a_national_number_is_sought_without_its_zero(typed: str, word: str) -> None:
    assert sought(typed) == word


@pytest.fixture
def case(db):
    """Return a case among others."""
    make_case()
    applicant = ApplicantData(name="أحمد بنعلي", phone="+212612345678")
    return make_case(
        subject="Réclamation sur l’éclairage", applicant=applicant, place="زنقة يوسف بن تاشفين"
    )


@pytest.mark.parametrize(
    "text",
    [
        "eclairage",
        "RECLAMATION",
        "احمد",
        "بنعلى",
        "0612345678",
        "612 345678",
        "احمد éclairage",
        "تاشفين",
    ],
)
def test_a_case_is_found_by_its_words_however_they_are_spelt(case, text):
    assert list(Case.objects.telling(text)) == [case]


@pytest.mark.parametrize("text", ["eclairage سعيد", "%%%", "___", "0699999999"])
def test_every_word_must_stand_there_and_taken_literally(case, text):
    assert not Case.objects.telling(text).exists()


def test_the_search_of_all_shows_what_the_person_may_read(case, client):
    url = reverse("workspace:search")
    client.force_login(agent("here", "casework.read", place=department()))
    assert case.reference in client.get(url, {"q": "بنعلي"}).content.decode()
    client.force_login(agent("elsewhere", "casework.read", place=department("roads")))
    assert case.reference not in client.get(url, {"q": "بنعلي"}).content.decode()


@pytest.mark.parametrize("text", ["a", "ab", "ab cd"])
def test_too_little_is_told_beside_the_field(case, client, text):
    at_desk(client, clerk())
    answer = client.get(reverse("casework:list"), {"q": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "three characters" in page
    assert f'value="{text}"' in page


def test_words_are_looked_up_in_indexes(db):
    fill(3_000, department(), request_kind())
    analyze()
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan"):  # three thousand rows are soon read through
            cursor.execute(f"SET LOCAL enable_{way} = off")
        rows = Case.objects.order_by().telling("0002999").values("pk")
        sql, values = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "case_search" in plan, plan
    assert "applicant_search" in plan, plan
    assert rows.count() == 1
