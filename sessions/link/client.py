"""paho's client with less work for each event: a buffered socket, and plain receipts taken for what they are."""

from __future__ import annotations

from typing import Any, Literal

from paho.mqtt.client import Client
from paho.mqtt.enums import MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from sessions.link.buffered import Buffered

_PLAIN = {
    b"": ReasonCode(PacketTypes.PUBACK),
    b"\x00": ReasonCode(PacketTypes.PUBACK),
    b"\x10": ReasonCode(PacketTypes.PUBACK, "No matching subscribers"),
}
"""What most receipts say after their number: the broker has it, though perhaps nobody listens."""

_NO_PROPERTIES = Properties(PacketTypes.PUBACK)  # type: ignore[no-untyped-call]


class QuickClient(Client):
    """paho's client on a buffered socket, which takes a plain receipt for what it is."""

    def _create_socket(self) -> Any:
        return Buffered(super()._create_socket())

    def _handle_pubackcomp(self, cmd: Literal["PUBACK", "PUBCOMP"]) -> MQTTErrorCode:
        packet = self._in_packet["packet"]
        reason = _PLAIN.get(bytes(packet[2:]))
        # MQTT 3.1.1 knows no reasons.
        longest = 3 if self._protocol == MQTTProtocolVersion.MQTTv5 else 2
        if cmd != "PUBACK" or reason is None or not 2 <= len(packet) <= longest:
            return super()._handle_pubackcomp(cmd)
        # paho would build two reasons and the properties anew for each: a sixth of the time that an event takes.
        with self._out_message_mutex:
            number = int.from_bytes(packet[:2], "big")
            if number in self._out_messages:
                return self._do_on_publish(number, reason, _NO_PROPERTIES)
        return MQTTErrorCode.MQTT_ERR_SUCCESS
