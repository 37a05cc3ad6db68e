"""Devices as they are in the field: each with a client of its own, QoS 1, and its own patience with
the broker.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import orjson
from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from benchmarks.fleet_day import Ints, fixes, keys_of, uid

NOBODY_LISTENS = 0x10


@dataclass
class Device:
    """One device, good for 65,535 messages: then their numbers begin again.

    `unheard` counts what the broker accepted and threw away because nobody was subscribed.
    """

    vehicle: int
    url: str
    sent: dict[int, int] = field(default_factory=dict)
    accepted_at: dict[int, float] = field(default_factory=dict)
    unheard: int = 0

    def __post_init__(self) -> None:
        """Connect, and connect again by itself whenever the connection is lost."""
        parts = urlsplit(self.url)
        self._client = Client(
            CallbackAPIVersion.VERSION2, f"device-{self.vehicle}", protocol=MQTTv5
        )
        self._client.username_pw_set(parts.username, parts.password)
        self._client.on_publish = self._on_publish
        self._client.reconnect_delay_set(1, 2)
        self._client.connect_async(parts.hostname or "127.0.0.1", parts.port or 1883, 10)
        self._client.loop_start()

    def send(self, at_ms: int) -> None:
        """Publish one fix; it is kept until the broker has acknowledged it."""
        said = fixes(np.array([self.vehicle]), np.array([at_ms]))
        payload = orjson.dumps(
            {
                "at": at_ms,
                "lat": int(said.lat_e7[0]) / 1e7,
                "lon": int(said.lon_e7[0]) / 1e7,
                "speed_kmh": int(said.speed_e1[0]) / 10,
                "heading_deg": int(said.heading_deg[0]),
                "accuracy_m": int(said.accuracy_m[0]),
            }
        )
        key = int(keys_of(np.array([self.vehicle]), np.array([at_ms]))[0])
        number = self._client.publish(f"city/{uid(self.vehicle)}/position", payload, qos=1).mid
        self.sent[number] = key

    def _on_publish(
        self, client: Client, userdata: object, number: int, reason: ReasonCode, *rest: Any
    ) -> None:
        self.accepted_at[number] = time.time()
        self.unheard += reason.value == NOBODY_LISTENS

    @property
    def unaccepted(self) -> int:
        """Return the number of messages not yet acknowledged."""
        return len(self.sent) - len(self.accepted_at)

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()


class Crowd:
    """Devices that all send at a steady rate, in threads, until they are told to stop."""

    def __init__(self, url: str, count: int, rate: float) -> None:
        """Start `count` devices that together send `rate` messages a second."""
        self.devices = [Device(vehicle, url) for vehicle in range(count)]
        self._pause_s = count / rate
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def _send(self) -> None:
        due = time.monotonic()
        while not self._over.is_set():
            at_ms = int(time.time() * 1000)
            for device in self.devices:
                device.send(at_ms)
            due += self._pause_s
            self._over.wait(max(0.002, due - time.monotonic()))

    @property
    def unheard(self) -> int:
        """Return how many messages the broker accepted while nobody was subscribed."""
        return sum(device.unheard for device in self.devices)

    def finish(
        self, patience_s: float = 60
    ) -> tuple[Ints, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
        """Stop sending, wait for the last acknowledgement; return keys and times of what was
        accepted.
        """
        self._over.set()
        self._thread.join()
        deadline = time.monotonic() + patience_s
        while any(device.unaccepted for device in self.devices) and time.monotonic() < deadline:
            time.sleep(0.05)
        unaccepted = sum(device.unaccepted for device in self.devices)
        for device in self.devices:
            device.close()
        if unaccepted:
            raise TimeoutError(f"{unaccepted} messages were never accepted")
        pairs = [(d.sent[n], when) for d in self.devices for n, when in d.accepted_at.items()]
        return np.array([key for key, _ in pairs], np.int64), np.array([when for _, when in pairs])
