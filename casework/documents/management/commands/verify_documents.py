"""`verify_documents`: read every stored file and compare it with its digest."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.documents.verification import verify_files


class Command(BaseCommand):
    """Names each file that is missing or changed, and fails when there is one."""

    help = "Read every stored document and compare it with its digest."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Say what was found."""
        found = verify_files()
        for sha256 in found.broken:
            self.stderr.write(f"missing or changed: {sha256}")
        if found.broken:
            raise CommandError(f"{len(found.broken)} of {found.read} files are broken")
        self.stdout.write(f"{found.read} files read, all whole")
