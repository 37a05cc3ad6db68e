"""What the services are told, judged by the services' own checks where they have one."""

import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from municipality.runtime.accounts import Account
from municipality.runtime.executables import installed
from municipality.runtime.failures import StartError
from municipality.runtime.places import Places
from municipality.runtime.ports import LOOPBACK, free_ports
from municipality.runtime.postgres import binaries_for, settings_text
from municipality.runtime.proxy import prepare_proxy, proxy_text


def setting(text: str, name: str) -> str:
    found = re.search(rf"^{name} = '?([^'\n]*)'?$", text, re.MULTILINE)
    assert found, name
    return found[1]


@pytest.mark.parametrize(("memory_mb", "buffers"), [(512, "128MB"), (4096, "1024MB")])
def test_postgres_is_sized_for_the_machine(memory_mb: int, buffers: str) -> None:
    text = settings_text(5000, Path("/s"), memory_mb=memory_mb, free_mb=50_000)
    assert setting(text, "shared_buffers") == buffers
    assert setting(text, "fsync") == "on"
    assert setting(text, "max_wal_size") == "4096MB"


def test_a_small_disk_gets_a_small_log() -> None:
    text = settings_text(5000, Path("/s"), memory_mb=4096, free_mb=3000)
    assert setting(text, "max_wal_size") == "1024MB"


def test_a_socket_that_would_not_fit_is_left_out() -> None:
    deep = Path("/" + "d" * 100)
    assert not setting(settings_text(5000, deep, memory_mb=1, free_mb=1), "unix_socket_directories")


def test_data_of_an_absent_postgres_name_the_package(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n")
    with pytest.raises(StartError, match="install postgresql-9-postgis-3"):
        binaries_for(tmp_path)


@pytest.mark.skipif(not installed("nginx"), reason="nginx is not installed")
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::"])
def test_nginx_accepts_its_configuration(places: Places, address: str) -> None:
    program = prepare_proxy(places, free_ports(), address)
    command = ["setpriv", f"--reuid={program.user}", "--clear-groups"] if program.user else []
    group = [f"--regid={program.user}"] if program.user else []
    done = subprocess.run(
        [*command, *group, *program.command, "-t"],
        cwd=program.folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.skipif(not installed("nginx"), reason="nginx is not installed")
def test_the_secret_in_the_address_of_a_device_is_never_logged(places: Places) -> None:
    ports = free_ports()
    program = prepare_proxy(places, ports, LOOPBACK)
    drop = ["setpriv", f"--reuid={program.user}", f"--regid={program.user}", "--clear-groups"]
    command = [*(drop if program.user else []), *program.command]
    with subprocess.Popen(command, cwd=program.folder, stderr=subprocess.PIPE, text=True) as nginx:
        try:
            for path in ("ingest/osmand/?token=s3cr3t", "?page=2"):
                assert status_of(f"http://{LOOPBACK}:{ports['WEB_PORT']}/{path}") == 502
        finally:
            nginx.terminate()
        log = nginx.communicate(timeout=20)[1]
    assert "?page=2" in log
    assert "s3cr3t" not in log


def status_of(url: str) -> int:
    deadline = time.monotonic() + 20
    while True:
        try:
            return int(urllib.request.urlopen(url, timeout=5).status)  # noqa: S310 - our own
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_only_behind_tls_a_front_is_believed() -> None:
    ports, account = free_ports(), Account(None, os.geteuid(), os.getegid())
    line = "proxy_set_header X-Forwarded-Proto"
    assert f"{line} $scheme;" in proxy_text(ports, LOOPBACK, account)
    text = proxy_text(ports, LOOPBACK, account, behind_tls=True)
    assert f"{line} $http_x_forwarded_proto;" in text


def test_nginx_begins_as_root_only_for_a_port_of_root() -> None:
    ports, account = free_ports(), Account("www-data", 33, 33)
    assert "user www-data;" in proxy_text({**ports, "WEB_PORT": 80}, "127.0.0.1", account)
    assert "user " not in proxy_text(ports, "127.0.0.1", account)
    ours = Account(None, os.geteuid(), os.getegid())
    assert "user " not in proxy_text({**ports, "WEB_PORT": 80}, "127.0.0.1", ours)
