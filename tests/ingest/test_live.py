"""What goes out to open pages: when, how much, and nothing that names a person."""

from typing import Any

import orjson
import pytest
import redis

from ingest.live import INTERVAL_S, LiveFeed
from ingest.sorting import Group, Sorted, decode_all

DETAIL = b'{"_type":"transition","event":"enter","desc":"Home of Amina","tst":1700000000,'
PHONE = "owntracks/amina/phone/event"


class Wire:
    """Stands in for Redis and its pipelines."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def pipeline(self, *, transaction: bool) -> "Wire":
        return self

    def publish(self, channel: str, content: bytes) -> None:
        self.sent.append((channel, orjson.loads(content)))

    def execute(self) -> None: ...


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Return what takes the place of Redis."""
    found = Wire()
    monkeypatch.setattr(redis.Redis, "from_url", lambda *_, **__: found)
    return found


def batch(*messages: tuple[str, bytes]) -> Sorted:
    """Return decoded messages, of the devices 1, 2, …"""
    decoded = decode_all(messages)
    assert not decoded.refusals
    for group in decoded.groups.values():
        group.device_ids = [index + 1 for index in group.indices]
    return decoded


def position(at: int) -> tuple[str, bytes]:
    """Return a fix of a bus."""
    return "city/BUS-1/position", b'{"at":%d,"lat":31.6,"lon":-8.0}' % at


def test_no_identity_and_no_detail_goes_out(wire: Wire) -> None:
    body = DETAIL + b'"lat":31.6,"lon":-8.0,"acc":10,"wtst":1690000000}'
    LiveFeed("").announce(batch((PHONE, body)))
    sent = dict(wire.sent)
    assert sent["live:events"] == [
        {"device_id": 1, "at_ms": 1_700_000_000_000, "code": "region_enter", "severity": "info"}
    ]
    assert b"amina" not in orjson.dumps(wire.sent).lower()


def test_news_wait_for_the_interval(wire: Wire) -> None:
    now = [0.0]
    feed = LiveFeed("", lambda: now[0])
    feed.announce(batch(position(1_700_000_000_000)))
    feed.announce(batch(position(1_700_000_001_000)))
    assert len(wire.sent) == 2
    now[0] += INTERVAL_S
    feed.flush()
    assert [channel for channel, _ in wire.sent[2:]] == ["live:positions", "live:messages"]


def test_without_an_interval_everything_goes_at_once(wire: Wire) -> None:
    feed = LiveFeed("", lambda: 0.0, interval=0.0)
    for second in range(3):
        feed.announce(batch(position(1_700_000_000_000 + second * 1000)))
    assert [content[0][1] for channel, content in wire.sent if channel == "live:positions"] == [
        1_700_000_000_000,
        1_700_000_001_000,
        1_700_000_002_000,
    ]


def test_messages_are_counted_not_their_records(wire: Wire) -> None:
    both = b'[{"at":1700000000000,"on":true},{"at":1700000001000,"on":false}]'
    LiveFeed("").announce(batch(("city/L-1/lamp", both), position(1_700_000_000_000)))
    assert dict(wire.sent)["live:messages"] == {"stored": 2}


def test_an_empty_batch_is_no_news(wire: Wire) -> None:
    LiveFeed("").announce(Sorted({kind: Group() for kind in decode_all([]).groups}))
    assert wire.sent == []
