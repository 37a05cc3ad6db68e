"""Where the time in a signature comes from (RFC 3161): our own authority, or another one's address.

`TIME_STAMP_URL` names an external authority; without it the commune stamps its own documents.
"""

import datetime as dt

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from casework.signatures.authority import Pair

POLICY = "2.16.504.1.1.1"
"""Arc of Morocco (2.16.504) for the commune's own stamps; a national number replaces it."""
TIMEOUT_S = 10


class OwnTimeStamper(DummyTimeStamper):
    """Stamps times with the commune's own key, under the commune's own policy."""

    def _build_tst_info(
        self, message_imprint: tsp.MessageImprint, dt: dt.datetime, req: tsp.TimeStampReq
    ) -> tsp.TSTInfo:
        info = super()._build_tst_info(message_imprint, dt, req)
        info["policy"] = tsp.ObjectIdentifier(POLICY)
        return info


def time_stamper(own: Pair, root: x509.Certificate) -> TimeStamper:
    """Return what stamps the time of a signature."""
    if settings.TIME_STAMP_URL:
        return RequestsHTTPTimeStamper(settings.TIME_STAMP_URL, timeout=TIMEOUT_S)
    chain = SimpleCertificateStore()
    chain.register(root)
    return OwnTimeStamper(
        x509.Certificate.load(own.certificate.public_bytes(Encoding.DER)),
        key_info(own),
        certs_to_embed=chain,
    )


def key_info(pair: Pair) -> keys.PrivateKeyInfo:
    """Return a private key as pyHanko wants it."""
    der = pair.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(der)
