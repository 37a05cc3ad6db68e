"""The pages of the overview: who may read them, what they ask of the database, bad input."""

import datetime as dt
import html

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dashboard.models import IndicatorBounds, IndicatorDay, IndicatorRefresh
from people.models import Department, User
from tests.dashboard.city import make_vehicle
from tests.dashboard.places import an_arrondissement
from workspace.indicators import Bounds, Direction, Verdict, declared, judge

PAGE = "/overview/"
QUERIES = 13  # sums, targets, places, ages, last change; the rest is what every page asks


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
            department_code="permits" if each.by_department else "",
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


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("asked", ["", "?period=today", "?period=30", "?territory=01", "?first=x"])
def test_the_number_of_queries_is_fixed(
    reader: Client, asked: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Whatever is asked: none for a tile, and none for a territory."""
    for number in range(1, 6):
        an_arrondissement(f"{number:02}")
    with django_assert_num_queries(QUERIES):
        assert reader.get(PAGE + asked).status_code == 200


@pytest.mark.usefixtures("figures")
def test_filters_go_along_from_page_to_page(reader: Client) -> None:
    an_arrondissement("01")
    asked = "?period=30&amp;territory=01&amp;department=lighting"
    page = reader.get(PAGE + html.unescape(asked)).content.decode()
    assert f'href="{PAGE}lighting.energy/{asked}"' in page
    inside = reader.get(PAGE + "lighting.energy/" + html.unescape(asked)).content.decode()
    assert f'href="{PAGE}{asked}"' in inside


def test_days_of_ones_own_do_not_stay_beside_a_usual_period(reader: Client) -> None:
    context = reader.get(PAGE + "?period=7&first=2026-03-02&last=nonsense").context
    assert context["asked"] == {"period": "7"}
    assert not context["form"].errors


@pytest.mark.parametrize(
    ("message_ago", "computed_ago", "is_live"),
    [(1, 1, True), (60, 1, False), (1, 60, False), (None, 1, False), (1, None, False)],
)
def test_a_figure_is_live_when_messages_come_and_are_counted(
    reader: Client, message_ago: int | None, computed_ago: int | None, is_live: bool
) -> None:
    """In minutes: a source that fell silent shows, and so does a counting that stopped."""
    now = timezone.now()
    if message_ago is not None:
        make_vehicle("BUS-1", seen_ago=dt.timedelta(minutes=message_ago))
    if computed_ago is not None:
        at = now - dt.timedelta(minutes=computed_ago)
        IndicatorRefresh.objects.create(indicator="fleet.distance", at=at)
    figure = reader.get(PAGE + "fleet.distance/").context["figure"]
    assert figure.is_live is is_live
    assert (figure.as_of is None) is (None in (message_ago, computed_ago))


def test_a_past_period_is_neither_live_nor_stale(reader: Client) -> None:
    today = reader.get(PAGE).content.decode()
    past = reader.get(PAGE + "?period=last_month").content.decode()
    assert "Not up to date" in today
    assert "Not up to date" not in past


@pytest.mark.usefixtures("figures")
def test_a_long_period_fits_into_the_tiles(reader: Client) -> None:
    """The table of a tile holds a month; the page of the indicator has all the days."""
    last = timezone.localdate()
    asked = f"?first={last - dt.timedelta(days=300)}&last={last}"
    assert reader.get(PAGE + asked).content.decode().count("<tr>") == len(declared()) * 32
    inside = reader.get(PAGE + "fleet.distance/" + asked).content.decode()
    assert inside.count("<tr>") >= 301


@pytest.mark.parametrize(
    ("code", "least_first"), [("fleet.buses_in_service", True), ("lighting.energy", False)]
)
def test_the_records_that_want_a_look_come_first(
    reader: Client, code: str, least_first: bool
) -> None:
    page = reader.get(f"{PAGE}{code}/")
    assert page.context["least_first"] is least_first
    other = "down" if least_first else "up"
    turned = reader.get(f"{PAGE}{code}/?order={other}")
    assert turned.context["least_first"] is not least_first


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


def permits() -> None:
    """Make a department that is a part of another."""
    above = Department.objects.create(code="urban", name_ar="قسم", name_fr="Urbanisme")
    Department.objects.create(code="permits", name_ar="رخص", name_fr="Permis", parent=above)


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("code", ["permits", "urban"])
def test_a_department_shows_its_own_figures_and_names_the_others(reader: Client, code: str) -> None:
    """Those of its parts are its own; what is not known by department is not counted as its."""
    permits()
    page = reader.get(f"{PAGE}?department={code}")
    shown = {figure.indicator.code for _owner, group in page.context["groups"] for figure in group}
    assert shown == {each.code for each in declared() if each.by_department}
    assert {each.code for each in page.context["undivided"]} == {
        each.code for each in declared() if not each.by_department
    }
    assert "Not known by department:" in page.content.decode()
    asked = f"?period=7&amp;department={code}"
    assert f'href="{PAGE}casework.closed/{asked}"' in page.content.decode()


@pytest.mark.usefixtures("figures")
def test_an_indicator_keeps_the_department_or_says_that_it_has_none(reader: Client) -> None:
    permits()
    inside = reader.get(PAGE + "casework.closed/?department=permits")
    assert (
        inside.context["figure"].value
        == reader.get(PAGE + "casework.closed/").context["figure"].value
    )
    assert "Permis</h1>" in inside.content.decode()
    assert "the department is left aside" not in inside.content.decode()
    other = reader.get(PAGE + "casework.closed/?department=lighting").context["figure"]
    assert other.value is None
    whole = reader.get(PAGE + "fleet.distance/?department=permits").content.decode()
    assert "This figure is not known by department" in whole
    assert "Permis</h1>" not in whole


@pytest.mark.usefixtures("figures")
def test_a_figure_leads_to_its_departments(reader: Client) -> None:
    permits()
    page = reader.get(PAGE + "casework.closed/?period=30").content.decode()
    assert 'href="?period=30&amp;department=permits"' in page
    alone = reader.get(PAGE + "casework.closed/?department=permits").content.decode()
    assert "By department" not in alone


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
