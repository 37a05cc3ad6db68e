"""The console: one language, one line for what an operator can mend, our commands first."""

import subprocess
import sys

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.utils.translation import override

from municipality.cli import Console, main, one_line
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("connection refused\n\tIs it running?"), "The database does not answer"),
        (psycopg.OperationalError("refused"), "The database does not answer: refused"),
        (ConnectionRefusedError(111, "Connection refused"), "A service does not answer"),
        (ImproperlyConfigured("Set the SECRET_KEY"), "Set the SECRET_KEY. Has script/setup"),
    ],
)
def test_what_an_operator_can_mend_is_one_line(error: Exception, said: str) -> None:
    with pytest.raises(SystemExit) as ended, one_line():
        raise error
    assert str(ended.value.code).startswith(said)
    assert "\n" not in str(ended.value.code)


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), one_line():
        raise ZeroDivisionError


def test_the_stopped_system_is_told_by_any_command() -> None:
    code = "import sys; sys.argv[1:] = ['devices', 'list']; import municipality.cli as c; c.main()"
    away = {"DATABASE_URL": "postgis://x@127.0.0.1:1/x", "SECRET_KEY": "x", "PATH": "/usr/bin"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=away, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("The database does not answer: ")
    assert last.endswith("Is script/server running?")
    assert "Traceback" not in done.stderr


def test_a_reader_who_leaves_is_no_error() -> None:
    code = "from municipality.cli import one_line\nwith one_line():\n    print('line\\n' * 100_000)"
    line = f"{sys.executable} -c {code!r} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", line.replace(repr(code), '"$0"'), code], cwd=ROOT, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("line\n", "")


def test_help_shows_our_commands_first_and_says_what_they_do() -> None:
    ours, libraries = Console(["municipality"]).main_help_text().split("Those of the libraries: ")
    described = dict(line.split(None, 1) for line in ours.splitlines() if line.startswith("  "))
    assert {"deadletters", "demo", "devices", "import", "replay"} <= set(described)
    assert "migrate" not in described
    assert "migrate" in libraries


@pytest.mark.django_db(transaction=True)
def test_refusals_are_english_whatever_the_pages_speak(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["municipality", "devices", "assign", "nix", "--lamp", "L"])
    with override("fr"), pytest.raises(SystemExit):
        main()
    assert "There is no device nix." in capsys.readouterr().err
