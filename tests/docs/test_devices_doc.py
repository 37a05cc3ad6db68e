"""docs/devices.md is held to the decoders: every payload and every line of shell in it works."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from ingest.decoders import Reason, decode, osmand
from ingest.decoders.native import HANDLERS
from ingest.decoders.teltonika import _EVENTS
from telemetry.records import LAMP_FAULTS, SEVERITIES, Record
from tests.ingest.decoders.invariants import check

PAGE = Path(__file__).resolve().parents[2] / "docs/devices.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"^(Topic|Address): `(?:POST )?([^`]+)`$", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)`", re.MULTILINE)
PIPELINE = {"future_dated", "expired", "unknown_device", "wrong_kind", "rejected_by_database"}
HTTP = {"wrong_secret"}
RECORDED_US = 1_763_712_000_000_000

# Programs that only say with what they were called, each argument ended by NUL.
STAND_INS = """
mosquitto_pub() { printf '%s\\0' mosquitto_pub "$@"; }
curl() { printf '%s\\0' curl "$@"; }
"""
VARIABLES = {
    "PATH": "/usr/bin:/bin",
    "MQTT_HOST": "mqtt.example",
    "MQTT_PORT": "1883",
    "SITE_URL": "https://city.example",
    "SECRET": "s3cr3t",
}


def payloads() -> list[tuple[str, str, str]]:
    """Every JSON block with the way and the address told before it: ("Topic", topic, block)."""
    found = []
    for block in BLOCK.finditer(TEXT):
        if block[1] == "json":
            kind, place = PLACE.findall(TEXT, 0, block.start())[-1]
            found.append((kind, place, block[2]))
    return found


def commands() -> list[str]:
    blocks = [block[2] for block in BLOCK.finditer(TEXT) if block[1] == "sh"]
    return [block for block in blocks if block.startswith(("mosquitto_pub", "curl"))]


def run(command: str) -> list[str]:
    """The arguments that the shell hands over when a reader pastes the command."""
    done = subprocess.run(
        ["bash", "-euc", STAND_INS + command],
        env=VARIABLES,
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert not done.stderr
    return done.stdout.split("\0")[:-1]


def options(arguments: list[str]) -> dict[str, str]:
    return {name: value for name, value in pairwise(arguments) if name.startswith("-")}


def requested(arguments: list[str], received_us: int) -> list[Record]:
    """What the HTTP form reads of a call of curl."""
    (address,) = [a for a in arguments if a.startswith("https://")]
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, strict_parsing=True))
    assert (parts.path, query.pop("token")) == ("/ingest/osmand/", VARIABLES["SECRET"])
    if "--data" not in arguments:
        return osmand.decode_query(query, received_us)
    assert options(arguments)["--header"] == "Content-Type: application/json"
    return osmand.decode_json(options(arguments)["--data"].encode(), received_us)


def published(arguments: list[str]) -> list[Record]:
    """What ingest reads of a call of mosquitto_pub; the call must follow the page's own rules."""
    given = options(arguments)
    assert (given["-h"], given["-p"], given["-P"]) == ("mqtt.example", "1883", "s3cr3t")
    assert (given["-q"], given["-V"]) == ("1", "5")
    assert given["-u"] in given["-t"].split("/") or given["-u"] == "chirpstack"
    return decode(given["-t"], given["-m"].encode())


def sections() -> Iterator[tuple[str, str]]:
    """Each heading of second or third level with the text below it."""
    parts = re.split(r"^#{2,3} (.*)$", TEXT, flags=re.MULTILINE)
    yield from zip(parts[1::2], parts[2::2], strict=True)


@pytest.mark.parametrize(("kind", "place", "payload"), payloads())
def test_every_payload_is_understood(kind, place, payload):
    json.loads(payload)
    records = (
        decode(place, payload.encode())
        if kind == "Topic"
        else osmand.decode_json(payload.encode(), RECORDED_US)
    )
    assert records
    for record in records:
        check(record)


@pytest.mark.parametrize("command", commands())
def test_every_command_sends_what_is_understood_today(command):
    arguments = run(command)
    now_us = time.time_ns() // 1000
    records = published(arguments) if arguments[0] == "mosquitto_pub" else requested(arguments, 0)
    assert records
    for record in records:
        check(record)
        assert abs(record.at_us - now_us) < 60_000_000


def test_each_family_has_a_payload_and_a_command():
    topics: dict[str, Any] = {place.split("/")[0]: block for _, place, block in payloads()}
    assert {"city", "owntracks", "application"} <= set(topics)
    called = [options(run(command)).get("-t", "http").split("/")[0] for command in commands()]
    assert {"city", "owntracks", "application", "http"} <= set(called)
    assert any(topic.isdigit() for topic in topics)
    assert any(topic.isdigit() for topic in called)
    kinds = {place.split("/")[2] for _, place, _ in payloads() if place.startswith("city/")}
    assert kinds == set(HANDLERS)


def test_every_reason_is_explained():
    explained = set(ROW.findall(dict(sections())["When a message is refused"]))
    assert explained == {*Reason, *PIPELINE, *HTTP}


def test_every_allowed_word_is_named():
    found = dict(sections())
    assert all(f"`{fault}`" in found["Lamp"] for fault in LAMP_FAULTS)
    assert all(f"`{severity}`" in found["Event"] for severity in SEVERITIES)
    rows = dict(re.findall(r"^\| (\d+) \| (.*) \|$", found["Teltonika"], re.MULTILINE))
    assert set(rows) == {str(avl_id) for avl_id in _EVENTS}
    for avl_id, (off, on, _) in _EVENTS.items():
        named = set(re.findall(r"`(\w+)`", rows[str(avl_id)]))
        assert named == {code for code in (off, on) if code}
