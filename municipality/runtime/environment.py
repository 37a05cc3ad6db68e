"""Settings and secrets of the running system: `var/env`, which only its owner may read.

Secrets are made once and kept. Addresses are written anew at each start from the ports, or copied
from the environment where it names existing servers. Lines that somebody added by hand stay.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from environ import Env

from municipality.runtime.ports import LOOPBACK

SECRETS = (
    "SECRET_KEY",
    "SIGNATURE_SECRET",
    "DATABASE_PASSWORD",
    "DATABASE_ADMIN_PASSWORD",
    "MQTT_INGEST_PASSWORD",
    "MQTT_SIMULATOR_PASSWORD",
)
SERVERS = ("DATABASE_URL", "MQTT_URL", "REDIS_URL")
"""Each names an existing server; the private one is then not started."""
HEADER = "# Written at each start; the secrets are kept, and so are lines that you add.\n"


def read_environment(path: Path) -> dict[str, str]:
    """Return the variables of an environment file; an absent file holds none."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    pairs = (
        line.partition("=") for line in lines if line and not line.startswith("#") and "=" in line
    )
    return {name.strip(): value.strip() for name, _, value in pairs}


def write_environment(path: Path, variables: Mapping[str, str]) -> None:
    """Write an environment file in one step, readable by its owner alone."""
    draft = path.with_name(".env.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(HEADER + "".join(f"{name}={value}\n" for name, value in variables.items()))
    draft.replace(path)


def complete_environment(
    kept: Mapping[str, str], given: Mapping[str, str], ports: Mapping[str, int], broker: Path
) -> dict[str, str]:
    """Return the variables of this start.

    Args:
        kept: what the file held.
        given: the environment of the process.
        ports: by the name of their variable.
        broker: the private broker's folder.

    """
    given = {name: value for name, value in given.items() if value}
    made = {name: kept.get(name) or secrets.token_urlsafe(48) for name in SECRETS}
    variables = {**kept, **made, **private_addresses(made, ports)}
    variables["MQTT_FILES"] = "" if "MQTT_URL" in given else str(broker)
    if "MQTT_URL" in given:
        variables["SIMULATOR_MQTT_URL"] = given["MQTT_URL"]
    variables["DEMONSTRATION"] = _demonstration(kept, given.get("DATABASE_URL"))
    stated = {
        *SERVERS,
        "SIMULATOR_MQTT_URL",
        "DEMONSTRATION",
        "SITE_URL",
        "SECRET_KEY",
        "SIGNATURE_SECRET",
    }
    return variables | {name: given[name] for name in sorted(stated) if name in given}


def _demonstration(kept: Mapping[str, str], database: str | None) -> str:
    """Return whether to invent a city: not in a given database unless asked to before."""
    if database and kept.get("DATABASE_URL") != database:
        return "0"
    return kept.get("DEMONSTRATION", "1")


def private_addresses(made: Mapping[str, str], ports: Mapping[str, int]) -> dict[str, str]:
    """Return the addresses of the private services and of the site."""
    database, mqtt, redis = (
        f"{LOOPBACK}:{ports[name]}" for name in ("POSTGRES_PORT", "MQTT_PORT", "REDIS_PORT")
    )
    return {
        "DATABASE_URL": f"postgis://municipality:{made['DATABASE_PASSWORD']}@{database}/municipality",
        "MQTT_URL": f"mqtt://ingest:{made['MQTT_INGEST_PASSWORD']}@{mqtt}",
        "SIMULATOR_MQTT_URL": f"mqtt://simulator:{made['MQTT_SIMULATOR_PASSWORD']}@{mqtt}",
        "REDIS_URL": f"redis://{redis}/0",
        "SITE_URL": f"http://{LOOPBACK}:{ports['WEB_PORT']}",
    }


def given_servers(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the addresses of existing servers; an empty one counts as not given."""
    return {name: environment[name] for name in SERVERS if environment.get(name)}


def is_behind_tls(given: Mapping[str, str], variables: Mapping[str, str]) -> bool:
    """Tell whether a front ends TLS before us, as the settings read it: the environment first."""
    stated = given.get("BEHIND_TLS", variables.get("BEHIND_TLS", ""))
    return stated.lower() in Env.BOOLEAN_TRUE_STRINGS
