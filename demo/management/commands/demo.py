"""`municipality demo load|remove`: the demonstration city in the database."""

import secrets
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.cases.services import CasesRefusedError, load_cases, remove_cases
from demo.inventory import Options
from demo.organisation.services import give_password, load_staff, remove_staff
from demo.services import CityRefusedError, load_city, remove_city


class Command(BaseCommand):
    """Loads or removes the demonstration city."""

    help = "Load an invented Marrakech with simulated devices, or remove it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser(
            "load", help="load the city; does nothing if it is loaded already"
        )
        default = Options()
        load.add_argument("--lamps", type=int, default=default.lamps, help="up to 60,000")
        load.add_argument("--vehicles", type=int, default=default.vehicles, help="up to 5,000")
        load.add_argument(
            "--seed", type=int, default=default.seed, help="another number, another city"
        )
        actions.add_parser("remove", help="remove every simulated row and its measurements")
        actions.add_parser(
            "password", help="give the invented staff one new password, and print it once"
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Run the action and say what was done."""
        started = time.monotonic()
        if action == "password":
            self._give_password()
            return
        if action == "remove":
            gone = remove_cases() + remove_city() + remove_staff()
            done = "removed" if gone else "there was none to remove"
        else:
            done = "loaded" if self._load(options) else "already loaded"
            load_staff()
            self._load_cases()
        self.stdout.write(f"demonstration city: {done} ({time.monotonic() - started:.1f} s)")

    def _give_password(self) -> None:
        password = secrets.token_urlsafe(12)
        count = give_password(password)
        if not count:
            raise CommandError("there is no invented staff: load the demonstration first")
        self.stdout.write(f"password of {count} invented people, demo001 on: {password}")

    def _load_cases(self) -> None:
        try:
            load_cases()
        except CasesRefusedError as error:
            raise CommandError(f"the invented requests were left out: {error}") from error

    def _load(self, options: dict[str, Any]) -> bool:
        try:
            return load_city(**{name: options[name] for name in Options._fields})
        except CityRefusedError as error:
            raise CommandError(str(error)) from error
