"""Why a base map cannot be built."""


class BasemapError(Exception):
    """Something that the operator can mend; the message says what, in one line."""
