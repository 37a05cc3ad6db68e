"""A table's page: filters and order in its address, pages that never overlap, saved views."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from gis.models import Street
from people.models import User
from workspace.models import SavedView, UndoableAction
from workspace.services import MOST_VIEWS, canonical, save_view

pytestmark = [pytest.mark.urls("tests.workspace.urls"), pytest.mark.django_db]
ADDRESS = "/tests/streets/"


def codes(answer: Any) -> list[str]:
    return [str(cells[0].value) for cells in answer.context["rows"]]


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_pages_show_each_row_once(desk: Client, streets: list[Street]) -> None:
    seen = [code for n in (1, 2, 3) for code in codes(desk.get(ADDRESS, {"page": n}))]
    assert len(seen) == len(set(seen)) == 120


def test_the_number_of_queries_does_not_depend_on_the_rows(
    desk: Client, streets: list[Street], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk.get(ADDRESS)
    with CaptureQueriesContext(connection) as many:
        desk.get(ADDRESS)
    Street.objects.exclude(code="X").delete()
    with django_assert_num_queries(len(many)):
        desk.get(ADDRESS)
    about_rows = [query for query in many.captured_queries if "territory_street" in query["sql"]]
    assert len(about_rows) == 2, "one to count, one to show"


def test_filters_stand_in_the_address(desk: Client, streets: list[Street]) -> None:
    answer = desk.get(ADDRESS, {"q": "rue S01", "sort": "-code"})
    assert codes(answer) == [f"S{number:03}" for number in range(19, 9, -1)]
    assert 'value="rue S01"' in answer.content.decode()


@pytest.mark.parametrize("sort", ["territory", "password", "--code", "code__length", "'"])
def test_an_order_that_is_none_is_ignored(desk: Client, streets: list[Street], sort: str) -> None:
    assert desk.get(ADDRESS, {"sort": sort}).status_code == 200


def test_a_wrong_filter_is_told_beside_its_field(desk: Client, streets: list[Street]) -> None:
    answer = desk.get(ADDRESS, {"category": "moon", "q": "kept"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "errorlist" in page
    assert 'value="kept"' in page
    assert codes(answer) == []


def test_the_search_comes_first_and_nothing_chosen_means_all(
    desk: Client, streets: list[Street]
) -> None:
    form = desk.get(ADDRESS).context["form"]
    assert list(form.fields) == ["q", "category"]
    assert next(iter(form.fields["category"].choices)) == ("", "All")


def test_a_page_that_is_none_is_the_nearest(desk: Client, streets: list[Street]) -> None:
    assert len(codes(desk.get(ADDRESS, {"page": "99"}))) == 20
    assert len(codes(desk.get(ADDRESS, {"page": "x"}))) == 50


def test_a_view_is_kept_and_found_again(desk: Client, clerk: User, streets: list[Street]) -> None:
    answer = desk.post(f"{ADDRESS}?page=2&sort=-code&q=rue", {"name": "Long ones"}, follow=True)
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.query) == (clerk, "Long ones", "q=rue&sort=-code")
    assert answer.redirect_chain[-1][0] == f"{ADDRESS}?q=rue&sort=-code"
    assert 'aria-current="page">Long ones' in answer.content.decode()


def test_the_same_name_replaces(clerk: User) -> None:
    for query in ("a=1", "a=2"):
        save_view(owner=clerk, table="t", name="n", query=query)
    assert SavedView.objects.get().query == "a=2"


def test_a_view_without_a_name_is_told(desk: Client, streets: list[Street]) -> None:
    answer = desk.post(f"{ADDRESS}?q=rue", {"name": "", "is_shared": "on"})
    assert answer.status_code == 422
    assert answer.context["view_form"].errors["name"]
    assert answer.context["view_form"]["is_shared"].value()
    assert not SavedView.objects.exists()


def test_nobody_keeps_views_without_end(desk: Client, clerk: User) -> None:
    SavedView.objects.bulk_create(
        SavedView(owner=clerk, table="tests.streets", name=str(n)) for n in range(MOST_VIEWS)
    )
    answer = desk.post(f"{ADDRESS}?q=rue", {"name": "one more"})
    assert answer.context["view_form"].errors["name"]


def test_only_shared_views_are_seen_by_colleagues(desk: Client, colleague: User) -> None:
    save_view(owner=colleague, table="tests.streets", name="secret", query="q=a")
    save_view(owner=colleague, table="tests.streets", name="ours", query="q=b", is_shared=True)
    page = desk.get(ADDRESS).content.decode()
    assert "ours" in page
    assert "secret" not in page


def test_deleting_a_view_can_be_undone(desk: Client, clerk: User) -> None:
    view = save_view(owner=clerk, table="tests.streets", name="mine", query="q=a")
    page = desk.post(f"/desk/views/{view.pk}/delete/", {"next": ADDRESS})
    assert page["Location"] == ADDRESS
    assert not SavedView.objects.exists()
    action = UndoableAction.objects.get()
    desk.post(f"/desk/undo/{action.pk}/", {"next": ADDRESS})
    assert SavedView.objects.get().query == "q=a"


def test_a_colleagues_view_is_not_deleted(desk: Client, colleague: User) -> None:
    view = save_view(owner=colleague, table="t", name="ours", query="", is_shared=True)
    assert desk.post(f"/desk/views/{view.pk}/delete/").status_code == 404


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "x", ""])
def test_a_form_returns_to_this_site_only(desk: Client, clerk: User, wanted: str) -> None:
    view = save_view(owner=clerk, table="t", name="n", query="")
    assert desk.post(f"/desk/views/{view.pk}/delete/", {"next": wanted})["Location"] == (
        "/desk/inbox/"
    )


def test_a_query_has_one_spelling() -> None:
    assert canonical("b=2&page=4&a=&b=1&export=csv") == "b=2&b=1"
    assert canonical("") == ""
