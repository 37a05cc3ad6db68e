"""A pytest plugin that prints how many of the collected tests need a database, and stops there."""

import pytest

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
DATABASE_MARKS = ("django_db", "broker", "browser")


def needs_database(item: pytest.Item) -> bool:
    """Tell whether a test needs a database, or a service that rests on one."""
    marked = any(item.get_closest_marker(name) for name in DATABASE_MARKS)
    return marked or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Print both counts on one line that the test can read."""
    with_database = sum(needs_database(item) for item in session.items)
    print(f"\ncounted {len(session.items)} tests, {with_database} with a database")  # noqa: T201
