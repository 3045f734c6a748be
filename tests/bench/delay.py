"""From a session's commit to its event at a subscriber, against a bare publish to the same subscriber."""

from __future__ import annotations

import threading
from pathlib import Path
from time import perf_counter  # noqa: TID251

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from sessions.launch import Launch, Order
from sessions.live import Live
from sessions.log import Log
from sessions.settings import Settings
from sessions.station import Station
from tests.bench.report import Comparison
from tests.mosquitto import Mosquitto

LESSONS = {8.0: 8, 20.0: 1}
"""The seed of each pace's lesson: ids of their own, and a child who calls nobody for help."""
AIM_P99 = 50.0
PAUSE = 0.1
"""Seconds between two of the floor's."""
BOUND = 20.0
FLOOR = "floor"


class Subscriber:
    """Notes when what came."""

    def __init__(self, port: int) -> None:
        self.came: dict[str, float] = {}
        self._subscribed = threading.Event()
        self._client = client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        client.on_connect = lambda client, *_: client.subscribe([("kaveri/#", 1), (f"{FLOOR}/#", 1)])
        client.on_subscribe = lambda *_: self._subscribed.set()
        client.on_message = self._on_message
        client.connect("127.0.0.1", port)
        client.loop_start()
        if not self._subscribed.wait(BOUND):
            raise TimeoutError("the broker takes no subscription")

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _on_message(self, client: Client, data: object, message: MQTTMessage) -> None:
        now = perf_counter()
        if message.topic.startswith(FLOOR):
            self.came.setdefault(message.topic, now)
        elif message.topic.endswith("/event"):
            self.came.setdefault(message.payload.partition(b'"id":"')[2].partition(b'"')[0].decode(), now)


def bench(folder: Path) -> Comparison:
    """Whole lessons on the virtual NAO at several paces, with the floor's messages in between."""
    broker = Mosquitto(folder)
    broker.start()
    subscriber = Subscriber(broker.port)
    ours: list[float] = []
    floor: list[float] = []
    try:
        for pace, seed in LESSONS.items():
            left: dict[str, float] = {}
            over = threading.Event()
            beside = threading.Thread(target=_floor, args=(broker.port, f"{FLOOR}/{pace:g}", left, over))
            beside.start()
            try:
                committed = _lesson(folder / f"{pace:g}", broker.url, pace, seed)
            finally:
                over.set()
                beside.join()
            ours += [(subscriber.came[id] - moment) * 1000 for id, moment in committed.items()]
            floor += [(subscriber.came[topic] - moment) * 1000 for topic, moment in left.items()]
    finally:
        subscriber.close()
        broker.stop()
    paces = " and ".join(f"{pace:g}" for pace in LESSONS)
    return Comparison(
        f"Delay while a session runs {paces} times as fast (commit to subscriber)",
        ours,
        floor,
        "a bare publish of as many bytes beside it, to the same subscriber",
        aim=None,
        aim_p99=AIM_P99,
    )


def ordered(seed: int, pace: float | None) -> Order:
    """The lesson of a seed."""
    return Order("number-friends", "sim", "fi", "eager_child", seed=seed, pace=pace)


def _lesson(folder: Path, url: str, pace: float, seed: int) -> dict[str, float]:
    """When each event's commit returned."""
    launch = Launch(ordered(seed, pace), Station(folder), Settings(broker=url), Live(), staff=False)
    log: Log = launch._log
    commit, moments = log.commit, {}

    def stamped() -> None:
        ids = [row[2] for row in log._rows]
        commit()
        now = perf_counter()
        moments.update(dict.fromkeys(ids, now))

    log.commit = stamped  # type: ignore[method-assign]
    ending = launch.run()
    if ending.how != "finished" or not launch.close():
        raise RuntimeError(f"the lesson ended as {ending.how}, or not all was delivered")
    return moments


def _floor(port: int, topic: str, left: dict[str, float], over: threading.Event) -> None:
    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    client.connect("127.0.0.1", port)
    client.loop_start()
    number = 0
    while not over.wait(PAUSE):
        number += 1
        name = f"{topic}/{number}"
        left[name] = perf_counter()
        client.publish(name, b"x" * 400, qos=1).wait_for_publish(BOUND)
    client.disconnect()
    client.loop_stop()
