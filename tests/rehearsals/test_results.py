"""What is done is kept, in order, whatever happens to the process."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from robot.problem import Problem
from sessions.rehearsals.results import Results
from tests.rehearsals.outcomes import outcome

OUTCOMES = [outcome(seed, minutes=5.0 + seed) for seed in range(6)]
CASES = [each.case for each in OUTCOMES]


def filled(folder: Path, count: int = 6) -> Path:
    with Results(folder) as results:
        for each in OUTCOMES[:count]:
            results.add(each)
        return results.path


def test_what_was_added_is_there_in_another_process(tmp_path: Path) -> None:
    filled(tmp_path, 4)
    assert list(Results(tmp_path).kept(CASES)) == OUTCOMES[:4]


def test_nothing_is_kept_where_nothing_was(tmp_path: Path) -> None:
    assert list(Results(tmp_path / "none").kept(CASES)) == []


def test_fewer_cases_are_asked_for_than_are_kept(tmp_path: Path) -> None:
    filled(tmp_path)
    assert list(Results(tmp_path).kept(CASES[:2])) == OUTCOMES[:2]
    assert list(Results(tmp_path).kept(CASES)) == OUTCOMES


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.data())
def test_a_file_torn_anywhere_goes_on_after_its_last_whole_line(tmp_path: Path, data: st.DataObject) -> None:
    path = filled(tmp_path)
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    with Results(tmp_path) as results:
        kept = list(results.kept(CASES))
        assert kept == OUTCOMES[: whole[:cut].count(b"\n")]
        for each in OUTCOMES[len(kept) :]:
            results.add(each)
    assert path.read_bytes() == whole
    path.unlink()


def test_outcomes_of_other_cases_are_dropped(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    others = [CASES[0], *CASES[3:]]
    with Results(tmp_path) as results:
        assert list(results.kept(others)) == OUTCOMES[:1]
        results.add(OUTCOMES[3])
    assert list(Results(tmp_path).kept(others)) == [OUTCOMES[0], OUTCOMES[3]]


def test_a_cleared_file_begins_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    with Results(tmp_path) as results:
        results.clear()
        results.add(OUTCOMES[0])
    assert list(Results(tmp_path).kept(CASES)) == OUTCOMES[:1]


def test_a_folder_that_cannot_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Problem) as told, Results(tmp_path / "file" / "of") as results:
        results.add(outcome(0))
    assert told.value.code == "rehearsal_not_kept"
    assert str(tmp_path) in str(told.value)


def test_what_is_kept_and_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    filled(tmp_path)
    path = Results(tmp_path).path
    path.unlink()
    path.mkdir()
    with pytest.raises(Problem) as told:
        list(Results(tmp_path).kept(CASES))
    assert told.value.code == "rehearsal_not_kept"
    assert str(tmp_path) in str(told.value)


class Full(io.RawIOBase):
    """A file on a full disk."""

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return offset

    def tell(self) -> int:
        return 0

    def truncate(self, size: int | None = None, /) -> int:
        return size or 0

    def write(self, data: object, /) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_and_so_it_is_on_closing(tmp_path: Path) -> None:
    with (
        patch.object(Path, "open", lambda path, mode: io.BufferedWriter(Full())),
        pytest.raises(Problem) as told,
        Results(tmp_path / "of") as results,
    ):
        results.add(outcome(0))
    assert told.value.code == "rehearsal_not_kept"
    assert "No space left" in str(told.value)
