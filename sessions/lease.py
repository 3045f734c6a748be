"""A lock between processes, as a file that the system unlocks by itself when its holder dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sessions.private import private_file

if sys.platform == "win32":
    import msvcrt

    _SHARES = False

    def _lock(file: IO[bytes], wait: bool, shared: bool) -> None:
        # Nothing to share there: the system itself lets nobody replace a file that somebody has open.
        if not shared:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    _SHARES = True

    def _lock(file: IO[bytes], wait: bool, shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))


class Lease:
    """Held by one process, and in it by one object, at a time. The file stays, for its user alone; its lock counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self, wait: bool = False, shared: bool = False) -> bool:
        """Whether the lease is held now, alone or by all who share it; with `wait`, not before it is.

        Raises:
            OSError: The file can't be made.
        """
        if self._file is not None:
            return True
        private_file(self._path)
        file = self._path.open("ab")
        try:
            _lock(file, wait, shared)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    @staticmethod
    def is_taken(path: Path) -> bool:
        """Whether somebody holds the lease of `path` alone; any number may ask at the same time."""
        lease = Lease(path)
        free = lease.take(shared=_SHARES)
        lease.give()
        return not free

    @property
    def is_held(self) -> bool:
        """Whether this object holds it."""
        return self._file is not None

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
