"""Programs are found with the search path that Debian gives an ordinary user."""

from pathlib import Path

import pytest

from municipality.runtime import executables
from municipality.runtime.executables import executable, installed
from municipality.runtime.failures import StartError

PLAIN_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"


def a_program(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("name", ["mosquitto", "nginx"])
def test_an_ordinary_user_finds_the_servers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/usr/sbin", name).exists():
        pytest.skip(f"{name} is not installed")
    monkeypatch.setenv("PATH", PLAIN_PATH)
    assert executable(name) == f"/usr/sbin/{name}"


def test_the_own_search_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executables, "SBIN", (str(tmp_path / "sbin"),))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    system = a_program(tmp_path / "sbin", "broker")
    assert installed("broker") == str(system)
    own = a_program(tmp_path / "bin", "broker")
    assert installed("broker") == str(own)


def test_an_absent_program_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executables, "SBIN", ())
    monkeypatch.setenv("PATH", "/nowhere")
    assert installed("nginx") is None
    with pytest.raises(StartError, match=r"^The program nginx is not installed: .*nginx-light$"):
        executable("nginx")
