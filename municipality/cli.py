"""The `municipality` command: every management command of the project under one name.

The console speaks English, whatever language the pages have: what our commands say, what the
database and the libraries say, and why something is refused.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
import redis
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class
from django.db import InterfaceError, OperationalError
from django.utils import translation

ROOT = Path(__file__).resolve().parents[1]
CONSOLE_LANGUAGE = "en"
DATABASE_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError)
SERVICE_AWAY = (ConnectionError, TimeoutError, redis.ConnectionError)


class Console(ManagementUtility):
    """The list of commands, ours first and each with its line."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """Return what `municipality help` shows."""
        if commands_only:
            return str(super().main_help_text(commands_only))
        found = get_commands()
        ours = [name for name, app in sorted(found.items()) if _is_ours(app)]
        width = max(map(len, ours))
        others = ", ".join(name for name in sorted(found) if name not in ours)
        return "\n".join(
            [
                "municipality COMMAND --help explains one. The project's own commands:",
                "",
                *(f"  {name:{width}}  {_first_sentence(found[name], name)}" for name in ours),
                "",
                f"Those of the libraries: {others}",
            ]
        )


def _is_ours(app: object) -> bool:
    room = str(app).partition(".")[0]
    return room != "django" and (ROOT / room / "__init__.py").exists()


def _first_sentence(app: str, name: str) -> str:
    text = " ".join(str(load_command_class(app, name).help).split())
    return text.partition(". ")[0].rstrip(".")


@contextlib.contextmanager
def one_line() -> Iterator[None]:
    """Turn what an operator can mend into one line, and a closed pipe into a quiet end.

    The rest keeps its traceback: it is a fault of ours.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer has nobody to go to; Python would complain at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)
    except DATABASE_AWAY as error:
        sys.exit(f"The database does not answer: {_first_line(error)}. Is script/server running?")
    except SERVICE_AWAY as error:
        sys.exit(f"A service does not answer: {_first_line(error)}. Is script/server running?")
    except ImproperlyConfigured as error:
        sys.exit(f"{_first_line(error)}. Has script/setup or script/server been run here?")


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].strip().rstrip(".")


def main() -> None:
    """Run the command named on the command line with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")
    with one_line() if "--traceback" not in sys.argv else contextlib.nullcontext():
        with contextlib.suppress(ImproperlyConfigured):  # which commands that need it tell
            django.setup()
            translation.activate(CONSOLE_LANGUAGE)
        Console(["municipality", *sys.argv[1:]]).execute()


if __name__ == "__main__":
    main()
