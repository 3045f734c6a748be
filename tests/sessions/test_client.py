"""The quick client tells of a receipt what paho's own tells, whatever the broker has written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from paho.mqtt import MQTTException
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from sessions.link.client import QuickClient

NUMBER = 258
PUBACK, PUBCOMP = 0x40, 0x70

Told = tuple[int, int, str, bool, str]


def _told(made: type[Client], five: bool, command: int, packet: bytes) -> list[Told] | type[BaseException]:
    """What a client that waits for the receipt of `NUMBER` tells of a packet; else the error it ends with."""
    version = MQTTProtocolVersion.MQTTv5 if five else MQTTProtocolVersion.MQTTv311
    client = made(CallbackAPIVersion.VERSION2, protocol=version)
    told: list[Told] = []
    client.on_publish = lambda _, __, number, reason, properties: told.append(
        (number, reason.value, str(reason), reason.is_failure, str(properties))
    )
    message = MQTTMessage(NUMBER, b"topic")
    message.qos = 1
    client._out_messages[NUMBER] = message
    client._in_packet["command"] = command
    client._in_packet["packet"] = bytearray(packet)
    try:
        client._handle_pubackcomp("PUBACK" if command == PUBACK else "PUBCOMP")
    except (MQTTException, ValueError, LookupError) as error:
        return type(error)
    assert (NUMBER in client._out_messages) == (not told)
    return told


_NUMBERS = st.sampled_from([NUMBER.to_bytes(2, "big"), b"\x00\x07"])


@given(st.booleans(), st.sampled_from([PUBACK, PUBCOMP]), _NUMBERS, st.binary(max_size=6))
@example(True, PUBACK, b"\x01\x02", b"")
@example(True, PUBACK, b"\x01\x02", b"\x00")
@example(True, PUBACK, b"\x01\x02", b"\x10")
@example(True, PUBACK, b"\x01\x02", b"\x87\x00")
@example(False, PUBACK, b"\x01\x02", b"")
@example(False, PUBACK, b"\x01\x02", b"\x00")
def test_a_receipt_means_the_same(five: bool, command: int, number: bytes, rest: bytes) -> None:
    assert _told(QuickClient, five, command, number + rest) == _told(Client, five, command, number + rest)


@pytest.mark.parametrize("packet", [b"", b"\x01"])
def test_half_a_receipt_is_refused_as_paho_refuses_it(packet: bytes) -> None:
    assert _told(QuickClient, True, PUBACK, packet) == _told(Client, True, PUBACK, packet)
