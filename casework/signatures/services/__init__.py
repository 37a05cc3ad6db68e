"""Everything that changes keys, circuits and issued documents."""

from casework.signatures.services.circuits import (
    approve_step,
    refuse_step,
    start_circuit,
    withdraw_circuit,
)
from casework.signatures.services.documents import (
    Facts,
    issue_document,
    record_handing_over,
    revoke_document,
    seal_once,
)
from casework.signatures.services.keys import issue_key, load_key, revoke_key

__all__ = [
    "Facts",
    "approve_step",
    "issue_document",
    "issue_key",
    "load_key",
    "record_handing_over",
    "refuse_step",
    "revoke_document",
    "revoke_key",
    "seal_once",
    "start_circuit",
    "withdraw_circuit",
]
