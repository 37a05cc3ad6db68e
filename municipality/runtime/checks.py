"""Does a server answer? Asked of private services as they start, and of existing ones."""

import socket
import ssl
import urllib.error
import urllib.request
from urllib.parse import SplitResult, unquote, urlsplit

import psycopg
import redis

from municipality.runtime.failures import StartError
from municipality.runtime.ports import LOOPBACK

SECONDS = 5.0
OLDEST, NEWEST = 15, 17
MQTT_REFUSALS = {4: "it refuses the user name or the password", 5: "it does not allow this user"}


def check_database(url: str) -> None:
    """Raise `StartError` unless the URL leads to PostgreSQL 15 to 17 with PostGIS."""
    plain = "postgresql://" + url.partition("://")[2]
    try:
        with psycopg.connect(plain, connect_timeout=int(SECONDS), autocommit=True) as connection:
            version = connection.info.server_version // 10_000
            if not OLDEST <= version <= NEWEST:
                raise StartError(
                    f"DATABASE_URL leads to PostgreSQL {version}: "
                    f"name a server of version {OLDEST} to {NEWEST}."
                )
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.OperationalError as error:
        raise StartError(
            f"DATABASE_URL does not lead to a database that answers: {_last(error)}"
        ) from error
    except psycopg.Error as error:
        raise StartError(
            f"PostGIS cannot be used in the database of DATABASE_URL ({_last(error)}): "
            "have its administrator run CREATE EXTENSION postgis there."
        ) from error


def check_broker(url: str) -> None:
    """Raise `StartError` unless the URL leads to an MQTT broker that lets its user in."""
    try:
        code = mqtt_answer(urlsplit(url))
    except OSError as error:
        raise StartError(f"MQTT_URL does not lead to a broker that answers: {error}") from error
    if code:
        raise StartError(
            f"The broker of MQTT_URL does not let us in: {MQTT_REFUSALS.get(code, f'code {code}')}"
        )


def mqtt_answer(url: SplitResult) -> int:
    """Connect with MQTT 3.1.1 and return the broker's code; 0 is welcome. Raise OSError."""
    with broker_connection(url) as broker:
        broker.sendall(connect_packet(unquote(url.username or ""), unquote(url.password or "")))
        answer = broker.recv(4)
    if len(answer) < 4 or answer[0] != 0x20:
        raise ConnectionError("that is not an MQTT broker")
    return answer[3]


def broker_connection(url: SplitResult) -> socket.socket:
    """Connect to a broker, through TLS for mqtts://. Raise OSError."""
    host, secure = url.hostname or "localhost", url.scheme == "mqtts"
    plain = socket.create_connection((host, url.port or (8883 if secure else 1883)), SECONDS)
    if not secure:
        return plain
    with plain:  # which is emptied once TLS has taken its socket over
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def connect_packet(username: str, password: str) -> bytes:
    """Return an MQTT 3.1.1 CONNECT packet with a clean session and no client name."""
    names = [username, password] if username else []
    flags = 0x02 | (0xC0 if username else 0)
    body = b"\x00\x04MQTT\x04" + bytes([flags]) + b"\x00\x0a" + b"\x00\x00"
    body += b"".join(len(name.encode()).to_bytes(2, "big") + name.encode() for name in names)
    length = (
        bytes([len(body)]) if len(body) < 128 else bytes([len(body) % 128 | 128, len(body) // 128])
    )
    return b"\x10" + length + body


def check_redis(url: str) -> None:
    """Raise `StartError` unless the URL leads to a Redis that answers."""
    try:
        with redis.Redis.from_url(
            url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
        ) as server:
            server.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        raise StartError(f"REDIS_URL does not lead to a Redis that answers: {error}") from error


def page_answers(url: str) -> bool:
    """Tell whether a page is served; any page but a server's error counts.

    Says that TLS ended before: a server that waits behind it would send us there otherwise.
    """
    request = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - the same
            return bool(answer.status < 500)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def port_answers(port: int) -> bool:
    """Tell whether something listens on a port of the loopback interface."""
    try:
        socket.create_connection((LOOPBACK, port), SECONDS).close()
    except OSError:
        return False
    return True


def _last(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[-1]


CHECKS = {"DATABASE_URL": check_database, "MQTT_URL": check_broker, "REDIS_URL": check_redis}
