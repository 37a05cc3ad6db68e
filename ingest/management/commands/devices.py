"""`municipality devices`: register devices and give them their secrets."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ingest import services
from telemetry.enums import DeviceKind
from telemetry.models import Device


class Command(BaseCommand):
    """Register a device, issue or revoke its secret, write the broker's files."""

    help = "Register devices and gateways, and give them their secrets."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the subcommands."""
        actions = parser.add_subparsers(dest="action", required=True)
        register = actions.add_parser("register", help="make a device known")
        register.add_argument("uid")
        register.add_argument("--kind", choices=DeviceKind.values, default=DeviceKind.VEHICLE)
        for name, text in (
            ("credential", "give a device a new secret, shown once"),
            ("revoke", "take a device's secret away"),
        ):
            actions.add_parser(name, help=text).add_argument("uid")
        gateway = actions.add_parser("gateway", help="give a gateway a new secret, shown once")
        gateway.add_argument("username")
        gateway.add_argument("filters", nargs="+", help="topics it may write to, MQTT wildcards")
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
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error

    def _register(self, uid: str, kind: str, **options: Any) -> str:
        device = Device(uid=uid, kind=kind)
        device.full_clean()
        device.save()
        return f"{uid} is registered as {kind}."

    def _credential(self, uid: str, **options: Any) -> str:
        username, secret = services.issue_credential(uid=uid)
        return f"user name {username}\nsecret    {secret}"

    def _revoke(self, uid: str, **options: Any) -> str:
        had = services.revoke_credential(uid=uid)
        return f"{uid} can no longer connect." if had else f"{uid} had no secret."

    def _gateway(self, username: str, filters: list[str], **options: Any) -> str:
        secret = services.issue_gateway_credential(username=username, write_filters=filters)
        return f"user name {username}\nsecret    {secret}"

    def _sync(self, **options: Any) -> str:
        if services.write_broker_files():
            return "The broker's files are written."
        return "The broker is not ours (MQTT_FILES is not set): nothing was written."
