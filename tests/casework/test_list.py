"""The list of cases costs the same number of queries however long it is."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.case_list import fill, reader
from casework.models import Case
from tests.casework.files import department, request_kind

pytestmark = pytest.mark.django_db


def queries(client, query: str = "") -> int:
    """Return how many queries the list takes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(f"{reverse('casework:list')}?{query}").status_code == 200
    return len(found)


@pytest.mark.slow
def test_ten_or_ten_thousand_cases_take_the_same_queries(client):
    here = department()
    client.force_login(reader(here))
    kind = request_kind()
    fill(10, here, kind)
    queries(client)
    few = queries(client)
    fill(9_990, here, kind, first=10)
    assert Case.objects.count() == 10_000
    assert queries(client) == few
    assert queries(client, "status=open&due=overdue") == few
    assert queries(client, "page=200") == few
    assert few <= 13


def test_the_words_of_a_search_are_looked_up_for_the_keys_alone(client):
    """Once in each of the two tables; what is joined to the rows comes by key."""
    here = department()
    client.force_login(reader(here))
    fill(60, here, request_kind())
    with CaptureQueriesContext(connection) as found:
        page = client.get(f"{reverse('casework:list')}?q=BENCH-0000&page=2&sort=-reference")
    references = [row.reference for row in page.context["page"]]
    assert references == [f"BENCH-{n:06}" for n in range(9, -1, -1)]
    about_words = [each["sql"].count("search_pattern") for each in found if "LIKE" in each["sql"]]
    assert about_words == [2], "one query finds the keys and counts"


def test_a_page_that_is_none_is_the_first_or_the_last(client):
    here = department()
    client.force_login(reader(here))
    fill(60, here, request_kind())
    pages = [("", 1), ("x", 1), ("1", 1), ("2", 2), ("3", 2), ("0", 2), ("-1", 2), ("9" * 40, 2)]
    for (asked, number), words in itertools.product(pages, ("", "BENCH")):
        page = client.get(f"{reverse('casework:list')}?q={words}&page={asked}").context["page"]
        assert (page.number, page.paginator.count, page.paginator.num_pages) == (number, 60, 2)
        assert len(page) == {1: 50, 2: 10}[number]
    empty = client.get(f"{reverse('casework:list')}?q=nothing&page=2").context["page"]
    assert (empty.number, empty.paginator.count, len(empty)) == (1, 0, 0)
