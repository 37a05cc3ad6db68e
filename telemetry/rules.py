"""Which instants a device may claim. Pure."""

FUTURE_TOLERANCE_US = 120 * 1_000_000
"""A device's clock may run two minutes ahead; beyond that its message is refused as dated in the
future.
"""

_DAY_US = 86_400 * 1_000_000


def latest_allowed(received_us: int) -> int:
    """Return the last instant (µs since the Unix epoch) that a message received then may bear."""
    return received_us + FUTURE_TOLERANCE_US


def earliest_allowed(received_us: int, keep_days: int) -> int:
    """Return the first instant that is still kept, so that nothing is stored only to be dropped."""
    return received_us - keep_days * _DAY_US
