"""`municipality devices`: register devices, put them in their place, give them their secrets."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from fleet.enums import VehicleKind
from ingest import services
from ingest.broker import GATEWAYS
from ingest.clocks import Heard, heard_devices
from ingest.placing import OCCUPIED, Place, place_device
from telemetry.enums import DeviceKind
from telemetry.services import register_device


class Command(BaseCommand):
    """Register, assign and list devices, issue or revoke secrets, write the broker's files."""

    help = "Register devices and gateways, give them their place and their secrets, list them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the subcommands."""
        actions = parser.add_subparsers(dest="action", required=True)
        register = actions.add_parser("register", help="make a device known")
        register.add_argument("uid")
        register.add_argument("--kind", choices=DeviceKind.values, default=DeviceKind.VEHICLE)
        _add_places(register)
        assign = actions.add_parser("assign", help="put a known device elsewhere")
        assign.add_argument("uid")
        _add_places(assign)
        shown = actions.add_parser("list", help="when each was heard last, and its clock")
        shown.add_argument("--silent", action="store_true", help="those that fell silent")
        shown.add_argument(
            "--skewed",
            type=float,
            metavar="SECONDS",
            help="clocks off by more; messages that were kept and sent later tell nothing",
        )
        shown.add_argument("--limit", type=int, metavar="COUNT", help="the first so many")
        for name, text in (
            ("credential", "give a device a new secret, shown once"),
            ("revoke", "take a device's secret away"),
        ):
            actions.add_parser(name, help=text).add_argument("uid")
        gateway = actions.add_parser("gateway", help="give a gateway a new secret, shown once")
        gateway.add_argument("username")
        gateway.add_argument(
            "filters",
            nargs="*",
            help=f"topics it may write to, MQTT wildcards; known for {', '.join(GATEWAYS)}",
        )
        actions.add_parser("sync", help="write the private broker's files again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, and show a secret this once."""
        action = getattr(self, f"_{options['action']}")
        try:
            self.stdout.write(action(**options))
        except services.UnknownDeviceError as error:
            raise CommandError(
                f"There is no device {error}: register it first (municipality devices register)."
            ) from error
        except (ValidationError, ValueError) as error:
            why = "; ".join(getattr(error, "messages", [str(error)]))
            hint = " --replace puts the new one in its place."
            raise CommandError(why + hint * (getattr(error, "code", "") == OCCUPIED)) from error

    def _register(self, uid: str, kind: str, **options: Any) -> str:
        with transaction.atomic():
            register_device(uid=uid, kind=kind)
            place = _assign(uid, **options)
        return " ".join(filter(None, (f"{uid} is registered as {kind}.", place)))

    def _assign(self, uid: str, **options: Any) -> str:
        place = _assign(uid, **options)
        if not place:
            raise CommandError("Say where: --vehicle, --lamp or --cabinet.")
        return place

    def _list(
        self, *, silent: bool, skewed: float | None, limit: int | None, **options: Any
    ) -> str:
        moment = timezone.now() if silent else None
        found = [
            device
            for device in heard_devices(silent_at=moment)
            if skewed is None or device.is_skewed(skewed)
        ]
        shown = found if limit is None else found[: max(limit, 0)]
        count = f"{len(shown)} of {len(found)}" if len(shown) < len(found) else f"{len(found)}"
        named = "device" if len(found) == 1 else "devices"
        head = _row("IDENTITY", "KIND", "PLACE", "MEASURED", "CLOCK", "LAST REFUSAL")
        zone = f"times are those of {settings.TIME_ZONE}"
        return "\n".join([head, *map(_line, shown), f"{count} {named}; {zone}"])

    def _credential(self, uid: str, **options: Any) -> str:
        username, secret = services.issue_credential(uid=uid)
        return f"user name {username}\nsecret    {secret}"

    def _revoke(self, uid: str, **options: Any) -> str:
        had = services.revoke_credential(uid=uid)
        return f"{uid} can no longer connect." if had else f"{uid} had no secret."

    def _gateway(self, username: str, filters: list[str], **options: Any) -> str:
        topics, secret = services.issue_gateway_credential(username=username, write_filters=filters)
        return f"user name {username}\nsecret    {secret}\nwrites to {' '.join(topics)}"

    def _sync(self, **options: Any) -> str:
        if services.write_broker_files():
            return "The broker's files are written."
        return "The broker is not ours (MQTT_FILES is not set): nothing was written."


def _add_places(parser: CommandParser) -> None:
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--vehicle", metavar="CODE", default="", help="the vehicle that it is in")
    place.add_argument("--lamp", metavar="CODE", default="", help="the lamp that it controls")
    place.add_argument("--cabinet", metavar="CODE", default="", help="the cabinet that it reads")
    parser.add_argument(
        "--vehicle-kind", choices=VehicleKind.values, default="", help="makes a new vehicle"
    )
    parser.add_argument(
        "--replace", action="store_true", help="put it in the place of another device"
    )


def _assign(
    uid: str, *, vehicle: str, vehicle_kind: str, lamp: str, cabinet: str, **options: Any
) -> str:
    """Put a device in its place, if one is named, and say where it is and who had to leave."""
    place = Place(vehicle, lamp, cabinet)
    if vehicle_kind and not vehicle:
        raise CommandError("--vehicle-kind goes with --vehicle.")
    if not any(place):
        return ""
    before = place_device(
        uid=uid, place=place, vehicle_kind=vehicle_kind, replace=options["replace"]
    )
    where = f"in the vehicle {vehicle}" if vehicle else f"at {lamp or cabinet}"
    return f"{uid} is {where}" + (f" in the place of {before}." if before else ".")


def _row(uid: str, kind: str, place: str, seen: str, clock: str, refused: str) -> str:
    return f"{uid:32} {kind:8} {place:16} {seen:19} {clock:>16}  {refused}".rstrip()


def _line(device: Heard) -> str:
    seen = _local(device.seen_at) if device.seen_at else "never"
    clock = "" if device.skew_s is None else _off(device.skew_s)
    refused = f"{device.reason} {_local(device.refused_at)}" if device.refused_at else ""
    return _row(device.uid, device.kind, device.place or "-", seen, clock, refused)


def _off(skew_s: float) -> str:
    return f"{abs(skew_s):.1f} s {'behind' if skew_s > 0 else 'ahead'}"


def _local(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
