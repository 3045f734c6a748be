"""The virtual NAO on the real wire, with a simulated person in its room if wished."""

from __future__ import annotations

from collections.abc import Callable

from robot.clock import Clock
from sessions.cast import load_persona
from sim.clock import stream
from sim.knowledge import Knowledge
from sim.nao.virtual_nao import VirtualNao
from sim.persona import Person
from sim.server import Server


def simulator(port: int, persona: str | None, language: str, seed: int, pace: float, seated: bool) -> Server:
    """A server, not yet started; the person in its room learns from the station what is right.

    Raises:
        Problem: There is no such persona.
    """
    traits = load_persona(persona) if persona is not None else None
    knowledge = Knowledge()

    def nao(clock: Clock) -> VirtualNao:
        virtual = VirtualNao(clock, posture="Sit" if seated else "Crouch")
        if traits is not None:
            Person(traits, virtual, clock, stream(seed, "person"), language, knowledge)
        return virtual

    learn: Callable[[str, list[str], list[str]], None] | None = knowledge.learn if traits is not None else None
    return Server(nao, port=port, seed=seed, pace=pace, learn=learn)
