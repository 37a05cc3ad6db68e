"""`municipality restore_access NAME`: a way back in for somebody who lost password or factor."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.access.services import invitation_for, reset_second_factor, unlock
from people.models import User


class Command(BaseCommand):
    """For the operator at the machine, when nobody can sign in any more to do it on the pages."""

    help = "Print the path of a page where this person chooses a password, once, within a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the account, and what else is lost."""
        parser.add_argument("name")
        parser.add_argument(
            "--factor", metavar="WHY", help="take a lost second factor away as well, and say why"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Lift a lock, reset the factor if asked, and print the path."""
        person = User.objects.filter(username=options["name"], is_active=True).first()
        if person is None:
            raise CommandError("There is no open account of this name.")
        if options["factor"]:
            reset_second_factor(person=person, actor=None, why=options["factor"])
        unlock(person=person, actor=None)
        self.stdout.write(invitation_for(person=person, actor=None))
