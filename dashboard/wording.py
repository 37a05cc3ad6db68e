"""The words of the live page: events by their code, and what the scripts say."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dashboard.snapshot import PHONE
from fleet.enums import VehicleKind
from telemetry.enums import DeviceKind, Severity

EVENTS = {
    "bin_lifted": _("Bin lifted"),
    "cabinet_door_open": _("Cabinet door open"),
    "communication_lost": _("Communication lost"),
    "communication_restored": _("Communication restored"),
    "crash": _("Crash detected"),
    "day_burning": _("Burning by day"),
    "door_closed": _("Door closed"),
    "door_open": _("Door open"),
    "door_opened": _("Door open"),
    "driver_failure": _("Driver failure"),
    "engine_fault": _("Engine fault"),
    "fault_cleared": _("Fault cleared"),
    "flickering": _("Flickering"),
    "geofence_exit": _("Left its area"),
    "harsh_acceleration": _("Harsh acceleration"),
    "harsh_braking": _("Harsh braking"),
    "idling": _("Engine idling"),
    "idling_ended": _("End of the idling"),
    "ignition_off": _("Ignition off"),
    "ignition_on": _("Ignition on"),
    "jamming": _("Signal jammed"),
    "jamming_ended": _("End of the jamming"),
    "lamp_failure": _("Lamp failure"),
    "lamp_fault": _("Lamp fault"),
    "lamp_repaired": _("Lamp repaired"),
    "low_battery": _("Low battery"),
    "movement_started": _("Starts moving"),
    "movement_stopped": _("Stops moving"),
    "no_supply": _("No supply"),
    "overspeed": _("Speeding"),
    "panic": _("Panic button"),
    "panic_button": _("Panic button"),
    "power_connected": _("Tracker powered again"),
    "power_cut": _("Power cut"),
    "power_disconnected": _("Tracker without power"),
    "power_restored": _("Power restored"),
    "region_enter": _("Entered an area"),
    "region_leave": _("Left an area"),
    "route_deviation": _("Off its route"),
    "sos": _("Call for help"),
    "tilt": _("Tilted post"),
    "towing": _("Towing detected"),
    "trip_started": _("Start of a trip"),
    "trip_stopped": _("End of a trip"),
}
"""Titles of the codes that devices are known to send; any other code is shown as it came."""


WINDS = (
    *(_("north"), _("north-east"), _("east"), _("south-east")),
    *(_("south"), _("south-west"), _("west"), _("north-west")),
)
"""The eight directions, clockwise."""


def script_words() -> dict[str, Any]:
    """Return what the page's scripts say; {n} stands for a number or an age."""
    return {
        "kinds": dict(VehicleKind.choices),
        "devices": dict(DeviceKind.choices) | {PHONE: pgettext_lazy("device", "Telephone")},
        "severities": dict(Severity.choices),
        "events": EVENTS,
        "live": _("Live"),
        "connecting": _("Connecting…"),
        "reconnecting": _("Connection lost, trying again…"),
        "no_feed": _("The flow of messages is interrupted"),
        "no_database": _("The figures are interrupted"),
        "no_message": _("No message yet"),
        "stale_since": _("No message since {n}"),
        "last_message": _("Last message {n}"),
        "kmh": _("{n} km/h"),
        "speed": _("Speed"),
        "heading": _("Heading"),
        "line": _("Bus line"),
        "seen": _("Last position"),
        "moving": _("Moving"),
        "standing": _("Standing still"),
        "stale": _("Position out of date"),
        "silent": _("Silent"),
        "follow": _("Follow"),
        "unfollow": _("Stop following"),
        "close": _("Close"),
        "never": _("never"),
        "nothing_found": _("No vehicle has this code"),
        "winds": WINDS,
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
    }
