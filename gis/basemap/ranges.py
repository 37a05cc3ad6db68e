"""A part of a file, as HTTP asks for it (RFC 9110, section 14). Pure."""

import re

SINGLE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class UnsatisfiableError(Exception):
    """Nothing of the file lies in the range: to be answered with 416."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the number of bytes that a `Range` header asks for.

    Nothing, for the whole file, where it asks for several ranges or is not understood. Raises
    UnsatisfiableError.
    """
    match = SINGLE.fullmatch(header.replace(" ", ""))
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        begin, end = max(size - int(last), 0), size
    else:
        begin, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < begin:
            return None
    if begin >= size or begin >= end:
        raise UnsatisfiableError
    return begin, end - begin
