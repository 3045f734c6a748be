"""A qi session to a robot's address: found in bounded time, or a Problem that says what to do."""

from __future__ import annotations

import os
import threading
from typing import Any

from robot.clock import RealClock
from robot.problem import Failure, Problem

SCHEME = "nao://"
DEFAULT_PORT = 9559
ATTEMPT_SECONDS = 2.0
"""One attempt waits no longer: NAOqi 2.1 drops one connection in three at random, so several beat a long one."""


def load_qi() -> Any:
    """The qi module, kept quiet.

    Raises:
        Problem: It is not installed here (qi_missing).
    """
    os.environ.setdefault("QI_LOG_LEVEL", "1")
    try:
        import qi
    except ImportError as error:
        raise Problem("qi_missing") from error
    return qi


def parse_address(address: str) -> tuple[str, int]:
    """The host and port of nao://HOST[:PORT].

    Raises:
        Problem: It is not of that form (bad_robot_address).

    >>> parse_address("nao://nao.local")
    ('nao.local', 9559)
    >>> parse_address("nao://[fe80::1]:9560")
    ('fe80::1', 9560)
    """
    rest = address.removeprefix(SCHEME).removesuffix("/")
    if rest.startswith("["):
        host, bracket, port = rest[1:].partition("]")
        colon, port = port[:1], port[1:]
        well_formed = bracket == "]" and colon in ("", ":") and bool(port) == bool(colon)
    else:
        host, colon, port = rest.partition(":")
        well_formed = bool(port) == bool(colon)
    number = int(port) if port.isascii() and port.isdigit() else DEFAULT_PORT if not port else 0
    if not address.startswith(SCHEME) or not host or not well_formed or not 0 < number < 65536:
        raise Problem("bad_robot_address", address=address)
    if any(character.isspace() or character in "/@?#[]" for character in host):
        raise Problem("bad_robot_address", address=address)
    return host, number


def url_of(address: str) -> str:
    """The qi URL of nao://HOST[:PORT].

    Raises:
        Problem: It is not of that form (bad_robot_address).
    """
    host, port = parse_address(address)
    return f"tcp://[{host}]:{port}" if ":" in host else f"tcp://{host}:{port}"


def connected_session(url: str, timeout: float = 5.0) -> Any:
    """A connected qi session. Blocks for `timeout` seconds at most: never on the session's thread.

    Raises:
        Failure: Nothing that speaks qi answered in time (robot_unreachable).
        Problem: qi is not installed (qi_missing).
    """
    qi = load_qi()
    watch = RealClock()
    pause = threading.Event()
    while (left := timeout - watch.now()) > 0:
        session = qi.Session()
        future = session.connect(url, _async=True)
        state = future.wait(round(min(left, ATTEMPT_SECONDS) * 1000))
        if state == qi.FutureState.FinishedWithValue and session.isConnected():
            return session
        session.close(_async=True)
        pause.wait(min(0.2, max(0.0, timeout - watch.now())))
    raise Failure("robot_unreachable", address=url.removeprefix("tcp://"))
