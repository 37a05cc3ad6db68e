"""Bytes are kept once under their hash, whole or not at all; scanners are asked, and believed."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from casework.documents import storage
from casework.documents.enums import Refusal, Scan
from casework.documents.inspection import UploadRefusedError
from casework.documents.scanning import scan
from tests.casework.documents.samples import EICAR, PDF


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Keep the test's files in a folder of its own."""
    settings.DOCUMENTS_DIR = str(tmp_path / "documents")
    return tmp_path / "documents"


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    first, again = storage.store(PDF), storage.store(PDF)
    assert first == again
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files == [folder / first[:2] / first[2:4] / first]
    assert files[0].read_bytes() == PDF
    assert files[0].stat().st_mode & 0o777 == 0o400


def test_what_was_changed_or_lost_is_found() -> None:
    sha256 = storage.store(PDF)
    assert storage.is_whole(sha256)
    path = storage.path_of(sha256)
    path.chmod(0o600)
    path.write_bytes(PDF + b" ")
    assert not storage.is_whole(sha256)
    path.unlink()
    assert not storage.is_whole(sha256)


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", "A" * 64, "g" * 64, "a" * 63])
def test_only_a_digest_names_a_file(wrong: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storage.path_of(wrong)


def test_a_failing_disk_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        storage.store(PDF)
    assert not [path for path in folder.rglob("*") if path.is_file()]


class Clamd:
    """A daemon that speaks INSTREAM, and finds the test virus of the anti-virus makers."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client, client.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(size)
                found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
                client.sendall(b"stream: " + found + b"\0")

    def stop(self) -> None:
        """Stop answering."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Clamd]:
    """Run a scanner."""
    daemon = Clamd()
    settings.CLAMD = daemon.where
    yield daemon
    daemon.stop()


def test_a_scanner_is_asked_and_a_virus_refused(clamd: Clamd) -> None:
    assert scan(PDF * 3000) == Scan.CLEAN
    with pytest.raises(UploadRefusedError) as caught:
        scan(PDF + EICAR)
    assert caught.value.refusal == Refusal.VIRUS


def test_a_scanner_that_is_away_lets_nothing_in(settings: Settings) -> None:
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(UploadRefusedError) as caught:
        scan(PDF)
    assert caught.value.refusal == Refusal.NO_SCANNER


def test_without_a_scanner_that_is_said(settings: Settings) -> None:
    settings.CLAMD = ""
    assert scan(PDF) == Scan.NOT_SCANNED
