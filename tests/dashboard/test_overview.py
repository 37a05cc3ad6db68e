"""The pages of the overview: who may read them, what they ask of the database, bad input."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dashboard.models import IndicatorBounds, IndicatorDay
from people.models import User
from tests.dashboard.places import an_arrondissement
from workspace.indicators import Bounds, Direction, Verdict, declared, judge

PAGE = "/overview/"


@pytest.fixture
def reader(db: None) -> Client:
    """Return a client of somebody who may read everything."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_superuser("mayor"))
    return client


@pytest.fixture
def figures(db: None) -> dt.date:
    """Keep thirty days of each indicator in two territories; return the last day."""
    today = timezone.localdate()
    IndicatorDay.objects.bulk_create(
        IndicatorDay(
            indicator=each.code,
            day=today - dt.timedelta(days=n),
            territory_code=code,
            numerator=1_000_000 + n,
            denominator=2_000_000,
            computed_at=timezone.now(),
        )
        for each in declared()
        for n in range(30)
        for code in ("01", "02")
    )
    return today


@pytest.mark.django_db
def test_nobody_reads_it_without_a_role() -> None:
    assert Client().get(PAGE).status_code == 302
    client = Client()
    client.force_login(User.objects.create_user("clerk"))
    assert client.get(PAGE).status_code == 403


def test_it_says_so_when_nothing_is_known(reader: Client) -> None:
    page = reader.get(PAGE).content.decode()
    assert "No figure has been computed yet" in page
    assert page.count('<article class="card figure"') == len(declared())


def test_the_queries_do_not_grow_with_the_figures(
    reader: Client, figures: dt.date, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Sums, bounds, territories, three ages of sources, and what every page asks."""
    reader.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        reader.get(PAGE + "?period=today")
    with django_assert_max_num_queries(len(few.captured_queries)):
        reader.get(PAGE + "?period=30")


def test_a_territory_leaves_out_what_has_none(reader: Client, figures: dt.date) -> None:
    an_arrondissement("01")
    page = reader.get(PAGE + "?territory=01").content.decode()
    assert "Known for the whole commune only" in page
    assert page.count('<article class="card figure"') == sum(i.by_territory for i in declared())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("first=2026-03-09&last=2026-03-02", "The last day lies before the first one."),
        ("first=2026-03-09", "Give both days."),
        ("first=2020-01-01&last=2026-01-01", "A period has at most 366 days."),
        ("first=2026-01-01&last=2999-01-01", "This day is still to come."),
        ("first=nonsense&last=2026-01-01", "Enter a valid date."),
    ],
)
def test_bad_input_is_named_beside_the_field(reader: Client, asked: str, said: str) -> None:
    """What was typed stays, and the usual period is shown."""
    page = reader.get(f"{PAGE}?{asked}").content.decode()
    assert said in page
    for value in asked.split("&"):
        assert f'value="{value.partition("=")[2]}"' in page


@pytest.mark.parametrize("asked", ["period=x", "territory=zz", "day=1", "page=-3", "page=9" * 30])
def test_nonsense_breaks_nothing(reader: Client, figures: dt.date, asked: str) -> None:
    for page in (PAGE, PAGE + "lighting.energy/"):
        assert reader.get(f"{page}?{asked}").status_code == 200


def test_what_does_not_exist_is_not_found(reader: Client) -> None:
    assert reader.get(PAGE + "no.such/").status_code == 404
    assert reader.get(PAGE + "lighting.energy/1/").status_code == 404


def test_the_council_changes_a_target_by_decision(reader: Client, figures: dt.date) -> None:
    """From its day on; before, what was declared holds."""
    cache.clear()
    IndicatorBounds.objects.create(
        indicator="lighting.reporting", valid_from=figures, target=40, reference="Session"
    )
    page = reader.get(PAGE + "?period=today").content.decode()
    assert "Target <bdi>40.0</bdi>" in page
    assert "Target <bdi>40.0</bdi>" not in reader.get(PAGE + "?period=yesterday").content.decode()


@pytest.mark.parametrize(
    ("value", "direction", "verdict"),
    [
        (96, Direction.UP, Verdict.GOOD),
        (90, Direction.UP, Verdict.WARNING),
        (75, Direction.UP, Verdict.ALARM),
        (None, Direction.UP, Verdict.NONE),
        (96, Direction.NEITHER, Verdict.NONE),
        (96, Direction.DOWN, Verdict.ALARM),
        (60, Direction.DOWN, Verdict.GOOD),
    ],
)
def test_a_figure_is_judged(value: float | None, direction: Direction, verdict: Verdict) -> None:
    bounds = Bounds(95, 90, 75) if direction is Direction.UP else Bounds(70, 80, 90)
    assert judge(value, bounds, direction) is verdict
