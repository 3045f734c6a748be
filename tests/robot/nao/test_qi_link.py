from __future__ import annotations

import builtins
import socket
import threading
import time  # noqa: TID251 - bounds how long a test may wait
from typing import Any

import pytest

from robot.nao.qi_link import connected_session, load_qi, parse_address, url_of
from robot.problem import Problem


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("nao://192.168.1.20", ("192.168.1.20", 9559)),
        ("nao://nao.local:9560", ("nao.local", 9560)),
        ("nao://nao.local/", ("nao.local", 9559)),
        ("nao://[fe80::1]", ("fe80::1", 9559)),
        ("nao://[fe80::1]:9503", ("fe80::1", 9503)),
    ],
)
def test_an_address_is_a_host_and_perhaps_a_port(address: str, place: tuple[str, int]) -> None:
    assert parse_address(address) == place


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nao://",
        "nao://:9559",
        "nao://host:",
        "nao://host:port",
        "nao://host:0",
        "nao://host:65536",
        "nao://host:-1",
        "nao://host:9559:1",
        "nao://my robot",
        "nao://user@host",
        "nao://[fe80::1",
        "nao://[fe80::1]9559",
        "tcp://host:9559",
        "192.168.1.20",
        "nao://host:٣",
    ],
)
def test_anything_else_is_a_bad_address(address: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_address(address)
    assert caught.value.code == "bad_robot_address"
    assert address in str(caught.value)


def test_an_address_becomes_a_qi_url() -> None:
    assert url_of("nao://nao.local") == "tcp://nao.local:9559"
    assert url_of("nao://[::1]:1") == "tcp://[::1]:1"


def test_without_qi_the_problem_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    whole_import = builtins.__import__

    def without_qi(name: str, *arguments: Any, **named: Any) -> Any:
        if name == "qi":
            raise ImportError(name)
        return whole_import(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without_qi)
    with pytest.raises(Problem) as caught:
        load_qi()
    assert caught.value.code == "qi_missing"
    assert "Python 3.11 and 3.12" in str(caught.value)


def unreachable(url: str, timeout: float) -> str:
    """The problem's sentence; the test fails if it takes much longer than `timeout`."""
    began = time.monotonic()
    with pytest.raises(Problem) as caught:
        connected_session(url, timeout)
    assert time.monotonic() - began < timeout + 1.0
    assert (caught.value.code, caught.value.exit_code) == ("robot_unreachable", 1)
    return str(caught.value)


def test_a_host_that_does_not_exist() -> None:
    assert "no-such-robot.invalid:9559" in unreachable("tcp://no-such-robot.invalid:9559", 0.5)


def test_a_closed_port() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    assert address in unreachable(f"tcp://{address}", 0.5)


def test_a_port_that_accepts_and_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert address in unreachable(f"tcp://{address}", 1.0)


def test_a_port_that_speaks_something_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(5)

        def answer() -> None:
            try:
                while True:
                    peer, _ = other.accept()
                    with peer:
                        peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 8)
            except OSError:
                return

        thread = threading.Thread(target=answer)
        thread.start()
        unreachable(f"tcp://127.0.0.1:{other.getsockname()[1]}", 0.5)
        other.shutdown(socket.SHUT_RDWR)
        thread.join(6)
