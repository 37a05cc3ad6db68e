"""The payloads of simulated devices, in the project's own JSON."""

from telemetry.records import LAMP_FAULTS


def milliseconds(at_s: float) -> int:
    """Seconds since the Unix epoch as the payloads count them."""
    return round(at_s * 1000)


def position(
    at_s: float, lon: float, lat: float, speed_kmh: float, heading: float, accuracy: int
) -> bytes:
    """A fix."""
    return b'{"at":%d,"lat":%.6f,"lon":%.6f,"speed_kmh":%.1f,"heading_deg":%d,"accuracy_m":%d}' % (
        milliseconds(at_s),
        lat,
        lon,
        speed_kmh,
        int(heading) % 360,
        accuracy,
    )


def lamp(at_s: float, is_on: bool, dim_percent: int, power_w: float, fault: int) -> bytes:
    """A lamp's state; `fault` is an index in `LAMP_FAULTS`."""
    return b'{"at":%d,"on":%s,"dim_percent":%d,"power_w":%.1f,"fault":"%s"}' % (
        milliseconds(at_s),
        b"true" if is_on else b"false",
        dim_percent,
        power_w,
        LAMP_FAULTS[fault].encode(),
    )


def meter(at_s: float, energy_kwh: float, power_w: float) -> bytes:
    """A meter's reading."""
    return b'{"at":%d,"energy_kwh":%.3f,"power_w":%.1f}' % (milliseconds(at_s), energy_kwh, power_w)


def event(at_s: float, code: str, severity: str, detail: bytes = b"{}") -> bytes:
    """Something that happened; `detail` is a JSON object."""
    return b'{"at":%d,"code":"%s","severity":"%s","detail":%s}' % (
        milliseconds(at_s),
        code.encode(),
        severity.encode(),
        detail,
    )


def together(payloads: list[bytes]) -> bytes:
    """Several payloads as one message: what a device kept while it was out of reach."""
    return b"[" + b",".join(payloads) + b"]"
