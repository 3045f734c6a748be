"""The least that speaks qi like a NAO: for tests of the wire alone, and run as a process for those of the watchdog."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

import qi


@qi.multiThreaded()
class Subscriber:
    """What ALMemory.subscriber returns."""

    def __init__(self) -> None:
        self.signal = qi.Signal("(m)")


@qi.multiThreaded()
class Memory:
    """ALMemory: events only. An `old` one knows no subscriber, as NAOqi 2.5 does with libqi 3."""

    def __init__(self, old: bool = False) -> None:
        self._old = old
        self._subscribers: dict[str, Subscriber] = {}
        self._stamps: dict[str, list[Any]] = {}
        self._lock = threading.Lock()

    def subscriber(self, key: str) -> Subscriber:
        if self._old:
            raise RuntimeError("Invalid signature")
        with self._lock:
            return self._subscribers.setdefault(key, Subscriber())

    def getTimestamp(self, key: str) -> list[Any]:
        with self._lock:
            return self._stamps[key]

    def raiseEvent(self, key: str, value: Any) -> None:
        with self._lock:
            count = self._stamps.get(key, [None, 0, 0])[1]
            self._stamps[key] = [value, count + 1, 0]
            subscriber = self._subscribers.get(key)
        if subscriber is not None:
            subscriber.signal(value)

    def ping(self) -> bool:
        return True


@qi.multiThreaded()
class Recorder:
    """A service that takes any of NAOqi's calls that the tests make, and writes their names down."""

    def __init__(self, name: str, report: Any) -> None:
        self._name = name
        self._report = report
        self.freed = threading.Event()

    def stopAll(self) -> None:
        self._report(f"{self._name}.stopAll")

    def stopMove(self) -> bool:
        self._report(f"{self._name}.stopMove")
        return True

    def killAll(self) -> None:
        self._report(f"{self._name}.killAll")

    def rest(self) -> None:
        self._report(f"{self._name}.rest")

    def say(self, text: str) -> None:
        self._report(f"say {text}")

    def wait(self) -> None:
        self.freed.wait(10)

    def fail(self) -> None:
        raise ValueError("ALMotion::fail\n\tno such thing")


class Robot:
    """A qi service directory with ALMemory, ALMotion and ALTextToSpeech on a loopback port."""

    def __init__(self, old: bool = False, report: Any = lambda line: None) -> None:
        self.session = qi.Session()
        self.session.listenStandalone("tcp://127.0.0.1:0")
        self.url: str = self.session.endpoints()[0]
        self.memory = Memory(old)
        self.motion = Recorder("ALMotion", report)
        self.session.registerService("ALMemory", self.memory)
        self.session.registerService("ALMotion", self.motion)
        self.session.registerService("ALTextToSpeech", Recorder("ALTextToSpeech", report))

    def close(self) -> None:
        self.session.close(_async=True).wait(2000)
        self.motion.freed.set()


if __name__ == "__main__":
    robot = Robot(report=lambda line: print(line, flush=True))
    print(robot.url, flush=True)
    sys.stdin.read()
    os._exit(0)
