"""A computer that gets another address is found there: by name, by code, and with a certificate that holds for it."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from contextlib import closing
from pathlib import Path

from console.web.outside import Outside
from sessions.settings.model import ConsoleSettings
from sessions.station import Station
from sim.clock import VirtualClock
from tests.certificates import Authority
from tests.sessions.people import NOW

OLD, NEW = "192.168.7.10", "10.0.0.5"


class Computer:
    """A computer with addresses that change."""

    def __init__(self, folder: Path, settings: ConsoleSettings | None = None, host: str = "0.0.0.0") -> None:
        self.names = ["kotiasema", "kotiasema.local", OLD]
        clock = VirtualClock(0, None, NOW)
        self.outside = Outside(
            Station(folder), settings or ConsoleSettings(), clock, host, 8443, lambda: tuple(self.names)
        )


def shown(context: ssl.SSLContext) -> str:
    """The fingerprint that a browser would see."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:

        def answer() -> None:
            line, _ = door.accept()
            with context.wrap_socket(line, server_side=True) as secure:
                secure.recv(1)

        thread = threading.Thread(target=answer)
        thread.start()
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with trusting.wrap_socket(socket.create_connection(door.getsockname(), 10)) as line:
            seen = line.getpeercert(binary_form=True)
            line.send(b"x")
        thread.join(10)
    assert seen is not None
    return hashlib.sha256(seen).hexdigest()


def told(outside: Outside) -> str:
    return outside.fingerprint.replace(":", "").lower()


def test_a_new_address_is_followed_by_address_name_and_certificate(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    outside = computer.outside
    assert outside.address == f"https://{OLD}:8443/"
    assert OLD in outside
    assert NEW not in outside
    before = told(outside)
    assert shown(outside.context) == before

    computer.names[-1] = NEW
    outside.look()

    assert outside.address == f"https://{NEW}:8443/"
    assert NEW in outside
    assert told(outside) != before
    assert shown(outside.context) == told(outside)


def test_nothing_changes_where_nothing_did_and_on_the_way_back(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    outside = computer.outside
    before = outside.fingerprint
    outside.look()
    assert outside.fingerprint == before
    computer.names[-1] = NEW
    outside.look()
    both = outside.fingerprint
    computer.names[-1] = OLD
    outside.look()
    assert (outside.fingerprint, outside.address) == (both, f"https://{OLD}:8443/")


def test_the_sites_own_certificate_is_taken_anew_where_the_site_renews_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    path = authority.issue("kotiasema.local")
    outside = Computer(tmp_path, ConsoleSettings.model_validate({"certificate": str(path)})).outside
    assert outside.fingerprint == ""
    before = shown(outside.context)
    authority.issue("kotiasema.local")
    outside.look()
    assert shown(outside.context) != before


def test_an_address_that_was_asked_for_is_told_whatever_the_computers_others_are(tmp_path: Path) -> None:
    outside = Computer(tmp_path, host="192.168.7.77").outside
    assert outside.address == "https://192.168.7.77:8443/"
    assert "192.168.7.77" in outside
