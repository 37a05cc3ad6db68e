"""What `municipality import` asks of each kind of file."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.management.base import CommandParser


class Importer(NamedTuple):
    """A kind of file: its word on the command line, its options, and what to do with them.

    `run` gets the options and a function that writes one line; it raises CommandError.
    """

    name: str
    help: str
    add_arguments: Callable[[CommandParser], None]
    run: Callable[[dict[str, Any], Callable[[str], object]], None]
