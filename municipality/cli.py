"""The `municipality` command: every management command of the project under one name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")
    execute_from_command_line(["municipality", *sys.argv[1:]])


if __name__ == "__main__":
    main()
