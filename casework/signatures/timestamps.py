"""Where the time in a signature comes from (RFC 3161): our own authority, or another one's address.

`TIME_STAMP_URL` names an external authority; without it the commune stamps its own documents, under
the policy `TIME_STAMP_POLICY`.
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

OWN_POLICY = "2.25.316692605873377873922935379163986281874"
"""Of the UUID ee40c6fb-efeb-479c-a4f8-88385e7c4592, which needs no registration (ITU-T X.667). It
stands for what docs/signatures.md says of our own stamps, and claims no accreditation."""
TIMEOUT_S = 10


class OwnTimeStamper(DummyTimeStamper):
    """Stamps times with the commune's own key, under the commune's own policy."""

    def _build_tst_info(
        self, message_imprint: tsp.MessageImprint, dt: dt.datetime, req: tsp.TimeStampReq
    ) -> tsp.TSTInfo:
        info = super()._build_tst_info(message_imprint, dt, req)
        info["policy"] = tsp.ObjectIdentifier(policy())
        return info


def policy() -> str:
    """Return the object identifier under which we stamp times."""
    return settings.TIME_STAMP_POLICY or OWN_POLICY


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
