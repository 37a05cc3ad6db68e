"""The private MQTT broker: nobody anonymous, everybody below their own topics, queues on disk."""

from collections.abc import Mapping

from ingest.broker import acl_text, merge_passwords, replace_file
from municipality.runtime.accounts import account_of, own_folder, write_for
from municipality.runtime.executables import executable
from municipality.runtime.places import Places
from municipality.runtime.ports import LOOPBACK
from municipality.runtime.programs import Program

SAVE_SECONDS = 1
"""Between two copies of queues and sessions to disk: what a broker that is killed may lose."""
SETTINGS = f"""\
listener {{port}} {LOOPBACK}
allow_anonymous false
password_file passwords
acl_file acl
pid_file pid

persistence true
persistence_location {{folder}}/
autosave_interval {SAVE_SECONDS}
persistent_client_expiration 14d

max_inflight_messages 60000
max_queued_messages 0
max_queued_bytes 0
queue_qos0_messages true
max_packet_size 262144
set_tcp_nodelay true
sys_interval 5

log_dest stderr
log_type error
log_type warning
log_type notice
connection_messages false
"""


def prepare_mosquitto(places: Places, port: int, variables: Mapping[str, str]) -> Program:
    """Write the configuration and the system's own accounts; accounts of devices stay."""
    account = account_of("mosquitto")
    home = own_folder(places.services / "mosquitto", account)
    store = own_folder(home / "store", account)
    write_for(home / "mosquitto.conf", SETTINGS.format(port=port, folder=store), account)
    passwords = home / "passwords"
    existing = passwords.read_text() if passwords.exists() else ""
    merged = merge_passwords(existing, service_accounts(variables))
    if merged != existing:
        replace_file(passwords, merged)
    if not (home / "acl").exists():
        replace_file(home / "acl", acl_text())
    command = (executable("mosquitto"), "-c", "mosquitto.conf")
    return Program("mosquitto", command, home, account.name)


def service_accounts(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the passwords of the broker's accounts that are no device."""
    return {
        "ingest": variables["MQTT_INGEST_PASSWORD"],
        "simulator": variables["MQTT_SIMULATOR_PASSWORD"],
    }
