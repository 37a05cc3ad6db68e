"""What the overview does by itself."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from dashboard.overview.periods import DAY, Period
from dashboard.overview.refreshing import refresh_indicators


def _back(days: int) -> Period:
    today = timezone.localdate()
    return Period(today - dt.timedelta(days=days - 1), today)


@shared_task(name="dashboard.tasks.refresh_overview")
def refresh_overview() -> int:
    """Bring today and yesterday up to date; every minute."""
    return refresh_indicators(period=_back(2))


@shared_task(name="dashboard.tasks.refresh_overview_again")
def refresh_overview_again() -> int:
    """Take in what came late, over two months; every night."""
    period = _back(62)
    return sum(refresh_indicators(period=Period(day, day + 6 * DAY)) for day in period.days[::7])
