"""The hub of the live stream: gathering, sharing, and readers that cannot keep up."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import orjson
import pytest

from dashboard.live.feed import EVENTS, LAMPS, MESSAGES, POSITIONS, Feed
from dashboard.live.hub import LAMPS_EVERY_S, LOST, Hub, Reader, encode
from dashboard.live.pace import Pace


async def take(reader: Reader) -> bytes:
    """Return the next chunk of a reader."""
    return await asyncio.wait_for(anext(aiter(reader.frames())), 1)


def run(work: Awaitable[Any]) -> Any:
    """Run a coroutine to its end."""
    return asyncio.run(work)  # type: ignore[arg-type]


def sent(chunk: bytes) -> list[tuple[str, Any]]:
    """Return the events of a chunk."""
    frames = [frame.split(b"\n") for frame in chunk.split(b"\n\n") if frame.startswith(b"event")]
    return [(name[7:].decode(), orjson.loads(data[6:])) for name, data in frames]


def test_each_device_is_told_once_a_tick() -> None:
    async def scene() -> list[tuple[str, Any]]:
        hub = Hub()
        reader = hub.join()
        hub.take_positions([[1, 100, 0.0, 0.0, 5, 0], [2, 100, 0.0, 0.0, 5, 0]])
        hub.take_positions([[1, 300, 1.0, 1.0, 5, 0]])
        hub.take_positions([[1, 200, 9.0, 9.0, 5, 0]])
        hub.tick(0.0)
        return sent(await take(reader))

    ((name, rows),) = run(scene())
    assert name == "positions"
    assert sorted(rows) == [[1, 300, 1.0, 1.0, 5, 0], [2, 100, 0.0, 0.0, 5, 0]]


def test_a_tick_with_nothing_says_nothing() -> None:
    async def scene() -> None:
        hub = Hub()
        reader = hub.join()
        hub.tick(0.0)
        await take(reader)

    with pytest.raises(TimeoutError):
        run(scene())


def test_a_frame_is_encoded_once_for_all_readers() -> None:
    async def scene() -> bool:
        hub = Hub()
        one, other = hub.join(), hub.join()
        hub.take_events([{"code": "door_open"}])
        hub.tick(0.0)
        return one._queue[0] is other._queue[0]

    assert run(scene())


def test_a_slow_reader_loses_the_oldest_and_is_told() -> None:
    async def scene() -> bytes:
        reader = Reader(frames=3)
        for number in range(5):
            reader.put(b"%d" % number)
        return await take(reader)

    assert run(scene()) == LOST + b"234"


def test_a_reader_that_keeps_up_is_not_told_of_losses() -> None:
    async def scene() -> tuple[bytes, bytes]:
        reader = Reader(frames=2)
        reader.put(b"1")
        reader.put(b"2")
        first = await take(reader)
        reader.put(b"3")
        return first, await take(reader)

    assert run(scene()) == (b"12", b"3")


def test_a_closed_reader_ends_after_what_is_queued() -> None:
    async def scene() -> list[bytes]:
        reader = Reader()
        reader.put(b"last")
        reader.close()
        return [chunk async for chunk in reader.frames()]

    assert run(scene()) == [b"last"]


def test_who_comes_later_is_greeted_with_what_holds() -> None:
    async def scene() -> bytes:
        hub = Hub()
        hub.tell("counters", {"n": 1}, keep=True)
        hub.tell("counters", {"n": 2}, keep=True)
        hub.tell("events", [])
        return await take(hub.join())

    assert run(scene()) == encode("counters", {"n": 2})


def test_lamps_are_told_every_few_seconds_at_most() -> None:
    async def scene() -> list[str]:
        hub = Hub()
        reader = hub.join()
        for second in (0.0, 1.0, LAMPS_EVERY_S, LAMPS_EVERY_S + 1):
            hub.take_lamps()
            hub.tick(second)
        return [name for name, _ in sent(await take(reader))]

    assert run(scene()) == ["lamps", "lamps"]


def test_a_change_that_had_to_wait_is_told_later() -> None:
    async def scene() -> list[int]:
        hub = Hub()
        reader = hub.join()
        hub.take_lamps()
        hub.tick(0.0)
        hub.take_lamps()
        hub.tick(1.0)
        hub.tick(LAMPS_EVERY_S)
        return [data["version"] for _, data in sent(await take(reader))]

    assert run(scene()) == [0, int(LAMPS_EVERY_S)]


def test_too_many_events_keep_the_newest() -> None:
    async def scene() -> list[int]:
        hub = Hub()
        reader = hub.join()
        hub.take_events({"n": number} for number in range(1000))
        hub.tick(0.0)
        ((_, events),) = sent(await take(reader))
        return [event["n"] for event in events]

    numbers = run(scene())
    assert numbers[-1] == 999
    assert len(numbers) < 1000


def feed_into(hub: Hub) -> Feed:
    """Return a feed that Redis does not reach."""
    return Feed(
        "redis://nowhere", hub, lambda good: None, lambda events: hub.take_events(events), Pace()
    )


def test_the_feed_hands_each_channel_on() -> None:
    async def scene() -> list[str]:
        hub = Hub()
        reader = hub.join()
        feed = feed_into(hub)
        feed.take(POSITIONS, b"[[1, 100, 0.0, 0.0, null, null]]")
        feed.take(EVENTS, b'[{"code": "door_open"}]')
        feed.take(LAMPS, b'{"changed": 3}')
        hub.tick(0.0)
        return [name for name, _ in sent(await take(reader))]

    assert run(scene()) == ["positions", "events", "lamps"]


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"[[]]", b"[{}]", b"null", b"\xff"])
def test_a_malformed_message_harms_nobody(data: bytes) -> None:
    hub = Hub()
    for channel in (POSITIONS, EVENTS, MESSAGES):
        feed_into(hub).take(channel, data)
