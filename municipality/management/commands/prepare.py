"""`municipality prepare`: brings a database, new or old, to where the system can start on it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from casework.signatures.keyring import prepare_keys
from demo.inventory import Options
from demo.organisation.services import load_staff, start_with_usual_roles
from demo.services import load_city, loaded_city
from demo.tasks import invent_requests_soon
from ingest.services import write_broker_files


class Command(BaseCommand):
    """Runs at each start, and does nothing where nothing is to be done."""

    help = "Migrate, make partitions, roles and keys, load the demonstration, write broker files."

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the database up to date."""
        call_command("migrate", interactive=False)
        call_command("partitions")
        start_with_usual_roles()
        prepare_keys()
        if settings.DEMONSTRATION:
            city = loaded_city()
            load_city(**(city.options if city else Options())._asdict())
            load_staff()
            invent_requests_soon()
        write_broker_files()
