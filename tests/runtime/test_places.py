"""Folders: short sockets, closed parents, full disks, copies of a clone."""

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from municipality.runtime import places
from municipality.runtime.failures import StartError
from municipality.runtime.places import LONGEST_SOCKET, prepare_places

Usage = namedtuple("Usage", "total used free")


def test_a_plain_clone_keeps_everything_in_var(open_folder: Path) -> None:
    found = prepare_places(open_folder, open_folder / "plain clone" / "var")
    assert found.services == open_folder / "plain clone" / "var" / "services"
    assert found.run.is_relative_to(found.var)


def test_a_deep_clone_has_short_sockets(open_folder: Path) -> None:
    found = prepare_places(open_folder, open_folder / ("deep/" * 30) / "var")
    assert len(os.fsencode(found.supervisor_socket)) < LONGEST_SOCKET
    assert found.run.stat().st_mode & 0o077 == 0
    found.run.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives services accounts of their own")
def test_services_leave_a_folder_that_is_closed_to_them(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "STATE_HOME", open_folder)
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    found = prepare_places(closed, closed / "var")
    assert found.services.parent == open_folder
    assert (found.var / "services").resolve() == found.services
    assert prepare_places(closed, closed / "var") == found
    shutil.copytree(found.var, closed / "copy", symlinks=True)
    with pytest.raises(StartError, match="points at the services of"):
        prepare_places(closed, closed / "copy")
    shutil.rmtree(found.var)
    assert prepare_places(closed, closed / "copy").services == found.services


@pytest.mark.parametrize("name", ['a"b', "a#b", "a;b", "a$b", "a%b"])
def test_a_path_that_no_configuration_can_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StartError, match="MUNICIPALITY_VAR"):
        prepare_places(tmp_path, tmp_path / name)


def test_a_full_disk_is_told(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(0, 0, 5 * 1024**2))
    with pytest.raises(StartError, match="has 5 MB free and 2048 MB are needed"):
        prepare_places(open_folder, open_folder / "full")


def test_a_folder_of_somebody_else_is_told() -> None:
    with pytest.raises(StartError, match="Cannot write in /proc/var"):
        prepare_places(Path("/proc"), Path("/proc/var"))
