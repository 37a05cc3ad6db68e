"""Templates and readers of the outbox's tests; everybody in them is invented."""

import pytest

from casework.messages import catalogue
from casework.messages.catalogue import Template
from casework.messages.enums import Channel, Purpose
from casework.messages.rules import Recipient

SERVICE = Template(
    code="test.service",
    name="A file moves on",
    subject="File {reference}",
    short="Your file {reference} moves on.",
    body="Good day,\n\nyour file {reference} moves on.",
    values=("reference",),
)
CODE = Template(
    code="test.code",
    name="A code",
    subject="Your code",
    short="Your code is {code}.",
    values=("code",),
    purpose=Purpose.CODE,
    is_secret=True,
)
NEWS = Template(
    code="test.news",
    name="News",
    subject="News",
    short="News of {place}.",
    values=("place",),
    purpose=Purpose.INFORMATION,
    channels=(Channel.SMS, Channel.EMAIL, Channel.PUSH),
    all_channels=True,
)


@pytest.fixture(autouse=True)
def templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare three templates for the length of a test."""
    known = {**catalogue.declared(), **{each.code: each for each in (SERVICE, CODE, NEWS)}}
    monkeypatch.setattr(catalogue, "_declared", known)


@pytest.fixture
def reader() -> Recipient:
    """Return somebody with a telephone and an e-mail address."""
    return Recipient(language="fr", phone="+212600000001", email="reader@example.org")
