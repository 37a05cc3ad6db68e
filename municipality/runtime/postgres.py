"""The private PostgreSQL: found, initialised, configured and opened for the project."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from municipality.runtime.accounts import Account, account_of, own_folder, write_for
from municipality.runtime.failures import StartError
from municipality.runtime.places import LONGEST_SOCKET, Places
from municipality.runtime.ports import LOOPBACK
from municipality.runtime.programs import Program

VERSIONS = ("17", "16", "15")
DEBIAN_HOME = Path("/usr/lib/postgresql")
DEBIAN_SHARE = Path("/usr/share/postgresql")
ROLE = "municipality"
MEGABYTE = 1024**2
ACCESS = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{socket}'
max_connections = 100
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
shared_buffers = {shared_buffers}MB
effective_cache_size = {cache}MB
work_mem = 16MB
maintenance_work_mem = {maintenance}MB
max_wal_size = {max_wal}MB
min_wal_size = 256MB
checkpoint_timeout = 15min
wal_compression = lz4
wal_buffers = 16MB
random_page_cost = 1.1
effective_io_concurrency = 200
max_parallel_workers_per_gather = 1
jit = off
log_line_prefix = '%m [%p] '
log_checkpoints = off
fsync = {fsync}
full_page_writes = {fsync}
"""


def binaries_for(data: Path) -> Path:
    """Return the folder of PostgreSQL's programs: the data's version, or the newest."""
    marker = data / "PG_VERSION"
    made_by = marker.read_text().strip() if marker.exists() else None
    for version in [made_by] if made_by else VERSIONS:
        control = DEBIAN_SHARE / version / "extension" / "postgis.control"
        if (DEBIAN_HOME / version / "bin" / "postgres").exists() and control.exists():
            return DEBIAN_HOME / version / "bin"
    if made_by:
        raise StartError(
            f"The data in {data} were made by PostgreSQL {made_by}, "
            "which is not installed with PostGIS: "
            f"install postgresql-{made_by}-postgis-3."
        )
    raise StartError(
        "No PostgreSQL 15, 16 or 17 with PostGIS is installed: "
        "run script/bootstrap as root or with sudo."
    )


def settings_text(
    port: int, socket: Path, *, memory_mb: int, free_mb: int, durable: bool = True
) -> str:
    """Return postgresql.conf, sized for the machine.

    Args:
        port: of the loopback interface.
        socket: folder of the Unix socket; none is made when its path is too long.
        memory_mb: of the machine.
        free_mb: on the disk of the data.
        durable: False only for throw-away data of tests.

    """
    fits = len(os.fsencode(socket)) + len(f"/.s.PGSQL.{port}.lock") <= LONGEST_SOCKET
    return SETTINGS.format(
        port=port,
        socket=socket if fits else "",
        shared_buffers=min(max(memory_mb // 4, 128), 1024),
        cache=max(memory_mb // 2, 256),
        maintenance=min(max(memory_mb // 16, 64), 256),
        max_wal=4096 if free_mb > 20_000 else 1024,
        fsync="on" if durable else "off",
    )


def prepare_postgres(
    places: Places, port: int, admin_password: str, *, durable: bool = True
) -> Program:
    """Initialise the data once, write the configuration, and return the program."""
    account = account_of("postgres")
    home = own_folder(places.services / "postgres", account)
    data, socket = home / "data", own_folder(home / "socket", account)
    if not (data / "PG_VERSION").exists():
        _initialise(home, account, admin_password)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    free = shutil.disk_usage(home).free // MEGABYTE
    text = settings_text(port, socket, memory_mb=memory, free_mb=free, durable=durable)
    write_for(data / "postgresql.conf", text, account)
    write_for(data / "pg_hba.conf", ACCESS, account)
    command = (str(binaries_for(data) / "postgres"), "-D", str(data))
    return Program("postgres", command, home, account.name, stop_signal="INT", stop_seconds=60)


def _initialise(home: Path, account: Account, admin_password: str) -> None:
    """Run initdb beside the final place, so that an interrupted run leaves nothing half made."""
    draft = home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    password = write_for(home / "password", admin_password, account)
    initdb = str(binaries_for(home / "data") / "initdb")
    command = [
        initdb,
        "-D",
        str(draft),
        "--username=postgres",
        f"--pwfile={password}",
        "--encoding=UTF8",
    ]
    command += ["--locale=C.UTF-8", "--auth=scram-sha-256", "--data-checksums", "--no-instructions"]
    try:
        done = subprocess.run(
            command, user=account.uid, group=account.gid, extra_groups=[] if account.name else None,
            cwd=home, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
    finally:
        password.unlink()
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StartError(f"PostgreSQL could not make its data folder in {home}: {reason}")
    draft.rename(home / "data")


def open_database(port: int, variables: Mapping[str, str]) -> None:
    """Make the role, PostGIS in the template, and the database, where they do not exist yet."""
    role_password = variables["DATABASE_PASSWORD"]
    try:
        psycopg.connect(_dsn(port, ROLE, role_password, ROLE)).close()
    except psycopg.OperationalError:
        _create(port, variables["DATABASE_ADMIN_PASSWORD"], role_password)


def _create(port: int, admin_password: str, role_password: str) -> None:
    verb = "ALTER"
    try:
        with psycopg.connect(
            _dsn(port, "postgres", admin_password, "template1"), autocommit=True
        ) as admin:
            admin.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                verb = "CREATE"
            statement = sql.SQL("{} ROLE {} LOGIN CREATEDB PASSWORD {}")
            admin.execute(
                statement.format(sql.SQL(verb), sql.Identifier(ROLE), sql.Literal(role_password))
            )
        with psycopg.connect(
            _dsn(port, "postgres", admin_password, "postgres"), autocommit=True
        ) as admin:
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE]).fetchone():
                admin.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(ROLE)))
    except psycopg.OperationalError as error:
        raise StartError(
            "The private database refuses the passwords of var/env: restore that file, "
            "or remove var/services/postgres (and its data) to begin anew "
            f"({str(error).strip().splitlines()[-1]})."
        ) from error


def _dsn(port: int, user: str, password: str, database: str) -> str:
    where = f"host={LOOPBACK} port={port} dbname={database} connect_timeout=5"
    return f"{where} user={user} password={password}"


def postgres_answers(port: int, admin_password: str) -> bool:
    """Tell whether the server accepts connections; a refused password is an answer too."""
    try:
        psycopg.connect(_dsn(port, "postgres", admin_password, "postgres")).close()
    except psycopg.OperationalError as error:
        return "password authentication failed" in str(error)
    return True
