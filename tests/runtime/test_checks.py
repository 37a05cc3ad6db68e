"""Existing servers are asked before anything is started; each refusal is one clear line."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest

from municipality.runtime.checks import (
    check_broker,
    check_database,
    check_redis,
    connect_packet,
    mqtt_answer,
    page_answers,
)
from municipality.runtime.failures import StartError


@contextmanager
def answering(answer: bytes, heard: list[bytes] | None = None) -> Iterator[int]:
    """Run a server that reads once and answers the same to everybody."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                words = connection.recv(1024)
                if heard is not None:
                    heard.append(words)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def test_the_connect_packet_is_as_the_standard_has_it() -> None:
    assert connect_packet("", "") == b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x0a\x00\x00"
    assert (
        connect_packet("u", "p")
        == b"\x10\x12\x00\x04MQTT\x04\xc2\x00\x0a\x00\x00\x00\x01u\x00\x01p"
    )
    assert connect_packet("u" * 100, "p" * 50)[1:3] == b"\xa6\x01"


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (b"\x20\x02\x00\x05", "does not allow this user"),
        (b"\x20\x02\x00\x04", "refuses the user name or the password"),
        (b"\x20\x02\x00\x03", "code 3"),
        (b"HTTP", "that is not an MQTT broker"),
    ],
)
def test_a_broker_that_refuses_is_told(answer: bytes, line: str) -> None:
    with answering(answer) as port, pytest.raises(StartError, match=line):
        check_broker(f"mqtt://u:p@127.0.0.1:{port}")


def test_a_broker_that_welcomes_is_good() -> None:
    with answering(b"\x20\x02\x00\x00") as port:
        check_broker(f"mqtt://u:p@127.0.0.1:{port}")


def test_mqtts_speaks_tls_before_it_says_who_it_is() -> None:
    heard: list[bytes] = []
    told = pytest.raises(StartError, match="MQTT_URL does not lead to a broker that answers")
    with answering(b"\x20\x02\x00\x00", heard) as port, told:
        check_broker(f"mqtts://user:s3cr3t@127.0.0.1:{port}")
    assert heard[0][:2] == b"\x16\x03"  # a TLS handshake
    assert b"s3cr3t" not in heard[0]


@pytest.mark.parametrize(("scheme", "port"), [("mqtt", 1883), ("mqtts", 8883)])
def test_each_scheme_has_its_port(monkeypatch: pytest.MonkeyPatch, scheme: str, port: int) -> None:
    asked: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], seconds: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ConnectionRefusedError):
        mqtt_answer(urlsplit(f"{scheme}://broker"))
    assert asked == [("broker", port)]


def test_our_own_question_for_a_page_says_that_tls_ended_before() -> None:
    heard: list[bytes] = []
    with answering(b"HTTP/1.0 200 OK\r\n\r\n", heard) as port:
        assert page_answers(f"http://127.0.0.1:{port}/")
    assert b"x-forwarded-proto: https" in heard[0].lower()


@pytest.mark.parametrize(
    ("check", "scheme", "name"),
    [
        (check_database, "postgis", "DATABASE_URL"),
        (check_broker, "mqtt", "MQTT_URL"),
        (check_redis, "redis", "REDIS_URL"),
    ],
)
def test_silence_is_told_with_the_variable(
    check: Callable[[str], None], scheme: str, name: str
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(StartError, match=name) as told:
            check(f"{scheme}://u:p@127.0.0.1:{closed.getsockname()[1]}/0")
    assert "\n" not in str(told.value)


class Database:
    """A stand-in for a connection to a server of a version, with or without PostGIS."""

    def __init__(self, version: int, *, postgis: bool) -> None:
        self.info = SimpleNamespace(server_version=version * 10_000)
        self.postgis = postgis

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def execute(self, statement: str) -> None:
        if not self.postgis:
            raise psycopg.errors.FeatureNotSupported('extension "postgis" is not available')


@pytest.mark.parametrize(
    ("version", "postgis", "line"),
    [(14, True, "PostgreSQL 14"), (18, True, "15 to 17"), (16, False, "CREATE EXTENSION postgis")],
)
def test_a_database_that_will_not_do_is_told(
    monkeypatch: pytest.MonkeyPatch, version: int, postgis: bool, line: str
) -> None:
    monkeypatch.setattr(psycopg, "connect", lambda *a, **k: Database(version, postgis=postgis))
    with pytest.raises(StartError, match=line):
        check_database("postgis://u:p@h/d")


@pytest.mark.parametrize("version", [15, 16, 17])
def test_a_database_of_a_supported_version_is_good(
    monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    monkeypatch.setattr(psycopg, "connect", lambda *a, **k: Database(version, postgis=True))
    check_database("postgis://u:p@h/d")
