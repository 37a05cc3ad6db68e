"""The ports of the private services and of the web processes."""

import os
import socket
from collections.abc import Iterable, Mapping

from municipality.runtime.failures import StartError

LOOPBACK = "127.0.0.1"
DEFAULTS = {
    "WEB_PORT": 8000,
    "LIVE_PORT": 8001,
    "WSGI_PORT": 8002,
    "POSTGRES_PORT": 55432,
    "MQTT_PORT": 18830,
    "REDIS_PORT": 16379,
}


def chosen_ports(environment: Mapping[str, str]) -> dict[str, int]:
    """Return every port, by the name of the variable that overrides it."""
    return {
        name: _port(name, environment.get(name, str(default))) for name, default in DEFAULTS.items()
    }


def _port(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise StartError(f"{name} is {text!r}, which is not a port: give a number from 1 to 65535.")
    return int(text)


def free_ports() -> dict[str, int]:
    """Return ports that nobody uses at this moment, for a run of the tests."""
    sockets = {name: socket.socket() for name in DEFAULTS}
    for opened in sockets.values():
        opened.bind((LOOPBACK, 0))
    ports = {name: int(opened.getsockname()[1]) for name, opened in sockets.items()}
    for opened in sockets.values():
        opened.close()
    return ports


def check_ports(
    ports: Mapping[str, int], names: Iterable[str], web_address: str = LOOPBACK
) -> None:
    """Raise `StartError` for the first of the named ports that cannot be had."""
    taken: dict[int, str] = {}
    for name in names:
        if ports[name] in taken:
            raise StartError(
                f"{name} and {taken[ports[name]]} are both {ports[name]}: "
                "set one of them to another port."
            )
        taken[ports[name]] = name
        _check(name, ports[name], web_address if name == "WEB_PORT" else LOOPBACK)


def _check(name: str, port: int, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen()
        except PermissionError as error:
            raise StartError(
                f"Port {port} is reserved for root: set {name} to a port above 1023."
            ) from error
        except OSError as error:
            raise StartError(
                f"Port {port} on {address} cannot be had ({os.strerror(error.errno or 0)}): "
                f"stop the program that uses it, or set {name} to another port."
            ) from error
