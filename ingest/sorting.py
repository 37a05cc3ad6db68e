"""From messages to records grouped by kind, and refusals with their reasons. No database."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from fleet.series import POSITION_INTAKE
from ingest.decoders import DecodeError, decode
from ingest.registry import DeviceRegistry
from lighting.series import LAMP_INTAKE, METER_INTAKE
from telemetry.intake import Intake, instants
from telemetry.records import Event, Record
from telemetry.rules import earliest_allowed, latest_allowed

logger = logging.getLogger(__name__)

INTAKES: tuple[Intake, ...] = (POSITION_INTAKE, LAMP_INTAKE, METER_INTAKE)


class Refusal(NamedTuple):
    """A message that yields nothing: its place in the batch, the reason code and a detail for
    people.
    """

    message: int
    reason: str
    detail: str


@dataclass
class Group:
    """Records of one type with the numbers of their devices and the places of their messages."""

    records: list[Any] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    device_ids: list[int] = field(default_factory=list)

    def without(self, refused: set[int]) -> "Group":
        """Return the group without the records of the refused messages."""
        kept = [n for n, index in enumerate(self.indices) if index not in refused]
        return Group(
            [self.records[n] for n in kept],
            [self.indices[n] for n in kept],
            [self.device_ids[n] for n in kept],
        )


@dataclass
class Sorted:
    """A batch after decoding: groups by record type, and what was refused."""

    groups: dict[type, Group] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        """Refuse whole messages: nothing of theirs is kept."""
        if refusals:
            self.refusals.extend({r.message: r for r in reversed(refusals)}.values())
            gone = {r.message for r in refusals}
            self.groups = {kind: group.without(gone) for kind, group in self.groups.items()}


def decode_all(messages: Sequence[tuple[Any, ...]]) -> Sorted:
    """Decode (topic, payload, …) tuples; one bad record refuses its whole message."""
    batch = Sorted({kind: Group() for kind in (*(i.record for i in INTAKES), Event)})
    groups = batch.groups
    for index, message in enumerate(messages):
        try:
            records: list[Record] = decode(message[0], message[1])
        except DecodeError as error:
            batch.refusals.append(Refusal(index, str(error.reason), error.detail))
            continue
        except Exception as error:
            logger.exception("a decoder failed on a message of %d bytes", len(message[1]))
            batch.refusals.append(Refusal(index, "decoder_failed", type(error).__name__))
            continue
        for record in records:
            group = groups[type(record)]
            group.records.append(record)
            group.indices.append(index)
    return batch


def resolve_devices(batch: Sorted, registry: DeviceRegistry) -> list[Refusal]:
    """Give every record the number of its device; return the refusals of those that have none."""
    refusals: list[Refusal] = []
    for intake in INTAKES:
        numbers = registry.of_kind(intake.kind)
        group = batch.groups[intake.record]
        found = [numbers.get(record.device, 0) for record in group.records]
        group.device_ids = found
        if 0 in found:
            refusals += [
                _stranger(group, n, registry) for n, number in enumerate(found) if not number
            ]
    events = batch.groups[Event]
    events.device_ids = [registry.number(record.device) or 0 for record in events.records]
    refusals += [_stranger(events, n, registry) for n, i in enumerate(events.device_ids) if not i]
    return refusals


def _stranger(group: Group, n: int, registry: DeviceRegistry) -> Refusal:
    record = group.records[n]
    if registry.knows(record.device):
        what = type(record).__name__
        return Refusal(
            group.indices[n], "wrong_kind", f"{record.device} is no device that sends {what}"
        )
    return Refusal(
        group.indices[n], "unknown_device", f"{record.device} is not registered, or not active"
    )


def judge_times(batch: Sorted, received_us: int, keep_days: dict[type, int]) -> list[Refusal]:
    """Return the refusals of records dated in the future or before what is kept."""
    refusals: list[Refusal] = []
    last = latest_allowed(received_us)
    for kind, group in batch.groups.items():
        if not group.records:
            continue
        at = instants(group.records)
        first = earliest_allowed(received_us, keep_days[kind])
        for n in np.flatnonzero((at > last) | (at < first)):
            seconds = (int(at[n]) - received_us) // 1_000_000
            reason = "future_dated" if seconds > 0 else "expired"
            refusals.append(Refusal(group.indices[n], reason, f"dated {seconds:+d} s from receipt"))
    return refusals
