"""The SMPP gateway against a small real centre."""

import pytest

from casework.messages.enums import Channel
from casework.messages.gateways.base import (
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
)
from casework.messages.gateways.smpp import Centre as Address
from casework.messages.gateways.smpp import SmppGateway, collect, parts_of
from tests.casework.messages import smpp_centre
from tests.casework.messages.smpp_centre import Centre


def outgoing(body: str) -> Outgoing:
    """Return a message to an invented telephone."""
    return Outgoing(
        number=1,
        channel=Channel.SMS,
        address="+212600000001",
        language="ar",
        subject="",
        body=body,
    )


def test_an_address_is_read() -> None:
    found = Address.of_url("smpps://me%40x:p%2Fw@centre.example:3550?sender=Marrakech")
    assert found == Address("centre.example", 3550, "me@x", "p/w", "Marrakech", uses_tls=True)


def test_a_short_text_goes_in_one_part() -> None:
    with Centre() as centre, SmppGateway(Address.of_url(centre.url)) as gateway:
        accepted = gateway.send(outgoing("Votre dossier avance à [12] €"))
    (part,) = centre.submitted
    assert accepted.ids == ("id-1",)
    assert (part.source, part.destination) == ("MARRAKECH", "212600000001")
    assert (part.coding, part.esm_class, part.registered) == (0, 0, 1)
    assert part.octets == b"Votre dossier avance \x7f \x1b\x3c12\x1b\x3e \x1be"


def test_a_long_arabic_text_goes_in_joined_parts() -> None:
    text = "تم إيداع ملفكم لدى مصالح الجماعة بنجاح. " * 4
    with Centre() as centre, SmppGateway(Address.of_url(centre.url)) as gateway:
        accepted = gateway.send(outgoing(text))
    assert accepted.ids == ("id-1", "id-2", "id-3")
    assert {part.coding for part in centre.submitted} == {8}
    assert {part.esm_class for part in centre.submitted} == {0x40}
    headers = [part.octets[:6] for part in centre.submitted]
    assert len({header[3] for header in headers}) == 1
    assert [(header[:3], header[4], header[5]) for header in headers] == [
        (b"\5\0\3", 3, 1),
        (b"\5\0\3", 3, 2),
        (b"\5\0\3", 3, 3),
    ]
    assert all(len(part.octets) <= 140 for part in centre.submitted)
    assert "".join(p.octets[6:].decode("utf-16-be") for p in centre.submitted) == text


def test_the_centre_may_ask_whether_we_are_there() -> None:
    with Centre(asks_first=True) as centre, SmppGateway(Address.of_url(centre.url)) as gateway:
        assert gateway.send(outgoing("a")).ids == ("id-1",)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (smpp_centre.BAD_DESTINATION, GatewayRefusedError),
        (smpp_centre.THROTTLED, GatewayUnavailableError),
    ],
)
def test_what_the_centre_answers_decides(status: int, error: type[Exception]) -> None:
    with (
        Centre(status=status) as centre,
        SmppGateway(Address.of_url(centre.url)) as gateway,
        pytest.raises(error),
    ):
        gateway.send(outgoing("a"))


def test_a_wrong_password_or_no_centre_is_unavailable() -> None:
    with Centre() as centre:
        wrong = Address.of_url(centre.url.replace("secret", "guess"))
        with pytest.raises(GatewayUnavailableError), SmppGateway(wrong):
            pass
    gone = Address.of_url(centre.url)
    with pytest.raises(GatewayUnavailableError), SmppGateway(gone):
        pass


def test_receipts_and_answers_are_collected_and_what_is_unknown_stays() -> None:
    told: list[tuple[bytes, str, bool]] = []

    def take(octets: bytes, sender: str, is_receipt: bool) -> bool:
        told.append((octets, sender, is_receipt))
        return b"unknown" not in octets

    waiting = [(4, b"id:id-1 stat:DELIVRD"), (0, b"STOP"), (4, b"id:unknown stat:DELIVRD")]
    with Centre(waiting=waiting) as centre:
        assert collect(Address.of_url(centre.url), take, quiet_s=0.3) == 3
    assert [each[0] for each in told] == [text for _, text in waiting]
    assert [each[2] for each in told] == [True, False, True]
    assert {each[1] for each in told} == {"+212600000001"}
    assert centre.returned == [0, 0, 0x64]


def test_no_part_is_longer_than_the_air_carries() -> None:
    for text in ("a" * 160, "a" * 161, "€" * 200, "م" * 70, "م" * 400, "😀" * 100):
        _, _, parts = parts_of(text)
        assert all(len(part) <= 160 for part in parts)
