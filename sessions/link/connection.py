"""One MQTT connection: the only importer of paho."""

from __future__ import annotations

import select
from collections import deque

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from sessions.broker import Broker
from sessions.link.wake import Wake

KEEPALIVE = 30
"""Seconds without traffic after which the two ends ask for a sign of life."""


def _properties(packet: int, **values: object) -> Properties:
    properties = Properties(packet)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        setattr(properties, name, value)
    return properties


class Lost(Exception):
    """The connection has ended, or never came about."""


class Connection:
    """A connection whose will is `will`, retained at `topic`.

    One thread makes it and steps it. paho starts none, so an exception in a callback comes out of `step`.

    Args:
        broker: Where to.
        client_id: The same for every connection of a station, so that the broker lets the new one replace the old.
        five: Whether to speak MQTT 5; else 3.1.1, in which the will has no delay.
        topic: The will's topic.
        will: The will's payload.
        will_delay: Seconds that the broker waits for a new connection before it publishes the will.
    """

    def __init__(self, broker: Broker, client_id: str, five: bool, topic: str, will: str, will_delay: int) -> None:
        self.accepted = False
        self.window = 20
        self.acknowledged: deque[int] = deque()
        self._ended: str | None = None
        self._broker = broker
        self._client = client = Client(
            CallbackAPIVersion.VERSION2,
            client_id,
            clean_session=None if five else True,
            protocol=MQTTProtocolVersion.MQTTv5 if five else MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        self._connect_properties = self._will_properties = None
        if five:
            # The will waits no longer than the session lives, and only a connection that takes it up stops the will.
            self._connect_properties = _properties(PacketTypes.CONNECT, SessionExpiryInterval=3 * will_delay + 1)
            self._will_properties = _properties(PacketTypes.WILLMESSAGE, WillDelayInterval=will_delay)
        client.will_set(topic, will, qos=1, retain=True, properties=self._will_properties)

    def open(self) -> None:
        """Reach the broker; whether it accepts is known some steps later.

        Raises:
            OSError: There is no way to it.
        """
        host, port = self._broker.host, self._broker.port
        if self._connect_properties is None:
            self._client.connect(host, port, KEEPALIVE)
        else:
            self._client.connect(host, port, KEEPALIVE, clean_start=False, properties=self._connect_properties)

    def publish(self, topic: str, payload: str, retain: bool = False, content_type: str | None = None) -> int:
        """Begin to publish with QoS 1; the number returned is in `acknowledged` once the broker has it."""
        properties = None
        if content_type is not None and self._connect_properties is not None:
            properties = _properties(PacketTypes.PUBLISH, ContentType=content_type, PayloadFormatIndicator=1)
        return self._client.publish(topic, payload, qos=1, retain=retain, properties=properties).mid

    def step(self, wait: float, wake: Wake) -> None:
        """Read and write what there is, after at most `wait` seconds or at a ring of `wake`.

        Raises:
            Lost: The connection has ended.
        """
        mine = self._client.socket()
        if mine is not None:
            number = mine.fileno()
            writing = [number] if self._client.want_write() else []
            readable, writable, _ = select.select([number, wake.fileno()], writing, [], wait)
            if number in readable:
                self._client.loop_read()
            if number in writable:
                self._client.loop_write()
            self._client.loop_misc()
        if self._ended is not None or self._client.socket() is None:
            raise Lost(self._ended or "the broker closed the connection")

    def close(self) -> None:
        """Say goodbye, so that the broker drops the will, and end."""
        if self._client.socket() is not None:
            self._client.disconnect()
        self.drop()

    def drop(self) -> None:
        """End without a word: unless a new connection comes in time, the broker publishes the will."""
        mine = self._client.socket()
        if mine is not None:
            mine.close()

    def _on_connect(
        self, client: Client, userdata: object, flags: ConnectFlags, reason: ReasonCode, properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._ended = f"the broker refused the connection: {reason}"
        else:
            self.accepted = True
            self.window = min(self.window, getattr(properties, "ReceiveMaximum", self.window))

    def _on_disconnect(
        self,
        client: Client,
        userdata: object,
        flags: DisconnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        self._ended = self._ended or f"the connection ended: {reason}"

    def _on_publish(
        self, client: Client, userdata: object, mid: int, reason: ReasonCode, properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._ended = f"the broker refused an event: {reason}"
        else:
            self.acknowledged.append(mid)
