"""Hostile and broken files: each is refused with its reason, in bounded memory and time."""

import time
from pathlib import Path

import pytest
from django.utils.translation import override

from gis.imports import sandbox
from gis.imports.child.problems import Code, RefusedError
from gis.imports.sandbox import Limits
from gis.imports.wording import FILES, words_of
from tests.gis.imports.hostile import HOSTILE, make, zipped

LONGEST_S = 60
MOST_BYTES = 400 * 1024**2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    path, began = make(name, tmp_path), time.monotonic()
    with pytest.raises(RefusedError) as refusal:
        sandbox.look(path, path.name)
    assert refusal.value.code == HOSTILE[name][1]
    assert time.monotonic() - began < LONGEST_S
    assert 0 < refusal.value.peak_bytes < MOST_BYTES
    for language in ("ar", "fr", "en"):
        with override(language):
            words = words_of(refusal.value)
        assert words
        assert "%(" not in words


def test_there_are_forty_of_them() -> None:
    assert len(HOSTILE) >= 40


def test_every_reason_has_words() -> None:
    assert set(FILES) == set(Code)


def test_memory_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"lat;lon;nom\n" + b"31,6;-7,9;x\n" * 200_000)
    with sandbox.reading(
        path, path.name, {"layer": "", "places": {"x": "lon", "y": "lat"}}, lambda _: None
    ) as (counts, _):
        assert counts["rows"] == 200_000
        assert counts["peak_bytes"] < MOST_BYTES


def test_a_process_without_memory_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"lat;lon\n31,6;-7,9\n")
    with pytest.raises(RefusedError) as refusal:
        sandbox.look(path, path.name, Limits(memory_bytes=32 * 1024**2))
    assert refusal.value.code in {Code.TOO_HEAVY, Code.DAMAGED}


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"lat;lon\n31,6;-7,9\n")
    with pytest.raises(RefusedError) as refusal:
        sandbox.look(path, path.name, Limits(wall_s=0.01))
    assert refusal.value.code == Code.TOO_SLOW


def test_what_is_refused_leaves_nothing_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "work"))
    (tmp_path / "work").mkdir()
    path = tmp_path / "x.zip"
    path.write_bytes(zipped(("a.shp", b"x"), ("a.shx", b"x"), ("a.dbf", b"x" * 64)))
    with pytest.raises(RefusedError):
        sandbox.look(path, path.name)
    assert not list((tmp_path / "work").iterdir())


def test_the_process_knows_no_secret(tmp_path: Path) -> None:
    known = sandbox.environment(tmp_path)
    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(known)
    assert known["PROJ_NETWORK"] == "OFF"
