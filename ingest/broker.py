"""The broker's own files: who may connect, and who may write or read what.

Mosquitto reads a password file of `name:$7$iterations$salt$hash` lines (PBKDF2 with SHA-512) and
an ACL file; both are read again on SIGHUP. Every device writes below its own name only: the
patterns hold its user name in the place of `%u`.
"""

import base64
import hashlib
import hmac
import os
import secrets
import signal
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

ITERATIONS = 101
"""Mosquitto's own default; enough for the long random passwords that devices are given."""
SALT_BYTES = 12
LONGEST_NAME = 128
LONGEST_FILTER = 200
FORBIDDEN_IN_NAMES = frozenset(":+#/\x00\r\n\t ")
"""Separators of the files, and what would let a name reach beyond its own topics."""

SERVICES: Mapping[str, tuple[str, ...]] = {
    "ingest": ("read #", "read $SYS/#"),
    "simulator": ("write city/#",),
}
"""What the system's own accounts may do."""
GATEWAYS: Mapping[str, tuple[str, ...]] = {"chirpstack": ("application/#",)}
"""Network servers that speak for many devices, and the topics that each has unless told others.

They have no account until one is issued: a device never gets their names.
"""
DEVICE_PATTERNS = ("city/%u/+", "owntracks/%u/+", "owntracks/%u/+/event", "%u/data")
"""Where a device writes, by its own name: the project's JSON, OwnTracks, Teltonika's JSON."""


def password_line(username: str, password: str) -> str:
    """Return the line of the password file for one account."""
    check_username(username)
    salt = secrets.token_bytes(SALT_BYTES)
    return (
        f"{username}:$7${ITERATIONS}${_base64(salt)}${_base64(_digest(password, salt, ITERATIONS))}"
    )


def password_matches(line: str, password: str) -> bool:
    """Tell whether a line of the password file holds the hash of this password."""
    _, _, stored = line.partition(":")
    parts = stored.split("$")
    if len(parts) != 5 or parts[1] != "7" or not parts[2].isdigit():
        return False
    found = _digest(password, base64.b64decode(parts[3]), int(parts[2]))
    return hmac.compare_digest(found, base64.b64decode(parts[4]))


def check_username(username: str) -> None:
    """Raise ValueError for a name that the broker's files cannot carry safely."""
    if not 0 < len(username) <= LONGEST_NAME or FORBIDDEN_IN_NAMES.intersection(username):
        raise ValueError(f"not a name for an account of the broker: {username!r}")


def check_filter(topic: str) -> None:
    """Raise ValueError for a topic filter that is none, or that reaches into the broker itself."""
    levels = topic.split("/")
    wildcards = [n for n, level in enumerate(levels) if "#" in level]
    if (
        not 0 < len(topic) <= LONGEST_FILTER
        or not topic.isprintable()
        or topic != topic.strip()
        or topic.startswith("$")
        or any({"+", "#"} & set(level) and level not in {"+", "#"} for level in levels)
        or wildcards not in ([], [len(levels) - 1])
    ):
        raise ValueError(f"not a topic filter for a gateway: {topic!r}")


def acl_text(
    services: Mapping[str, Iterable[str]] = SERVICES,
    gateways: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Return the ACL file.

    Args:
        services: by user name, the rules `read|write|readwrite <topic filter>`.
        gateways: by user name, the topic filters that it may write.

    """
    rules = {name: [f"topic {rule}" for rule in given] for name, given in services.items()}
    for name, filters in (gateways or {}).items():
        own = rules.setdefault(name, [])
        for topic in filters:
            check_filter(topic)
            own.append(f"topic write {topic}")
    for name in rules:
        check_username(name)
    blocks = ["\n".join([f"user {name}", *lines]) for name, lines in sorted(rules.items())]
    patterns = "\n".join(f"pattern write {pattern}" for pattern in DEVICE_PATTERNS)
    return "\n\n".join([*blocks, patterns]) + "\n"


def merge_passwords(existing: str, accounts: Mapping[str, str]) -> str:
    """Return the password file with these accounts in it; a line that is right already stays."""
    lines = {line.partition(":")[0]: line for line in existing.splitlines() if ":" in line}
    for name, password in accounts.items():
        if name not in lines or not password_matches(lines[name], password):
            lines[name] = password_line(name, password)
    return "".join(f"{line}\n" for line in lines.values())


def without_accounts(existing: str, keep: Callable[[str], bool]) -> str:
    """Return the password file with only the accounts that `keep` wants."""
    lines = (line for line in existing.splitlines() if keep(line.partition(":")[0]))
    return "".join(f"{line}\n" for line in lines)


def replace_file(path: Path, text: str) -> None:
    """Write one of the broker's files in one step; its owner stays the only one who reads it."""
    draft = path.with_name(f".{path.name}.new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    owner = path.stat() if path.exists() else path.parent.stat()
    if os.geteuid() == 0:
        os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(path)


def session_name(name: str, url: str) -> str:
    """Return a client's name at the broker: the same at each start, and unguessable for others.

    Mosquitto lets whoever comes under a client's name take its session over, whatever user he is.
    """
    password = unquote(urlsplit(url).password or "")
    return f"{name}-{hashlib.sha256(password.encode()).hexdigest()[:16]}"


def reload(pid_file: Path) -> bool:
    """Have a running broker read its files again; false when none runs."""
    try:
        os.kill(int(pid_file.read_text()), signal.SIGHUP)
    except (OSError, ValueError):
        return False
    return True


def _digest(password: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", password.encode(), salt, iterations)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
