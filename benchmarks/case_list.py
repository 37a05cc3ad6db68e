"""How fast the list of cases answers with 10,000 open cases, for somebody of one department.

    python -m benchmarks.case_list --cases 10000 --requests 40

The cases are made inside a transaction that is rolled back at the end.
"""

import argparse
import datetime as dt
import os
import secrets
import statistics
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")


def fill(count: int, department: Any, kind: Any, first: int = 0) -> None:
    """Make cases in a few statements, each with its applicant and the line of its history."""
    from django.utils import timezone

    from casework.enums import EventKind
    from casework.models import Applicant, Case, CaseEvent

    now = timezone.now()
    applicants = Applicant.objects.bulk_create(
        [Applicant(name=f"صاحب الطلب {n}") for n in range(count)], batch_size=2000
    )
    cases = Case.objects.bulk_create(
        [
            Case(
                kind=kind,
                reference=f"BENCH-{n:06}",
                link_digest=secrets.token_bytes(32),
                state=kind.flow.initial.code,
                subject=f"طلب رقم {n}",
                applicant=who,
                department=department,
                deposited_at=now - dt.timedelta(minutes=n),
                due_on=(now + dt.timedelta(days=n % 60 - 10)).date(),
            )
            for n, who in enumerate(applicants, first)
        ],
        batch_size=2000,
    )
    CaseEvent.objects.bulk_create(
        [CaseEvent(case=case, kind=EventKind.OPENED, at=now, target=case.state) for case in cases],
        batch_size=2000,
    )


def analyze() -> None:
    """Let the planner know what was filled in, as autovacuum does within a minute of the commit."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE casework_case, casework_applicant, casework_caseevent")


def reader(department: Any) -> Any:
    """Return somebody who reads the cases of one department by a role."""
    from people.models import Grant, Role, User

    user = User.objects.create(username="benchmark-reader")
    role = Role.objects.create(
        code="benchmark-reader", name_ar="قارئ", name_fr="Lecteur", capabilities=["casework.read"]
    )
    Grant.objects.create(
        role=role, user=user, department=department, valid_from=dt.date(2020, 1, 1), decision="-"
    )
    return user


def sign_in(client: Any, user: Any) -> None:
    """Open a session as after a password and a second factor."""
    from allauth.account.internal.flows.login import record_authentication
    from django.test import RequestFactory

    client.force_login(user)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()


def timed(client: Any, query: str, requests: int) -> list[float]:
    """Return how long each request took, in milliseconds; the first one only warms up."""
    found = []
    for _turn in range(requests + 1):
        begun = time.perf_counter()
        answer = client.get(f"/cases/?{query}")
        found.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"answered {answer.status_code}")
    return found[1:]


def main() -> None:
    """Run it and print the figures."""
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client

    from casework.models import CaseKind
    from people.models import Department

    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--cases", type=int, default=10_000)
    asks.add_argument("--requests", type=int, default=40)
    asked = asks.parse_args()
    with transaction.atomic():
        department = Department.objects.create(code="benchmark", name_ar="قسم", name_fr="Service")
        fill(asked.cases, department, CaseKind.objects.get(code="administrative-request"))
        analyze()
        client = Client(headers={"host": "127.0.0.1"})
        sign_in(client, reader(department))
        for query in ("", "sort=due_on", "status=open&due=overdue", "q=BENCH-00"):
            times = timed(client, query, asked.requests)
            high = statistics.quantiles(times, n=20)[-1]
            print(f"/cases/?{query}: median {statistics.median(times):.0f} ms, p95 {high:.0f} ms")
        print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
