"""What is done of a rehearsal, kept in a file, so that an interrupted one goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from robot.problem import Problem
from sessions.private import private_folder
from sessions.rehearsals.case import Case
from sessions.rehearsals.outcome import Outcome
from sessions.rehearsals.subject import Subject
from sessions.station import Station

_FILE = "outcomes.jsonl"


class Results:
    """Outcomes in the order of their cases, one JSON line each, only ever added to.

    One process at a time. What was added before a power cut or a kill is there afterwards, except perhaps for the last
    few lines; a torn last line is dropped.

    Args:
        folder: The rehearsal's own (`folder_of`); it is made when something is added.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / _FILE
        self._end = 0
        self._file: BinaryIO | None = None

    def clear(self) -> None:
        """Begin anew.

        Raises:
            Problem: `rehearsal_not_kept`.
        """
        with self._kept():
            self.path.unlink(missing_ok=True)
        self._end = 0

    def kept(self, cases: Iterable[Case]) -> Iterator[Outcome]:
        """The outcomes of the first cases, as far as they are there; read to its end before anything is added.

        What follows the last of them is dropped when something is added.

        Raises:
            Problem: `rehearsal_not_kept`, where the file is there and cannot be read.
        """
        self._end = 0
        if not self.path.exists():
            return
        with self._kept(), self.path.open("rb") as lines:
            for case, line in zip(cases, lines, strict=False):
                if not line.endswith(b"\n"):
                    return
                try:
                    outcome = Outcome.from_json(line.decode())
                except ValueError:
                    return
                if outcome.case != case:
                    return
                self._end += len(line)
                yield outcome

    def add(self, outcome: Outcome) -> None:
        """Keep the outcome of the next case.

        Raises:
            Problem: `rehearsal_not_kept`.
        """
        with self._kept():
            if self._file is None:
                private_folder(self.path.parent)
                self.path.touch()
                self._file = self.path.open("r+b")
                self._file.truncate(self._end)
                self._file.seek(self._end)
            self._file.write(outcome.to_json().encode() + b"\n")
            self._file.flush()

    def close(self) -> None:
        """Have all that was added on the disk.

        Raises:
            Problem: `rehearsal_not_kept`.
        """
        if self._file is not None:
            file, self._file = self._file, None
            with self._kept():
                file.close()

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Problem("rehearsal_not_kept", path=self.path.parent, reason=error.strerror or error) from error

    def __enter__(self) -> Results:
        """For use in a `with`."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def folder_of(station: Station, subject: Subject) -> Path:
    """Where a rehearsal of this subject keeps its results: another source, cast, language, rule or code has another."""
    return station.folder / "rehearsals" / subject.key()[:16]
