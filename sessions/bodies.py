"""Which body a session gets: the virtual NAO in process, a NAO over qi, or this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from robot.body import Body
from robot.clock import Clock, RealClock
from robot.events import Event
from robot.kernel import Kernel
from robot.nao.body import NaoBody
from robot.nao.connector import Connector, ImmediateConnector
from robot.nao.settings import NaoSettings
from robot.problem import Problem
from robot.pronunciation import Dictionary
from robot.text import no_names
from sessions.bystander import Bystander
from sessions.performance import Teach

if TYPE_CHECKING:
    from robot.desk.voice import Loudspeaker
    from sessions.cast import Cast
    from sim.nao.virtual_nao import VirtualNao

Names = Callable[[str], str]
"""Turns pseudonyms into names."""

SIM, DESK, NAO = "sim", "desk", "nao://"


def nobody(utterance: str, right: object, wrong: object) -> None:
    """Teaches nobody: there are no simulated people."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The clock of a session, how its body is made, and how simulated people learn what is right."""

    clock: Clock
    body: Callable[[Kernel[Event]], Body]
    teach: Teach = nobody
    bystander: Bystander | None = None
    """Who can see and touch a virtual robot; None where there is none."""


def simulated(
    cast: Cast | None,
    language: str,
    driving: NaoSettings,
    seed: int,
    pace: float | None,
    day: date | None,
    dictionary: Dictionary | None = None,
    names: Names = no_names,
    since: datetime | None = None,
) -> Surroundings:
    """The virtual NAO on virtual time, with a simulated people before it where a cast is given.

    Time begins on the morning of `day`, or at `since`: now, or where a session that goes on had come to.
    """
    from sim.clock import BEGINNING, VirtualClock
    from sim.knowledge import Knowledge
    from sim.nao.virtual_nao import VirtualNao

    start = since or (BEGINNING if day is None else datetime.combine(day, time(BEGINNING.hour), UTC))
    clock = VirtualClock(seed, pace, start)
    # Staff have seated a care home's robot before the session.
    nao = VirtualNao(clock, posture="Sit" if driving.seated else "Crouch")
    knowledge = Knowledge()
    if cast is not None:
        cast.enter(nao, clock, seed, language, knowledge)

    def body(kernel: Kernel[Event]) -> Body:
        return driven(nao, kernel, driving, dictionary, names)

    return Surroundings(clock, body, knowledge.learn, Bystander(nao, language))


def driven(
    nao: VirtualNao,
    kernel: Kernel[Event],
    driving: NaoSettings,
    dictionary: Dictionary | None = None,
    names: Names = no_names,
    line: Connector | None = None,
) -> NaoBody:
    """The virtual NAO in this process, under the driver that drives a real one, reached directly or by a `line`."""
    from sim.wire import DirectWire

    connector = line or ImmediateConnector(lambda lost: DirectWire(nao, kernel.call))
    return NaoBody(connector, kernel.clock, kernel.post, names, driving, dictionary)


def over_qi(
    address: str,
    driving: NaoSettings,
    seed: int,
    pace: float,
    dictionary: Dictionary | None = None,
    names: Names = no_names,
) -> Surroundings:
    """A NAO at nao://HOST[:PORT], a real one or `kaveri sim`.

    Raises:
        Problem: The address is none, or qi is not installed.
    """
    from robot.nao.claim import BEAT_SECONDS
    from robot.nao.qi_connector import QiConnector
    from robot.nao.qi_link import load_qi, parse_address

    parse_address(address)
    load_qi()
    clock = RealClock(seed, pace)
    # Stations of different paces must see each other: a beat takes the same real time.
    driving = replace(driving, station=clock.new_id(), beat=BEAT_SECONDS * pace)
    bodies: list[NaoBody] = []

    def body(kernel: Kernel[Event]) -> Body:
        connector = QiConnector(address, kernel.call, clock, station=driving.station)
        bodies.append(NaoBody(connector, clock, kernel.post, names, driving, dictionary))
        return bodies[-1]

    def teach(utterance: str, right: Any, wrong: Any) -> None:
        bodies[-1].teach(utterance, list(right), list(wrong))

    return Surroundings(clock, body, teach)


def desk(
    languages: Sequence[str],
    seed: int,
    face: Any,
    dictionary: Dictionary | None = None,
    names: Names = no_names,
    loudspeaker: Loudspeaker | None = None,
) -> Surroundings:
    """This computer: it speaks, itself or by a `loudspeaker` elsewhere, and people type.

    Raises:
        Problem: No voice speaks one of the languages.
    """
    from robot.desk.body import DeskBody
    from robot.desk.voice import ComputerVoice

    clock = RealClock(seed)

    def body(kernel: Kernel[Event]) -> Body:
        voice = ComputerVoice(clock, kernel.call, loudspeaker=loudspeaker)
        for language in languages:
            voice.check(language)
        return DeskBody(clock, kernel.post, kernel.call, names, voice, face, dictionary)

    return Surroundings(clock, body)


def check_address(robot: str) -> None:
    """Make sure that `--robot` names a kind of body.

    Raises:
        Problem: It names none.
    """
    if robot not in (SIM, DESK) and not robot.startswith(NAO):
        raise Problem("robot_unknown", robot=robot)
