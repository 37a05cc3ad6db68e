"""The templates of messages: each room declares its own in `AppConfig.ready()`.

A declaration is the contract: which values a wording may use, which roads it takes, how urgent it
is; and the text in three languages through gettext. The commune rewords it with `Wording` rows.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from casework.messages.enums import Channel, Purpose

Text = str | Promise


class UnknownTemplateError(LookupError):
    """No room declared a template of this code."""


@dataclass(frozen=True)
class Template:
    """What a message of one kind says and how it travels.

    `short` is the SMS and the notification; `body` the e-mail, which says the same as `short`
    where it is empty. Names in braces stand for values, all of them in `values`. The roads are
    tried in order until one reaches the reader; with `all_channels` each one that does is taken.
    A message not sent after `lifetime` is of no use any more.
    """

    code: str
    name: Text
    subject: Text
    short: Text
    body: Text = ""
    values: tuple[str, ...] = ()
    purpose: Purpose = Purpose.SERVICE
    channels: tuple[Channel, ...] = (Channel.SMS, Channel.EMAIL)
    all_channels: bool = False
    is_secret: bool = False
    lifetime: dt.timedelta = dt.timedelta(days=3)


_declared: Final[dict[str, Template]] = {}


def declare(*templates: Template) -> None:
    """Make templates known; the same code twice must mean the same."""
    for template in templates:
        if _declared.setdefault(template.code, template) != template:
            raise ValueError(f"two templates are called {template.code}")


def declared() -> dict[str, Template]:
    """Return all templates by their codes."""
    return dict(sorted(_declared.items()))


def template_of(code: str) -> Template:
    """Return a template; raise UnknownTemplateError where no room declared it."""
    try:
        return _declared[code]
    except KeyError:
        raise UnknownTemplateError(code) from None
