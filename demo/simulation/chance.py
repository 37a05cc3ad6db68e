"""Chance without state: the same numbers always draw the same lot, whenever and in whatever order
they are asked.
"""

_MASK = (1 << 64) - 1


def draw(*numbers: int) -> int:
    """A 64-bit number that looks random (splitmix64 over `numbers`)."""
    state = 0x9E3779B97F4A7C15
    for number in numbers:
        state = (state ^ (number & _MASK)) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return state


def share(*numbers: int) -> float:
    """A number in [0, 1)."""
    return (draw(*numbers) >> 11) / (1 << 53)


def between(low: float, high: float, *numbers: int) -> float:
    """A number in [low, high)."""
    return low + (high - low) * share(*numbers)
