"""One MQTT connection, by paho."""

from __future__ import annotations

import select
import socket
import struct
import traceback
from collections import deque
from functools import lru_cache
from typing import Any

from paho.mqtt import MQTTException
from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, WebsocketConnectionError
from paho.mqtt.enums import CallbackAPIVersion, LogLevel, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from sessions.broker import Broker
from sessions.link.client import QuickClient
from sessions.link.lost import Lost, Refused, in_tls, unreachable
from sessions.link.message import Message, Refusal
from sessions.link.security import Access
from sessions.link.wake import Wake

KEEPALIVE = 30
"""Seconds without traffic after which the two ends ask for a sign of life."""

LARGEST = 262_144
"""Bytes of the largest packet that a broker of MQTT 5 may send."""

WINDOW = 20
"""How many messages may be on their way at most, where the broker allows as many."""

_TOO_LARGE, _NOT_AUTHORIZED, _QUOTA = 0x95, 0x87, 0x97
_NEVER = frozenset({0x90, _TOO_LARGE, 0x99})
"""Reasons that hold for one message and for good: its topic's name, its size, its payload's format."""
_SHUT = frozenset({0x86, _NOT_AUTHORIZED, 0x8A, 0x8C})
"""Reasons not to let a station in: its password, its rights, a ban, its method."""

# Mosquitto answers so to a message over its limit; to paho that were a malformed packet, the end of the connection.
ReasonCode.names[_TOO_LARGE]["Packet too large"].append(PacketTypes.PUBACK)


class Connection:
    """A connection whose will is `will`, retained at `topic`.

    One thread makes it and steps it. paho starts none, so what is received stands in the queues after a `step`.

    Args:
        broker: Where to.
        client_id: The same for every connection of a station, so that the broker lets the new one replace the old.
        five: Whether to speak MQTT 5; else 3.1.1, in which the will has no delay.
        topic: The will's topic; without one there is no will.
        will: The will's payload.
        will_delay: Seconds that the broker waits for a new connection before it publishes the will.
        access: Who to say one is; with TLS for a broker that is reached so.
    """

    def __init__(
        self,
        broker: Broker,
        client_id: str,
        five: bool,
        topic: str = "",
        will: str = "",
        will_delay: int = 0,
        access: Access = Access(),  # noqa: B008 - it is frozen
    ) -> None:
        self.accepted = False
        self.window = WINDOW
        """How many messages with QoS 1 the broker takes before it has acknowledged the first; more wait here."""
        self.acknowledged: deque[int] = deque()
        """Numbers of what the broker has: messages with QoS 1, and subscriptions."""
        self.refused: deque[Refusal] = deque()
        """What it will never have."""
        self.incoming: deque[Message] = deque()
        self.five = five
        """Whether MQTT 5 is spoken, in which a broker drops what is too old."""
        self._broker = broker
        self._ended: Lost | None = None
        self._largest: int | None = None
        self._number = 0
        self._on_way: dict[int, tuple[int, Message]] = {}
        self._asked: dict[int, tuple[int, str]] = {}
        self._waiting: deque[tuple[int, Message]] = deque()
        self._client = client = QuickClient(
            CallbackAPIVersion.VERSION2,
            client_id,
            clean_session=None if five else True,
            protocol=MQTTProtocolVersion.MQTTv5 if five else MQTTProtocolVersion.MQTTv311,
            transport="websockets" if broker.websockets else "tcp",
            reconnect_on_failure=False,
        )
        client.on_log = self._on_log
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        if broker.websockets:
            client.ws_set_options(broker.path)
        if broker.encrypted:
            if access.tls is None:
                raise ValueError(f"no TLS for {broker.url}")
            client.tls_set_context(access.tls)
        if access.user is not None:
            client.username_pw_set(access.user, access.password)
        # The will waits no longer than the session lives, and only a connection that takes it up stops the will.
        expiry = 3 * will_delay + 1
        self._greeting = self._properties(PacketTypes.CONNECT, SessionExpiryInterval=expiry, MaximumPacketSize=LARGEST)
        if topic:
            delay = self._properties(PacketTypes.WILLMESSAGE, WillDelayInterval=will_delay)
            client.will_set(topic, will, qos=1, retain=True, properties=delay)

    def open(self) -> None:
        """Reach the broker; whether it accepts is known some steps later.

        Raises:
            Lost: There is no way to it, or it is not to be trusted.
        """
        host, port = self._broker.host, self._broker.port
        try:
            if self.five:
                self._client.connect(host, port, KEEPALIVE, clean_start=False, properties=self._greeting)
            else:
                self._client.connect(host, port, KEEPALIVE)
        except OSError as error:
            _close_left_open(error)
            if isinstance(error, WebsocketConnectionError):
                raise Lost("link_no_websocket", broker=self._broker.url, reason=error) from error
            raise unreachable(self._broker, error) from error
        except UnicodeError as error:  # a part of the host's name is empty or too long
            raise Lost("link_unreachable", broker=self._broker.url, reason=error) from error

    def publish(self, message: Message) -> int:
        """Begin to publish, now or as soon as the broker's window has room.

        Returns:
            A number. It is in `acknowledged` once the broker has a message with QoS 1, or in `refused`.
        """
        number = self._next_number()
        if message.qos and (self._waiting or len(self._on_way) >= self.window):
            self._waiting.append((number, message))
        else:
            self._send(number, message)
        return number

    def subscribe(self, topic: str, qos: int = 1) -> int:
        """Ask for what is published at `topic`; it may hold `+` and `#`. What comes is in `incoming`.

        Returns:
            A number. It is in `acknowledged` once the broker agrees, or in `refused`.
        """
        number = self._next_number()
        if self.five:
            # A command that was sent retained must show it, even when it comes at once.
            asked = self._client.subscribe(topic, options=SubscribeOptions(qos=qos, retainAsPublished=True))
        else:
            asked = self._client.subscribe(topic, qos)
        if asked[1] is not None:
            self._asked[asked[1]] = number, topic
        return number

    def step(self, wait: float, wake: Wake) -> None:
        """Read and write what there is, after at most `wait` seconds or at a ring of `wake`.

        Raises:
            Lost: The connection has ended.
        """
        try:
            if self._client.socket() is not None:
                self._exchange(wait, wake)
        except (MQTTException, OSError, ValueError, LookupError, TypeError, struct.error) as error:
            # paho has no one error for a broker that breaks the protocol: it fails wherever it notices.
            raise self._ended or Lost("link_confused", broker=self._broker.url, reason=error) from error
        if self._ended is not None or self._client.socket() is None:
            raise self._ended or Lost("link_ended", broker=self._broker.url, reason="closed")

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

    def _exchange(self, wait: float, wake: Wake) -> None:
        mine: Any = self._client.socket()
        mine.flush()
        held = mine.pending() > 0
        writing = [mine] if mine.unsent or self._client.want_write() else []
        readable, writable, _ = select.select([mine, wake], writing, [], 0.0 if held else wait)
        if held or mine in readable:
            self._client.loop_read()
        if mine in writable:
            mine.flush()
            self._client.loop_write()
        self._client.loop_misc()
        while self._waiting and len(self._on_way) < self.window:
            self._send(*self._waiting.popleft())

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _send(self, number: int, message: Message) -> None:
        payload = message.payload.encode() if isinstance(message.payload, str) else message.payload
        properties = _published(message, isinstance(message.payload, str)) if self.five else None
        try:
            if not message.topic:
                raise ValueError("no topic")
            if self._largest is not None and (size := _size(message, payload, properties)) > self._largest:
                raise ValueError(f"{size} bytes; the broker takes at most {self._largest}")
            sent = self._client.publish(message.topic, payload, message.qos, message.retain, properties)
        except ValueError as error:
            self.refused.append(Refusal(number, message.topic, str(error)))
            return
        if message.qos and sent.rc == MQTTErrorCode.MQTT_ERR_SUCCESS:
            self._on_way[sent.mid] = number, message

    def _properties(self, packet: int, **values: object) -> Properties | None:
        return _properties(packet, **values) if self.five else None

    def _on_log(self, client: Client, userdata: object, level: int, text: str) -> None:
        # The only place where paho tells why a socket failed: in TLS 1.3 a certificate is refused after the handshake.
        if level == LogLevel.MQTT_LOG_ERR and self._ended is None:
            self._ended = in_tls(self._broker, text)

    def _on_connect(
        self, client: Client, userdata: object, flags: ConnectFlags, reason: ReasonCode, properties: Properties | None
    ) -> None:
        if reason.value in _SHUT:
            self._ended = Refused("link_not_let_in", broker=self._broker.url, reason=_said(reason, properties))
        elif reason.is_failure:
            self._ended = Lost("link_refused", broker=self._broker.url, reason=_said(reason, properties))
        elif getattr(properties, "MaximumQoS", 1) < 1:
            self._ended = Refused("link_no_receipts", broker=self._broker.url)
        else:
            client.on_log = None
            self.accepted = True
            self.window = min(WINDOW, getattr(properties, "ReceiveMaximum", WINDOW))
            self._largest = getattr(properties, "MaximumPacketSize", None)

    def _on_disconnect(
        self,
        client: Client,
        userdata: object,
        flags: DisconnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        if self._ended is not None:
            return
        kind = Refused if flags.is_disconnect_packet_from_server and reason.value in _SHUT else Lost
        code = "link_ended" if self.accepted else "link_closed_early"
        self._ended = kind(code, broker=self._broker.url, reason=_said(reason, properties))

    def _on_publish(
        self, client: Client, userdata: object, mid: int, reason: ReasonCode, properties: Properties | None
    ) -> None:
        if mid not in self._on_way:  # of QoS 0: it is written, which says nothing
            return
        number, message = self._on_way.pop(mid)
        if not reason.is_failure:
            self.acknowledged.append(number)
        elif message.optional or reason.value in _NEVER:
            self.refused.append(Refusal(number, message.topic, _said(reason, properties)))
        elif reason.value == _NOT_AUTHORIZED:
            self._ended = Refused("link_not_allowed", broker=self._broker.url, topic=message.topic)
        elif reason.value == _QUOTA:
            self._ended = Lost("link_quota", broker=self._broker.url)
        else:
            self._ended = Lost("link_ended", broker=self._broker.url, reason=_said(reason, properties))

    def _on_subscribe(
        self, client: Client, userdata: object, mid: int, reasons: list[ReasonCode], properties: Properties | None
    ) -> None:
        number, topic = self._asked.pop(mid)
        if failed := [reason for reason in reasons if reason.is_failure]:
            self.refused.append(Refusal(number, topic, _said(failed[0], properties)))
        else:
            self.acknowledged.append(number)

    def _on_message(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        properties = message.properties
        try:
            topic = message.topic
        except UnicodeDecodeError:  # no topic that anybody asked for
            return
        self.incoming.append(
            Message(
                topic,
                bytes(message.payload),
                message.qos,
                message.retain,
                getattr(properties, "ContentType", None),
                getattr(properties, "MessageExpiryInterval", None),
                getattr(properties, "ResponseTopic", None),
                getattr(properties, "CorrelationData", None),
                tuple(getattr(properties, "UserProperty", ())),
            )
        )


def _published(message: Message, text: bool) -> Properties:
    return _packed(
        text, message.content_type, message.expiry, message.response_topic, message.correlation, message.user
    )


@lru_cache(maxsize=32)
def _packed(
    text: bool,
    content_type: str | None,
    expiry: int | None,
    response_topic: str | None,
    correlation: bytes | None,
    user: tuple[tuple[str, str], ...],
) -> Properties:
    properties = _properties(
        PacketTypes.PUBLISH,
        PayloadFormatIndicator=1 if text else None,
        ContentType=content_type,
        MessageExpiryInterval=expiry,
        ResponseTopic=response_topic,
        CorrelationData=correlation,
        UserProperty=list(user) or None,
    )
    # paho would pack them anew for each message: a quarter of the time that an event takes.
    packed = properties.pack()  # type: ignore[no-untyped-call]
    object.__setattr__(properties, "pack", lambda: packed)
    return properties


def _properties(packet: int, **values: object) -> Properties:
    properties = Properties(packet)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        if value is not None:
            setattr(properties, name, value)
    return properties


def _close_left_open(error: OSError) -> None:
    """Close the socket whose handshake failed: paho leaves it to whoever forgets the error, and ours is remembered."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        for each in frame.f_locals.values():
            if isinstance(each, socket.socket):
                each.close()


def _said(reason: ReasonCode, properties: Properties | None) -> str:
    more = getattr(properties, "ReasonString", None)
    return f"{reason}: {more}" if more else str(reason)


def _size(message: Message, payload: bytes, properties: Properties | None) -> int:
    """Bytes of the whole packet on the wire."""
    rest = 2 + len(message.topic.encode()) + (2 if message.qos else 0) + len(payload)
    rest += len(properties.pack()) if properties is not None else 0  # type: ignore[no-untyped-call]
    length = 1 + (rest > 0x7F) + (rest > 0x3FFF) + (rest > 0x1FFFFF)
    return 1 + length + rest
