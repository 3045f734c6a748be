"""How other devices find the pages: names, address and certificate, which follow the computer into another network."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Callable, Collection

from robot.clock import Clock
from robot.problem import Problem
from sessions.certificate import certificate, host_names
from sessions.settings.model import ConsoleSettings
from sessions.station import Station

LOOPBACK = ("127.0.0.1", "localhost", "::1")

_LOOK_SECONDS = 20.0
"""The computer's addresses are looked at so often."""

_MOST_NAMES = 40
"""A certificate is made for so many names at most: those of now, and the latest ones before."""

_log = logging.getLogger(__name__)


class Outside:
    """Its certificate holds for this computer as it is reached now, also after another network gave it another address.

    Args:
        station: Keeps the certificate that it makes.
        settings: Where the site's own certificate is, if it has one.
        clock: What time it is.
        host: The address that is listened to, or one that stands for all.
        port: The port.
        names: The computer's names and addresses, as they are.

    Raises:
        Problem: As `sessions.certificate.certificate`.
    """

    def __init__(
        self,
        station: Station,
        settings: ConsoleSettings,
        clock: Clock,
        host: str,
        port: int,
        names: Callable[[], Collection[str]] = host_names,
    ) -> None:
        self._station, self._settings, self._clock = station, settings, clock
        self._host, self._port, self._of_computer = host, port, names
        self._names = self._found()
        self._certificate = certificate(station, settings, clock.wall(), self._names)
        self.context = self._certificate.context()
        """What the server shows to those who come from now on."""

    def __contains__(self, name: object) -> bool:
        """Whether the pages may be asked for by this name or address."""
        return name in self._names or name in self._certificate.names

    @property
    def address(self) -> str:
        """Where other devices find the pages."""
        host = self._host if not _is_any(self._host) else outward(self._names)
        return f"https://{f'[{host}]' if ':' in host else host}:{self._port}/"

    @property
    def fingerprint(self) -> str:
        """Of the certificate that the station made; empty where the site has its own."""
        return "" if self._certificate.own else self._certificate.fingerprint

    def look(self) -> None:
        """Look at the computer's addresses and at the certificate. Blocks; any one thread at a time.

        Where there is another address, or the certificate ends soon, a new one is shown; who is connected stays so.
        """
        names = self._found()
        # Those of before stay in it: a computer that comes back to a network shows what was looked at there.
        wanted = tuple(dict.fromkeys((*names, *self._certificate.names)))[: max(_MOST_NAMES, len(names))]
        fresh = certificate(self._station, self._settings, self._clock.wall(), wanted)
        if fresh.fingerprint != self._certificate.fingerprint:
            self.context.load_cert_chain(fresh.path, fresh.key, lambda: "")
            self._certificate = fresh
        self._names = names

    async def follow(self) -> None:
        """Go on looking until it is cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await asyncio.to_thread(self.look)
            except (Problem, OSError) as error:
                # What holds so far goes on holding.
                _log.warning("the pages' certificate could not be looked at: %s", error)

    def _found(self) -> tuple[str, ...]:
        own = () if _is_any(self._host) else (self._host,)
        return tuple(name.lower() for name in dict.fromkeys((*LOOPBACK, *self._of_computer(), *own)))


def outward(names: Collection[str]) -> str:
    """The address by which others find this computer."""
    return next((name for name in names if _is_address(name)), next(iter(names)))


def _is_any(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.version == 4 and not address.is_loopback
