"""Rests a NAO whose station was killed: a process of its own that waits at a pipe."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import Any

GOODBYE = b"goodbye"
"""The station's last word, when all is well."""

END_SECONDS = 20.0
"""How long a station waits for its watchdog's end."""

STEPS = (
    ("ALTextToSpeech", "stopAll", 2.0),
    ("ALMotion", "stopMove", 2.0),
    ("ALMotion", "killAll", 2.0),
    ("ALMotion", "rest", 15.0),
)
"""What brings a robot to rest, and how many seconds each may take."""

ATTEMPTS = 6
"""Times 5 seconds: how long a robot that does not answer is looked for."""


class Watchdog:
    """The station's hold on its watchdog process. Session thread only.

    Args:
        url: The robot's qi URL.
    """

    def __init__(self, url: str) -> None:
        # A session of its own: Ctrl-C and a closed terminal reach the station's whole process group.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "robot.nao.watchdog", url],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def end(self, at_rest: bool) -> None:
        """Let it go; unless the robot is `at_rest`, it rests it first.

        Blocks until it has ended, for 20 seconds at most; one that still looks for its robot then goes on alone.
        """
        pipe = self._process.stdin
        if pipe is not None:
            # Where it has ended before us, there is nobody to say goodbye to.
            with contextlib.suppress(OSError):
                if at_rest:
                    pipe.write(GOODBYE)
                pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)


def keep_watch(url: str) -> int:
    """Wait for the station's end, and rest the robot unless it said goodbye; returns the exit code."""
    session = _connected(url, attempts=1)
    if sys.stdin.buffer.read() == GOODBYE:
        return 0
    if session is None or not session.isConnected():
        session = _connected(url, ATTEMPTS)
    return 0 if session is not None and _rest(session) else 1


def _connected(url: str, attempts: int) -> Any:
    from robot.nao.qi_link import connected_session
    from robot.problem import Problem

    for _ in range(attempts):
        try:
            return connected_session(url)
        except Problem:
            continue
    return None


def _rest(session: Any) -> bool:
    """Take every step, whatever became of those before; whether the last one worked."""
    rested = False
    for service, method, seconds in STEPS:
        found = session.service(service, _async=True)
        if not found.hasValue(round(seconds * 1000)):
            continue
        ended = found.value().call(method, _async=True)
        ended.wait(round(seconds * 1000))
        rested = method == "rest" and ended.isFinished() and not ended.hasError(0)
    return rested


if __name__ == "__main__":
    for name in (signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    # libqi may abort when Python takes itself apart: leave without that.
    os._exit(keep_watch(sys.argv[1]))
