"""The address of an MQTT broker."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from robot.problem import Problem

PORT = 1883


@dataclass(frozen=True, slots=True)
class Broker:
    """Where a broker listens; `url` is always the same text for the same place."""

    host: str
    port: int = PORT

    @property
    def url(self) -> str:
        """The address in full, such as `mqtt://127.0.0.1:1883`."""
        return f"mqtt://[{self.host}]:{self.port}" if ":" in self.host else f"mqtt://{self.host}:{self.port}"

    @staticmethod
    def parse(address: str, where: str = "--broker") -> Broker:
        """The broker at `mqtt://HOST[:PORT]`.

        Args:
            address: What was written.
            where: Where it was written, for the message.

        Raises:
            Problem: `broker_address`, `broker_secret` or `broker_scheme`.
        """
        if "@" in address:
            # Said first, so that no other message repeats a password.
            raise Problem("broker_secret", where=where)
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Problem("broker_address", where=where, address=address) from None
        if parts.scheme in ("mqtts", "ws", "wss"):
            raise Problem("broker_scheme", where=where, address=address)
        if parts.scheme != "mqtt" or not host or port == 0 or parts.path.strip("/") or parts.query or parts.fragment:
            raise Problem("broker_address", where=where, address=address)
        return Broker(host, port or PORT)
