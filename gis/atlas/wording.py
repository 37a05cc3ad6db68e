"""The words of the map's scripts: they hold none themselves."""

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """Return what the scripts say, in the reader's language."""
    return {
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "failed": _("The server did not answer. Try again."),
        "copied": _("The link is copied."),
        "not_copied": _("Copy this link:"),
        "m": _("{n} m"),
        "km": _("{n} km"),
        "m2": _("{n} m²"),
        "ha": _("{n} ha"),
        "km2": _("{n} km²"),
        "distance": _("Distance"),
        "perimeter": _("Perimeter"),
        "area": _("Area"),
        "corner": _("Point {n} is set."),
        "corner_gone": _("The last point is taken back."),
        "finished": _("The drawing is finished."),
        "crossing": _("The lines of this area cross each other."),
        "too_many": _("No more points than {n}."),
        "layer_on": _("{layer}: on the map."),
        "layer_off": _("{layer}: no longer on the map."),
        "as_today": _("As it is today"),
        "as_on": _("As it was on {day}"),
    }


def keys_of_map() -> list[tuple[str, str]]:
    """Return the keys that the map understands while it has the focus, and what they do."""
    return [
        ("← ↑ → ↓", _("Move the map")),
        ("+ −", _("Nearer, farther")),
        ("Enter", _("Tell what lies in the middle, or set a point of a drawing there")),
        ("Backspace", _("Take back the last point of a drawing")),
        ("Esc", _("Clear the drawing and the marks")),
        ("Home", _("The whole city")),
    ]
