"""How long what was refused is kept where no rule says otherwise. Pure."""

LETTERS = "ingest_deadletter"
KEEP_LETTERS_DAYS = 90
"""Long enough to find what is wrong with a decoder or a device, mend it and play them again."""
EXPIRED = "expired"
"""The reason of a message older than the retention of its own series."""
EXPIRED_LETTERS = "ingest_deadletter_expired"
KEEP_EXPIRED_DAYS = 7
"""Long enough to notice them; no repair makes them storable."""
