"""A lock between processes, as a file that the system unlocks by itself when its holder dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], wait: bool) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes], wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lease:
    """Held by one process, and in it by one object, at a time. The file stays; only its lock counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self, wait: bool = False) -> bool:
        """Whether the lease is held now; with `wait`, not before it is.

        Raises:
            OSError: The file can't be made.
        """
        if self._file is not None:
            return True
        file = self._path.open("ab")
        try:
            _lock(file, wait)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def give(self) -> None:
        """Let another one take it; without holding it, do nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lease of `path`, having waited for it, as long as the block runs."""
    lease = Lease(path)
    lease.take(wait=True)
    try:
        yield
    finally:
        lease.give()
