"""The room around a robot: who is where, what of the robot reaches whom, who hears whom, and what disturbs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from robot.clock import Clock, Timer
from robot.commands import Sensor
from robot.speech import seconds
from sim.acoustics import VOICE, Acoustics, Conversation, Place, carried, clarity, loudness_gain
from sim.clock import stream
from sim.happenings import Acted, Declined, Happening, Left, Missed, Noise, Pressed, Returned, Spoke
from sim.luck import Chance
from sim.recogniser import errors_in_noise
from sim.sights import EarsClosed, EarsOpened, Overheard, Presence, Sight, SpeechBegan, SpeechEnded
from sim.soundscape import Soundscape

__all__ = [
    "Acoustics",
    "Acted",
    "Conversation",
    "Declined",
    "Happening",
    "Left",
    "Missed",
    "Noise",
    "Place",
    "Pressed",
    "Returned",
    "Room",
    "Spoke",
]

REACHED = 0.5
"""The share of its words from which on a sentence has reached somebody; the threshold of hearing tests."""

_HISS, _HISS_SECONDS = "h", 0.07
"""What a burst of noise is to a recogniser, which knows words only, and how long each of it lasts."""


class Room:
    """A robot among people, all of whom perceive it and act upon it through this room. Clock's thread only.

    In a room that is perfectly quiet, as `Acoustics()` is, everything reaches everybody who hears well.

    Args:
        robot: The robot itself.
        clock: Where time comes from.
        chance: Where the room's luck comes from; drawn from only here.
        acoustics: How the room sounds.
    """

    def __init__(self, robot: Presence, clock: Clock, chance: Chance, acoustics: Acoustics | None = None) -> None:
        self._robot = robot
        self._clock = clock
        self._acoustics = acoustics or Acoustics()
        self._seed = int(chance.random() * 2**53)
        self._soundscape = Soundscape(self._acoustics, self.chance)
        self._seats: dict[str, _Seat] = {}
        self._watchers: list[Callable[[Happening], None]] = []
        self._names: re.Pattern[str] | None = None
        self._floor: str | None = None
        self._speaking: list[tuple[str, float]] = []
        self._robot_began = 0.0
        self._noise_over_robot = -math.inf
        self._language = "fi"
        self._listens = False
        self._disturbance: Timer | None = None
        robot.observe(self._see)

    @property
    def turn(self) -> str | None:
        """Whose turn it is; None: anybody's."""
        return self._floor

    def seat(self, name: str, place: Place) -> Presence:
        """Seat somebody: the robot as it is from there, from now on.

        Raises:
            ValueError: Somebody of this name has a seat already.
        """
        if name in self._seats:
            raise ValueError(f"{name} has a seat already")
        seat = self._seats[name] = _Seat(self, self._robot, name, place)
        if len(self._seats) > 1:
            names = "|".join(re.escape(each) for each in self._seats if each)
            self._names = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
        return seat

    def watch(self, watcher: Callable[[Happening], None]) -> None:
        """Tell `watcher` everything that happens among the people from now on."""
        self._watchers.append(watcher)

    def tell(self, happening: Happening) -> None:
        """Let those who watch know of something; who has left hears nothing until they return."""
        match happening:
            case Left(person=person) if person in self._seats:
                self._seats[person].away = True
            case Returned(person=person) if person in self._seats:
                self._seats[person].away = False
        for watcher in self._watchers:
            watcher(happening)

    def floor(self, name: str | None) -> None:
        """Give somebody the turn; None: anybody may take it."""
        self._floor = name

    def chance(self, name: str) -> Chance:
        """A chance of its own for `name`."""
        return stream(self._seed, f"room {name}")

    def reach(self, seat: _Seat, ended: SpeechEnded) -> SpeechEnded:
        """What the robot has said as it arrives at a seat."""
        share = 0.0
        if not seat.away:
            level = VOICE + ended.level + seat.carried
            share = clarity(level, self._noise_over_robot, seat.place.hearing_loss)
            if share < 1.0:
                share = _drawn(share, len(ended.text.split()), seat.chance)
            if share < REACHED and ended.whole:
                self.tell(Missed(seat.name, ended.text, share))
        if share == 1.0:
            return ended
        return SpeechEnded(ended.text, ended.language, ended.whole, share, ended.level)

    def speak(self, seat: _Seat, words: str, language: str, loudness: float, voices: int, errors: float) -> float:
        """Somebody in a seat speaks to the robot; the seconds that it takes."""
        now = self._clock.now()
        noise = self._soundscape.noise(now, now + seconds(words, language))
        gain = loudness_gain(loudness)
        errors = errors_in_noise(errors, VOICE + gain + seat.carried - noise)
        length = self._robot.speak(words, language, loudness * seat.faded, voices, errors)
        self._speaking = [(name, end) for name, end in self._speaking if end > now]
        overlapped = any(name != seat.name for name, _ in self._speaking)
        self._speaking.append((seat.name, now + length))
        self.tell(Spoke(seat.name, words, language, length, overlapped or voices > 1))
        if len(self._seats) > 1:
            overheard = Overheard(seat.name, words, language)
            self._clock.call_later(length, lambda: self._overhear(seat, overheard, VOICE + gain, noise))
        return length

    def _overhear(self, speaker: _Seat, overheard: Overheard, level: float, noise: float) -> None:
        for seat in self._seats.values():
            if seat is speaker or seat.away:
                continue
            distance = seat.place.apart(speaker.place)
            if clarity(level + carried(distance), noise, seat.place.hearing_loss) >= REACHED:
                seat.see(overheard)

    def _see(self, sight: Sight) -> None:
        match sight:
            case SpeechBegan():
                self._robot_began = self._clock.now()
            case SpeechEnded(text=text):
                self._noise_over_robot = self._soundscape.noise(self._robot_began, self._clock.now())
                self._hear_names(text)
            case EarsOpened(language=language):
                self._language = language or self._language
                self._listens = True
                self._disturb_next()
            case EarsClosed():
                self._listens = False
                self._clock.cancel(self._disturbance)

    def _hear_names(self, text: str) -> None:
        """Whom the robot names last has the turn."""
        named = self._names.findall(text) if self._names is not None else []
        if named:
            self._floor = named[-1]

    def _disturb_next(self) -> None:
        """What comes first, a burst of noise or a sentence of the second conversation, while the robot listens."""
        now = self._clock.now()
        burst, talk = self._soundscape.burst_after(now), self._soundscape.talk_after(now)
        self._clock.cancel(self._disturbance)
        if burst is not None and (talk is None or burst[0] <= talk[0]):
            begin, end = burst
            self._disturbance = self._clock.call_later(begin - now, lambda: self._burst(end - begin))
        elif talk is not None:
            begin, sentence = talk
            self._disturbance = self._clock.call_later(begin - now, lambda: self._talk(sentence))

    def _burst(self, length: float) -> None:
        loudness = 10 ** ((self._acoustics.burst - VOICE) / 20)
        hiss = _HISS * max(1, round(length / _HISS_SECONDS))
        self.tell(Noise(self._robot.speak(hiss, self._language, loudness, voices=0, errors=1.0)))
        self._goes_on()

    def _talk(self, sentence: str) -> None:
        conversation = self._acoustics.conversation
        assert conversation is not None
        gain = carried(conversation.distance)
        errors = errors_in_noise(0.0, VOICE + gain - self._acoustics.noise)
        loudness = 10 ** (min(0.0, gain) / 20)
        self.tell(Noise(self._robot.speak(sentence, conversation.language, loudness, errors=errors)))
        self._goes_on()

    def _goes_on(self) -> None:
        if self._listens:
            self._disturb_next()


class _Seat:
    """The robot as one person has it."""

    def __init__(self, room: Room, robot: Presence, name: str, place: Place) -> None:
        self._room = room
        self._robot = robot
        self._seen: list[Callable[[Sight], None]] = []
        self.name = name
        self.place = place
        self.away = False
        self.chance = room.chance(f"seat {name}")
        self.carried = carried(place.distance)
        self.faded = 10 ** (min(0.0, self.carried) / 20)
        """What distance leaves of a voice's loudness; nobody too soft to be made out is so because of nearness."""

    def observe(self, seen: Callable[[Sight], None]) -> None:
        if not self._seen:
            self._robot.observe(self._perceive)
        self._seen.append(seen)

    def speak(self, words: str, language: str, loudness: float = 1.0, voices: int = 1, errors: float = 0.0) -> float:
        return self._room.speak(self, words, language, loudness, voices, errors)

    def press(self, sensor: Sensor, down: bool) -> None:
        if down:
            self._room.tell(Pressed(self.name, sensor))
        self._robot.press(sensor, down)

    def see(self, sight: Sight) -> None:
        for seen in self._seen:
            seen(sight)

    def _perceive(self, sight: Sight) -> None:
        if type(sight) is SpeechEnded:
            sight = self._room.reach(self, sight)
        for seen in self._seen:
            seen(sight)


def _drawn(share: float, words: int, chance: Chance) -> float:
    """Which share of a sentence of so many words it was this time."""
    if words == 0:
        return 1.0
    return sum(chance.random() < share for _ in range(words)) / words
