"""Columns and tables say what they mean, without a database."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from people.models import Department
from workspace.tables import Column, Table, find, register
from workspace.tables.page import changed, header
from workspace.tables.reading import sortable

CODE = Column("code", "Code", sort=("code",), is_heading=True)
PARENT = Column("parent", "Part of", value="parent.code")


def table(*columns: Column, name: str = "tests.columns") -> Table:
    return Table(name, "Things", lambda actor: Department.objects.all(), columns)


def test_a_path_ends_early_without_harm() -> None:
    inside = SimpleNamespace(parent=SimpleNamespace(code="dg"))
    assert PARENT.of(inside) == "dg"
    assert PARENT.of(SimpleNamespace(parent=None)) is None
    assert PARENT.cell(SimpleNamespace(parent=None)).is_empty
    assert not PARENT.cell(inside).is_empty


def test_nought_is_not_empty() -> None:
    assert not Column("n", "N").cell(SimpleNamespace(n=0)).is_empty


def test_a_cell_has_link_and_tone() -> None:
    column = Column("n", "N", value=lambda r: r.n * 2, link=lambda r: "/x/", tone=lambda r: "good")
    cell = column.cell(SimpleNamespace(n=2))
    assert (cell.value, cell.url, cell.tone) == (4, "/x/", "good")


@pytest.mark.parametrize("columns", [(), (PARENT,), (CODE, CODE), (CODE, PARENT, CODE)])
def test_a_table_has_one_heading_and_no_double(columns: tuple[Column, ...]) -> None:
    with pytest.raises(ValueError, match=r"tests\.columns"):
        table(*columns)


def test_a_name_stands_for_one_table() -> None:
    one = table(CODE, name="tests.once")
    register(one, one)
    assert find("tests.once") is one
    with pytest.raises(ValueError, match="two tables"):
        register(table(CODE, name="tests.once"))


def test_only_columns_that_say_so_order_the_rows() -> None:
    shown = table(CODE, PARENT)
    assert sortable(shown, "-code") is CODE
    assert sortable(shown, "parent") is None
    assert sortable(shown, "password") is None


def test_a_heading_turns_the_order() -> None:
    asked = QueryDict("q=lamp&page=3&sort=code")
    first, second = header(CODE, "code", asked), header(CODE, "-code", asked)
    assert first["order"] == "ascending"
    assert first["address"] == "?q=lamp&sort=-code"
    assert second["order"] == "descending"
    assert header(PARENT, "", asked)["address"] == ""


def test_values_are_replaced_in_an_address() -> None:
    assert changed(QueryDict("a=1&a=2&page=4"), page=None) == "a=1&a=2"
    assert changed(QueryDict("a=1"), page="2") == "a=1&page=2"
