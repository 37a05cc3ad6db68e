"""A port that cannot be had is told in one line that names the variable to set."""

import socket

import pytest

from municipality.runtime.failures import StartError
from municipality.runtime.ports import DEFAULTS, check_ports, chosen_ports, free_ports


def test_defaults_can_be_overridden_one_by_one() -> None:
    assert chosen_ports({"WEB_PORT": "9000"}) == {**DEFAULTS, "WEB_PORT": 9000}


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "٨٠٠٠"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(StartError, match=r"REDIS_PORT is .* which is not a port"):
        chosen_ports({"REDIS_PORT": text})


def test_a_taken_port_names_its_variable() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ports = {**free_ports(), "MQTT_PORT": other.getsockname()[1]}
        with pytest.raises(StartError, match="stop the program that uses it, or set MQTT_PORT"):
            check_ports(ports, DEFAULTS)


def test_a_port_twice_is_told_before_it_fails() -> None:
    ports = free_ports()
    ports["LIVE_PORT"] = ports["WEB_PORT"]
    with pytest.raises(StartError, match="LIVE_PORT and WEB_PORT are both"):
        check_ports(ports, DEFAULTS)


def test_free_ports_differ_and_are_free() -> None:
    ports = free_ports()
    assert len(set(ports.values())) == len(DEFAULTS)
    check_ports(ports, DEFAULTS)
