"""The private Redis: the queue of background work and the live channel."""

from municipality.runtime.accounts import account_of, own_folder, write_for
from municipality.runtime.executables import executable
from municipality.runtime.places import Places
from municipality.runtime.ports import LOOPBACK
from municipality.runtime.programs import Program

SETTINGS = f"""\
bind {LOOPBACK}
port {{port}}
protected-mode yes
dir ./
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy volatile-lru
tcp-backlog 128
"""


def prepare_redis(places: Places, port: int) -> Program:
    """Write the configuration and return the program."""
    account = account_of("redis")
    home = own_folder(places.services / "redis", account)
    write_for(home / "redis.conf", SETTINGS.format(port=port), account)
    command = (executable("redis-server"), "redis.conf")
    return Program("redis", command, home, account.name)
