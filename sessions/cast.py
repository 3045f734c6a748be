"""Who plays the people: the persona files, read and found sound, and their people seated in a room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import sim
from robot.clock import Clock
from robot.problem import Problem
from scenarios.language.compile import Plan
from scenarios.language.document import Document
from sessions.persona_file import CompanyFile, Member, PersonaError, PersonFile, Seat, flawed, persona_file
from sessions.persona_file import Room as Sounds
from sim.acoustics import Acoustics, Conversation, Place
from sim.acts import Act, Meaning
from sim.clock import stream
from sim.happenings import Acted, Declined, Happening, Left, Returned
from sim.knowledge import Knowledge
from sim.person import Person
from sim.persona import Phrases, Traits
from sim.room import Room
from sim.sights import Presence
from sim.teacher import Teacher

_SHIPPED = Path(sim.__file__).with_name("personas")
_SETTINGS = {"any": ("classroom", "care")}


@dataclass(frozen=True, slots=True)
class Player:
    """One person of a cast, and where they sit."""

    name: str
    persona: str
    traits: Traits
    place: Place


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a persona file, ready to be seated in any number of rooms."""

    name: str
    """The shipped name, or the file's without its ending."""
    titles: Mapping[str, str]
    """What it is called, by language."""
    settings: tuple[str, ...]
    ages: tuple[int, int]
    """From the youngest to the oldest that it may stand for."""
    languages: tuple[str, ...]
    """Those that all of its people speak."""
    success: str
    """How a session with it should end: finished, or left_in_peace."""
    turns_by_name: bool
    """Whether a teacher gives the turn to one after another."""
    people: tuple[Player, ...]
    room: Mapping[str, Acoustics]
    """How the room sounds, by the language that is spoken."""

    def enter(self, robot: Presence, clock: Clock, seed: int, language: str, knowledge: Knowledge) -> Room:
        """Seat everybody in a room with `robot`; they act from now on. Clock's thread only.

        Args:
            robot: What they perceive and act upon.
            clock: Where time comes from.
            seed: Where the luck of each person and of the room comes from.
            language: What everybody speaks: fi, sv or en.
            knowledge: Where they know from what is right.
        """
        room = Room(robot, clock, stream(seed, "room"), self.room[language])
        names = tuple(player.name for player in self.people)
        if self.turns_by_name:
            robot.observe(Teacher(names, stream(seed, "teacher"), knowledge, room.floor).see)
        for player in self.people:
            Person(
                player.traits,
                room.seat(player.name, player.place),
                clock,
                stream(seed, f"person {player.name} {language}"),
                language,
                knowledge,
                player.name,
                company=len(names) > 1,
                tell=_told(room, player.name),
                floor=lambda: room.turn,
            )
        return room


def _told(room: Room, name: str) -> Callable[[Act], None]:
    events: Mapping[Meaning, Callable[[str], Happening]] = {
        Meaning.LEAVE: Left,
        Meaning.RETURN: Returned,
        Meaning.DECLINE: Declined,
        Meaning.STOP: Declined,
    }

    def tell(act: Act) -> None:
        room.tell(Acted(name, act.meaning))
        if (event := events.get(act.meaning)) is not None:
            room.tell(event(name))

    return tell


def persona_names() -> tuple[str, ...]:
    """The names of the personas that Kaveri ships, in alphabetical order."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def load_cast(persona: str | Path) -> Cast:
    """The people of a persona.

    Args:
        persona: A shipped name, or the path of a YAML file.

    Raises:
        Problem: `persona_missing`, `persona_unreadable` or `persona_invalid`.
    """
    path = path_of(persona)
    return _shipped(path) if path.parent == _SHIPPED else _cast(path)


def fits(cast: Cast, plan: Plan) -> bool:
    """Whether a scenario is meant for such people: by its setting, and by its ages and its group where it names them.

    More people than its group may have are too many. Fewer are not too few: they are those of a group who answer.
    """
    if plan.setting not in cast.settings:
        return False
    if plan.group is not None and len(cast.people) > plan.group.most:
        return False
    youngest, oldest = cast.ages
    return plan.ages is None or (plan.ages.least <= oldest and youngest <= plan.ages.most)


def path_of(persona: str | Path) -> Path:
    """The file of a persona: a shipped one by its name, any other by its path.

    Raises:
        Problem: `persona_missing`, with the name that was perhaps meant.
    """
    path = Path(persona)
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        return path
    names = persona_names()
    if str(persona) not in names:
        near = get_close_matches(str(persona), names, n=1)
        if near:
            raise Problem("persona_missing_near", name=persona, near=near[0], names=", ".join(names))
        raise Problem("persona_missing", name=persona, names=", ".join(names))
    return _SHIPPED / f"{persona}.yaml"


@cache
def _shipped(path: Path) -> Cast:
    return _cast(path)


def _cast(path: Path) -> Cast:
    shape, document = persona_file(path)
    people = tuple(_players(shape, document, path))
    languages = [each for each in ("fi", "sv", "en") if all(each in player.traits.phrases for player in people)]
    return Cast(
        name=path.stem,
        titles=shape.title.model_dump(),
        settings=_SETTINGS.get(shape.setting, (shape.setting,)),
        ages=(shape.ages.least, shape.ages.most),
        languages=tuple(languages),
        success=shape.success,
        turns_by_name=isinstance(shape, CompanyFile) and shape.turns == "by_name",
        people=people,
        room={language: _acoustics(shape.room, language) for language in languages},
    )


def _players(shape: PersonFile | CompanyFile, document: Document, path: Path) -> Iterator[Player]:
    if isinstance(shape, PersonFile):
        yield Player(path.stem, path.stem, _traits(shape), _place(shape.seat))
        return
    for index, member in enumerate(shape.people):
        base = _base(member, index, document, path)
        traits = replace(_traits(base), **member.traits.model_dump(exclude_unset=True))
        for name, side in zip(member.names, member.sides or [0.0] * len(member.names), strict=True):
            yield Player(name, member.persona, traits, _place(member.seat, side))


def _base(member: Member, index: int, document: Document, path: Path) -> PersonFile:
    """The file of one person that a member of a company goes by; a path is one from the company's folder."""
    given = Path(member.persona)
    place = document.value(("people", index, "persona"))
    try:
        base, _ = persona_file(path.parent / given if given.suffix else path_of(given))
    except PersonaError:
        raise
    except Problem as problem:
        raise PersonaError(place, problem.message) from problem
    if not isinstance(base, PersonFile):
        raise flawed(place, "company_in_company", persona=member.persona)
    return base


def _place(seat: Seat, side: float = 0.0) -> Place:
    return Place(seat.distance, seat.hearing_loss, side)


def _acoustics(room: Sounds, language: str) -> Acoustics:
    aside = room.conversation
    sentences = next((texts for spoken, texts in aside.sentences.items() if spoken == language), []) if aside else []
    if aside is None or not sentences:
        return Acoustics(room.snr, room.bursts)
    return Acoustics(
        room.snr, room.bursts, conversation=Conversation(tuple(sentences), language, aside.pause, aside.distance)
    )


def _traits(person: PersonFile) -> Traits:
    phrases: dict[str, Phrases] = {
        language: Phrases(**{kind: tuple(texts) for kind, texts in given.model_dump().items()})
        for language, given in person.phrases.items()
    }
    return Traits(
        **person.figures(),
        errors={str(language): rate for language, rate in person.recogniser.items()},
        phrases=phrases,
    )
