"""`kaveri` as people start it: a process of its own, with a station of its own."""

from __future__ import annotations

import io
import os
import pty
import re
import resource
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import typer

from console import cli
from sessions import salvage

PATIENCE = 60.0
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Told:
    """What a finished command printed, and its exit code."""

    code: int
    out: str
    err: str


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "KAVERI_HOME": str(home), "KAVERI_LANGUAGE": "en", "COLUMNS": "160", **more}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "console", *arguments]


def kaveri(home: Path, *arguments: str, largest_file: int | None = None, **more: str) -> Told:
    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    done = subprocess.run(
        command(*arguments),
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        preexec_fn=limit if largest_file is not None else None,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)


def told(home: Path, *arguments: str, typed: str | None = None, **more: str) -> Told:
    """The same in this process, many times faster: for commands that need no process of their own.

    `typed` is what comes in where no terminal is; a mistake of ours fails the test with its traceback.
    """
    out, err = io.StringIO(), io.StringIO()
    # What other tests have salvaged in this process is none of this command's affair.
    salvage.happened.clear()
    keys = nullcontext() if typed is None else patch("sys.stdin", io.StringIO(typed))
    # The commands' page stays in place for the process; the next call would wrap its own around it.
    page = patch.object(typer.Context.__base__, "formatter_class", typer.Context.formatter_class)
    with keys, page, patch.dict(os.environ, environment(home, **more)), redirect_stdout(out), redirect_stderr(err):
        code = cli._run(list(arguments))
    return Told(code, out.getvalue(), err.getvalue())


@contextmanager
def running(home: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A command that runs on; it is killed at the end if it still does."""
    process = subprocess.Popen(
        command(*arguments),
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def line_with(process: subprocess.Popen[str], words: str) -> str:
    """The next line of output that holds `words`."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"the command ended without saying {words!r}")


class Seat:
    """A person at a real terminal, who reads the screen and presses keys."""

    def __init__(self, home: Path, arguments: Sequence[str]) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            command(*arguments), env=environment(home), stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
        )
        os.close(theirs)
        self.screen = ""

    def read_until(self, words: str) -> None:
        while words not in _COLOURS.sub("", self.screen):
            ready, _, _ = select.select([self._ours], [], [], PATIENCE)
            assert ready, f"waited for {words!r} in vain; the screen shows:\n{self.screen}"
            try:
                self.screen += os.read(self._ours, 4096).decode("utf-8", "replace")
            except OSError as end:
                raise AssertionError(f"ended without {words!r}:\n{self.screen}") from end

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def leave(self) -> int:
        """Read to the end, and return the exit code."""
        while True:
            ready, _, _ = select.select([self._ours], [], [], PATIENCE)
            assert ready, f"it does not end; the screen shows:\n{self.screen}"
            try:
                data = os.read(self._ours, 4096)
            except OSError:
                break
            if not data:
                break
            self.screen += data.decode("utf-8", "replace")
        os.close(self._ours)
        return self._process.wait(PATIENCE)
