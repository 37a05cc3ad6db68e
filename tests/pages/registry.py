"""Every page of the project, found through its addresses; none can be forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One named address of the project: what it needs, and the gate before it."""

    name: str
    needs: frozenset[str]
    gate: str

    @property
    def is_open(self) -> bool:
        """Whether residents see it, without an account of the staff."""
        return self.gate in {"public", "resident"}


@dataclass(frozen=True)
class Page:
    """An address that answers a reader with a whole page of HTML."""

    name: str
    url: str
    is_open: bool
    html: str
    policy: str
    reader: str = ""
    """Whose page it is, of the visitors of a house."""


def addresses() -> Iterator[Address]:
    """Yield every named address, each once."""
    seen: set[str] = set()
    for address in _below(get_resolver().url_patterns, "", frozenset()):
        if address.name not in seen:
            seen.add(address.name)
            yield address


def _below(
    patterns: list[URLPattern | URLResolver], namespace: str, needs: frozenset[str]
) -> Iterator[Address]:
    for pattern in patterns:
        wanted = needs | frozenset(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern.url_patterns, inside, wanted)
        elif pattern.name:
            gate = getattr(pattern.callback, "gate", None)
            yield Address(f"{namespace}{pattern.name}", wanted, getattr(gate, "kind", "public"))


def without_sample(samples: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the addresses with parameters for which nobody gave a sample."""
    return [
        address.name
        for address in addresses()
        if address.needs and not address.needs <= set(samples.get(address.name, {}))
    ]


def pages(
    visitors: Mapping[str, Client], samples: Mapping[str, Mapping[str, Any]], language: str = "fr"
) -> Iterator[Page]:
    """Yield every address that answers with a page; open ones as anyone sees them."""
    for address in addresses():
        sample = dict(samples.get(address.name, {}))
        if address.needs and not sample:
            continue
        reader = "anyone" if address.is_open else "staff"
        yield from seen(address, sample, visitors[reader], reader, language)


def seen(
    address: Address, sample: Mapping[str, Any], client: Client, reader: str, language: str
) -> Iterator[Page]:
    """Yield the page that a visitor sees at an address, if it is one."""
    parameters = dict(sample)
    query = parameters.pop("?", "")
    url = reverse(address.name, kwargs=parameters) + query
    headers = {"Accept-Language": language, "Accept": "text/html"}
    response = client.get(url, headers=headers)
    if response.status_code == 200 and b"<html" in response.getvalue()[:500]:
        policy = response.headers.get("Content-Security-Policy", "")
        text = response.getvalue().decode()
        yield Page(address.name, url, address.is_open, text, policy, reader)
