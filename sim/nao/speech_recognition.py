"""ALSpeechRecognition: ears for a vocabulary; every recognised phrase carries a confidence.

The model, for a phrase of likeness L (`robot.speech.alike`), loudness V and `voices` people at once:
confidence = 0.8 L^2 * (0.5 + 0.5 V) plus at most 0.15 of seeded chance either way, within 0.05 and 0.99. So an exact,
clear phrase gets 0.65 to 0.95. Below a likeness of 0.5, or a loudness of 0.3, only SpeechDetected tells that somebody
spoke. Several voices at once give a phrase at 0.1 to 0.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from robot.clock import Timer
from robot.speech import alike_words, normalise, seconds
from sim.nao.errors import Refused
from sim.nao.languages import CODES
from sim.nao.service import Module, method
from sim.sights import EarsClosed, EarsOpened

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

LEAST_LIKENESS = 0.5
LEAST_LOUDNESS = 0.3
OTHER_LANGUAGE = 0.6
"""How much of a likeness is left where the words are spoken in another language than the vocabulary's."""
EMBEDDED = 0.85
"""How much is left where the phrase stands among other words and word spotting is off."""

VOICES_KEY = "KaveriRoom/Voices"
"""The simulator's own micro event, raised with the number of voices just before overlapping speech ends. A real NAO
cannot tell voices apart and never raises it: a driver may use it where it comes, and must do without."""

_BUSY = "AsrHybridNuance::xRemoveAllContext\n\tYou need to stop or pause the ASR engine to be able to make this call."
_NOTHING: list[Any] = ["", -3.0]

Sounds = tuple[str, ...]
"""A phrase's words as they are compared."""


class SpeechRecognition(Module):
    """The ears: open while somebody is subscribed, a vocabulary is set and nobody has paused them."""

    name = "ALSpeechRecognition"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._language = nao.languages[-1]
        self._vocabulary: Mapping[str, Sounds] = {}
        self._spotting = False
        self._subscribers: dict[str, tuple[int, float]] = {}
        self._paused = False
        self._parameters = {"Sensitivity": 0.9, "NbHypotheses": 1.0}
        self._shows = True
        self._beeps = True
        self._open = False
        self._turn = 0
        self._speakers = 0
        nao.memory.declare("WordRecognized", "WordRecognizedAndGrammar", value=_NOTHING)
        nao.memory.declare("SpeechDetected", value=0)
        nao.memory.declare("ALSpeechRecognition/Status", value="Idle")

    def hear(self, words: str, language: str, loudness: float, voices: int) -> float:
        """Somebody near the robot begins to say `words`; the seconds that it takes."""
        length = seconds(words, language)
        if not self._open or self.nao.tts.speaking or length == 0:
            return length
        turn = self._turn
        self._begin_voice(turn)
        if voices > 1:
            # Two bursts that overlap: what a voice activity detector makes of a choir.
            self._later(length * 0.2, lambda: self._begin_voice(turn))
            self._later(length * 0.8, lambda: self._end_voice(turn))
        self._later(length, lambda: self._made_out(turn, words, language, loudness, voices))
        return length

    def interrupted(self) -> None:
        """The robot itself begins to speak: what is being said to it is lost."""
        if self._speakers:
            self._forget_speakers()

    @method("v::subscribe(s)", "v::subscribe(sif)")
    def subscribe(self, name: str, period: int = 0, precision: float = 0.0) -> None:
        """Listen for `name`; the ears open once there is a vocabulary."""
        self._subscribers[name] = (period, precision)
        self.nao.memory.put("WordRecognized", _NOTHING)
        self._update()

    @method("v::unsubscribe(s)")
    def unsubscribe(self, name: str) -> None:
        """Listen no more for `name`; one that is not subscribed is refused."""
        if name not in self._subscribers:
            raise Refused(f"Module {name} is not subscribed")
        del self._subscribers[name]
        self._update()

    @method("m::getSubscribersInfo()")
    def get_subscribers_info(self) -> list[Any]:
        """[[name, period, precision], ...] of who listens."""
        return [[name, period, precision] for name, (period, precision) in self._subscribers.items()]

    @method("v::pause(b)")
    def pause(self, pause: bool) -> None:
        """Close the ears for a while, or open them again."""
        self._paused = pause
        self._update()

    @method("v::setVocabulary([s]b)")
    def set_vocabulary(self, vocabulary: list[str], word_spotting: bool) -> None:
        """The phrases to tell apart; refused while the ears are open, or where there are none."""
        self._refuse_while_open()
        code = CODES.get(self._language, "en")
        phrases = {phrase: normalise(phrase, code) for phrase in vocabulary if phrase.strip()}
        if not phrases:
            raise Refused("The vocabulary is empty")
        self._vocabulary, self._spotting = phrases, word_spotting
        self._update()

    @method("v::setWordListAsVocabulary([s])")
    def set_word_list_as_vocabulary(self, vocabulary: list[str]) -> None:
        """The phrases to tell apart, without word spotting."""
        self.set_vocabulary(vocabulary, False)

    @method("v::removeAllContext()")
    def remove_all_context(self) -> None:
        """Forget the vocabulary; refused while the ears are open."""
        self._refuse_while_open()
        self._vocabulary = {}

    @method("v::setLanguage(s)")
    def set_language(self, language: str) -> None:
        """Listen for this language; refused while the ears are open, or where it is not installed."""
        self._refuse_while_open()
        if language not in self.nao.languages:
            raise Refused(f"Language {language} is not available")
        if language != self._language:
            self._language, self._vocabulary = language, {}

    @method("s::getLanguage()")
    def get_language(self) -> str:
        """The language that is listened for."""
        return self._language

    @method("[s]::getAvailableLanguages()")
    def get_available_languages(self) -> list[str]:
        """The languages that are installed."""
        return list(self.nao.languages)

    @method("v::setAudioExpression(b)")
    def set_audio_expression(self, enabled: bool) -> None:
        """Whether the recogniser beeps when it begins and ends to listen."""
        self._beeps = enabled

    @method("b::getAudioExpression()")
    def get_audio_expression(self) -> bool:
        """Whether the recogniser beeps."""
        return self._beeps

    @method("v::setVisualExpression(b)")
    def set_visual_expression(self, enabled: bool) -> None:
        """Whether the recogniser turns the eyes blue while it listens."""
        self._shows = enabled

    @method("v::setVisualExpressionMode(i)")
    def set_visual_expression_mode(self, mode: int) -> None:
        """How it shows that it listens: 0 nothing, 1 to 3 ways of lights."""
        if mode not in range(4):
            raise Refused(f"Unknown visual expression mode: {mode}")
        self._shows = mode > 0

    @method("v::setParameter(sf)", "v::setParameter(sb)")
    def set_parameter(self, name: str, value: float) -> None:
        """Set a parameter; an unknown one or a sensitivity outside 0 to 1 is refused."""
        if name not in self._parameters:
            raise Refused(f"Unknown parameter: {name}")
        if name == "Sensitivity" and not 0 <= value <= 1:
            raise Refused("Sensitivity must be between 0 and 1")
        self._parameters[name] = float(value)

    @method("f::getParameter(s)")
    def get_parameter(self, name: str) -> float:
        """A parameter; an unknown one is refused."""
        if name not in self._parameters:
            raise Refused(f"Unknown parameter: {name}")
        return self._parameters[name]

    def _refuse_while_open(self) -> None:
        if self._subscribers and not self._paused:
            raise Refused(_BUSY)

    def _update(self) -> None:
        open_ = bool(self._subscribers) and not self._paused and bool(self._vocabulary)
        if open_ == self._open:
            return
        self._open = open_
        self._turn += 1
        self._forget_speakers()
        self.nao.memory.raise_("ALSpeechRecognition/Status", "ListenOn" if open_ else "ListenOff")
        if open_ and self._shows:
            self.nao.leds.show("FaceLeds", 0x0000FF)
        self.nao.show(EarsOpened(CODES.get(self._language, "")) if open_ else EarsClosed())

    def _begin_voice(self, turn: int) -> None:
        if turn != self._turn:
            return
        self._speakers += 1
        self.nao.memory.raise_("ALSpeechRecognition/Status", "SpeechDetected")
        self.nao.memory.raise_("SpeechDetected", 1)

    def _end_voice(self, turn: int) -> None:
        if turn == self._turn and self._speakers:
            self._speakers -= 1
            self.nao.memory.raise_("SpeechDetected", 0)

    def _forget_speakers(self) -> None:
        self._turn += 1
        if self._speakers:
            self._speakers = 0
            self.nao.memory.raise_("SpeechDetected", 0)

    def _made_out(self, turn: int, words: str, language: str, loudness: float, voices: int) -> None:
        if turn != self._turn:
            return
        raise_ = self.nao.memory.raise_
        if voices > 1:
            raise_(VOICES_KEY, voices)
        self._end_voice(turn)
        raise_("ALSpeechRecognition/Status", "EndOfProcess")
        phrase, likeness = self._best(words, language)
        if likeness < LEAST_LIKENESS or loudness < LEAST_LOUDNESS:
            return
        chance = self.nao.clock.rng.uniform(-0.15, 0.15)
        if voices > 1:
            confidence = 0.2 + chance * 0.6
        else:
            confidence = 0.8 * likeness**2 * (0.5 + 0.5 * min(loudness, 1.0)) + chance
        confidence = round(min(0.99, max(0.05, confidence)), 4)
        shown = f"<...> {phrase} <...>" if self._spotting else phrase
        raise_("WordRecognized", [shown, confidence])
        raise_("WordRecognizedAndGrammar", [shown, confidence, "modifiable_grammar"])

    def _best(self, words: str, language: str) -> tuple[str, float]:
        code = CODES.get(self._language, "en")
        share = 1.0 if language == code else OTHER_LANGUAGE
        found, best = "", -1.0
        said = normalise(words, code)
        for phrase, sounds in self._vocabulary.items():
            likeness = share * self._likeness(said, sounds, code)
            # Of phrases that are all in what was said, the one that holds the most of it.
            if likeness > best or (likeness == best and len(sounds) > len(self._vocabulary[found])):
                found, best = phrase, likeness
        return found, best

    def _likeness(self, said: Sounds, phrase: Sounds, code: str) -> float:
        whole = alike_words(said, phrase, code)
        length = len(phrase)
        if whole == 1.0 or not 0 < length < len(said):
            return whole
        inside = max(alike_words(said[i : i + length], phrase, code) for i in range(len(said) - length + 1))
        return max(whole, inside * (1.0 if self._spotting else EMBEDDED))

    def _later(self, delay: float, job: Any) -> Timer:
        return self.nao.clock.call_later(delay, job)
