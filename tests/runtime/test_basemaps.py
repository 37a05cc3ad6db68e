"""nginx hands out archives of base maps in parts, and asks the pages where it has none."""

import http.client
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from municipality.runtime.executables import installed
from municipality.runtime.places import Places
from municipality.runtime.ports import LOOPBACK, free_ports
from municipality.runtime.proxy import prepare_proxy

pytestmark = pytest.mark.skipif(not installed("nginx"), reason="nginx is not installed")
CONTENT = bytes(range(256)) * 8
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def proxy(places: Places, open_folder: Path) -> Iterator[int]:
    """Start nginx with nothing behind it and one archive; return its port."""
    folder = open_folder / "base maps"
    folder.mkdir(exist_ok=True)
    (folder / "town.pmtiles").write_bytes(CONTENT)
    ports = free_ports()
    program = prepare_proxy(places, ports, LOOPBACK, variables={"BASEMAP_DIR": str(folder)})
    drop = ["setpriv", f"--reuid={program.user}", f"--regid={program.user}", "--clear-groups"]
    command = [*(drop if program.user else []), *program.command]
    with subprocess.Popen(command, cwd=program.folder, stderr=subprocess.DEVNULL) as nginx:
        yield ports["WEB_PORT"]
        nginx.terminate()


def ask(port: int, path: str, **headers: str) -> Answer:
    """Return status, headers and body, once nginx answers at all."""
    deadline = time.monotonic() + 20
    while True:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        finally:
            connection.close()


def test_parts_come_from_the_disk(proxy: int) -> None:
    status, headers, body = ask(proxy, "/basemap/town.pmtiles?v=1", Range="bytes=10-19")
    assert (status, body) == (206, CONTENT[10:20])
    assert headers["Content-Range"] == f"bytes 10-19/{len(CONTENT)}"
    assert headers["Content-Type"] == "application/vnd.pmtiles"
    assert headers["Cache-Control"] == "public, max-age=3600"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ask(proxy, "/basemap/town.pmtiles", Range="bytes=9999-")[0] == 416
    changed = ask(proxy, "/basemap/town.pmtiles", **{"Range": "bytes=0-1", "If-Range": '"old"'})
    assert (changed[0], changed[2]) == (200, CONTENT)
    known = ask(proxy, "/basemap/town.pmtiles", **{"If-None-Match": headers["ETag"]})
    assert known[0] == 304


@pytest.mark.parametrize("path", ["/basemap/none.pmtiles", "/basemap/..%2Ftown.pmtiles"])
def test_what_is_not_there_is_asked_of_the_pages(proxy: int, path: str) -> None:
    assert ask(proxy, path)[0] == 502
