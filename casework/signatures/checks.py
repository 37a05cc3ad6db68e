"""What `manage.py check` says of the settings of signatures."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from casework.signatures.rules import is_object_identifier


def check_policy(**_options: Any) -> list[CheckMessage]:
    """Refuse a policy of time stamps that is no object identifier: nothing could be signed."""
    if not settings.TIME_STAMP_POLICY or is_object_identifier(settings.TIME_STAMP_POLICY):
        return []
    said = f"TIME_STAMP_POLICY is no object identifier: {settings.TIME_STAMP_POLICY!r}"
    hint = "Write digits and points, such as 2.25.1234, or leave it out."
    return [Error(said, hint=hint, id="signatures.E001")]
