"""What a station writes is for its own user alone, also where the system gives everybody a look at new files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sessions.exports import Exporter, write_export
from sessions.link.status import LinkStatus, StatusFile
from sessions.log import Log
from sessions.notes.store import NotesStore
from sessions.outbox import Cursor
from sessions.privacy import export as privacy_export
from sessions.private import private_file, private_folder, write_private
from sessions.running import Running
from sessions.settings import Settings
from sessions.station import Station
from tests.sessions.people import NOW, classroom, people_of


@pytest.fixture(autouse=True)
def open_system() -> Iterator[None]:
    """A system whose new files everybody may read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def opened_to_all(path: Path) -> Path:
    path.mkdir()
    path.chmod(0o755)
    return path


def test_every_file_that_tells_of_people_is_the_users_alone(tmp_path: Path) -> None:
    station = Station(tmp_path / "new" / "station")
    with closing(Log(station.log)), closing(Cursor(station.delivery)), people_of(station.folder) as people:
        classroom(people, "Aino")
        with closing(NotesStore(station, Settings())) as notes:
            notes.keep("5e551001" * 4, "", "Osallistui.", NOW)
            privacy_export.export(station, Settings(), "p-abcdefgh", "Aino", station.exports / "p.json", NOW)
            for form in ("csv", "jsonl"):
                write_export([], form, Exporter("site", "source", "fi"), station.exports / form)
            told = LinkStatus("mqtt://127.0.0.1", "connected")
            StatusFile(station.link_status).write(told, None, 0.0, datetime(2026, 11, 24, tzinfo=UTC), True)
            Running(station).hold("5e551001" * 4).end()
            written = list(station.folder.rglob("*"))
            named = {path.name for path in written}
            databases = {"log.sqlite", "log.sqlite-wal", "people.sqlite", "notes.sqlite", "delivery.sqlite"}
            locks = {"log.sqlite.lock", "log.sqlite.use", "people.sqlite.lock"}
            assert named > {*databases, *locks, "people.key", "p.json", "csv", "link.json"}
            assert {path.name: oct(mode(path)) for path in written if mode(path) & 0o077} == {}
    assert mode(station.folder) == mode(station.folder.parent) == 0o700


@pytest.mark.parametrize("make", ["log", "people", "delivery", "running"])
def test_a_station_from_before_is_closed_by_whoever_opens_it(tmp_path: Path, make: str) -> None:
    station = Station(opened_to_all(tmp_path / "old"))
    if make == "log":
        Log(station.log).close()
    elif make == "people":
        with people_of(station.folder):
            pass
    elif make == "delivery":
        Cursor(station.delivery).close()
    else:
        opened_to_all(station.running)
        Running(station).hold("5e551001" * 4).end()
        assert mode(station.running) == 0o700
        return
    assert mode(station.folder) == 0o700
    for file in station.folder.glob("*.sqlite"):
        file.chmod(0o644)
        Log(station.log).close()
        if file == station.log:
            assert mode(file) == 0o600


def test_a_file_that_is_written_again_is_closed_before_and_a_folder_of_the_users_is_left_as_it_is(
    tmp_path: Path,
) -> None:
    folder = opened_to_all(tmp_path / "documents")
    (folder / "aino.json").touch(0o644)
    write_private(folder / "aino.json", "{}")
    write_private(folder / "deep" / "er" / "aino.json", "Äijö", "utf-8-sig")
    assert (folder / "deep" / "er" / "aino.json").read_bytes() == b"\xef\xbb\xbf\xc3\x84ij\xc3\xb6"
    assert mode(folder / "aino.json") == mode(folder / "deep" / "er" / "aino.json") == 0o600
    assert mode(folder / "deep") == mode(folder / "deep" / "er") == 0o700
    assert mode(folder) == 0o755


def test_a_folder_for_everybody_and_what_is_no_file_stay_as_they_are(tmp_path: Path) -> None:
    shared = opened_to_all(tmp_path / "shared")
    shared.chmod(0o1777)
    private_folder(shared)
    assert mode(shared) == 0o1777
    os.mkfifo(tmp_path / "pipe", 0o666)
    private_file(tmp_path / "pipe")
    assert mode(tmp_path / "pipe") == 0o666


def test_what_belongs_to_somebody_else_is_left_to_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = opened_to_all(tmp_path / "theirs")
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    private_folder(folder)
    assert mode(folder) == 0o755


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        private_folder(tmp_path / "file" / "station")
    # Whoever opens it says so.
    private_file(tmp_path / "nowhere" / "people.sqlite")
    assert not (tmp_path / "nowhere").exists()
