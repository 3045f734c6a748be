"""ALSpeechRecognition: ears for a vocabulary; every recognised phrase carries a confidence.

What is recognised of speech, and how surely, is `sim.recogniser`'s affair. Utterances that overlap are one to it. Where
nothing is recognised, or a voice is too soft, only SpeechDetected tells that somebody spoke.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from robot.clock import Timer
from robot.speech import seconds
from sim.nao.errors import Refused
from sim.nao.languages import CODES
from sim.nao.service import Module, method
from sim.recogniser import Utterance, Vocabulary, recognised, taught, together
from sim.sights import EarsClosed, EarsOpened

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

VOICES_KEY = "KaveriRoom/Voices"
"""The simulator's own micro event, raised with the number of voices just before overlapping speech ends. A real NAO
cannot tell voices apart and never raises it: a driver may use it where it comes, and must do without."""

_BUSY = "AsrHybridNuance::xRemoveAllContext\n\tYou need to stop or pause the ASR engine to be able to make this call."
_NOTHING: list[Any] = ["", -3.0]


class SpeechRecognition(Module):
    """The ears: open while somebody is subscribed, a vocabulary is set and nobody has paused them."""

    name = "ALSpeechRecognition"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._language = nao.languages[-1]
        self._vocabulary = Vocabulary((), "en")
        self._subscribers: dict[str, tuple[int, float]] = {}
        self._paused = False
        self._parameters = {"Sensitivity": 0.9, "NbHypotheses": 1.0}
        self._shows = True
        self._beeps = True
        self._open = False
        self._turn = 0
        self._speakers = 0
        self._utterances: list[Utterance] = []
        """What is being said now; of voices that overlap, everything since the first began."""
        self._silence_at = 0.0
        self._silence: Timer | None = None
        nao.memory.declare("WordRecognized", "WordRecognizedAndGrammar", value=_NOTHING)
        nao.memory.declare("SpeechDetected", value=0)
        nao.memory.declare("ALSpeechRecognition/Status", value="Idle")

    def hear(self, said: Utterance) -> float:
        """Somebody near the robot begins to say something; the seconds that it takes."""
        length = seconds(said.words, said.language)
        if not self._open or self.nao.tts.speaking or length == 0:
            return length
        turn = self._turn
        self._begin_voice(turn)
        if said.voices > 1:
            # Two bursts that overlap: what a voice activity detector makes of a choir.
            self._later(length * 0.2, lambda: self._begin_voice(turn))
            self._later(length * 0.8, lambda: self._end_voice(turn))
        ends = self.nao.clock.now() + length
        if self._utterances and ends <= self._silence_at:
            self._utterances.append(said)
            return length
        self._utterances.append(said)
        self._silence_at = ends
        self.nao.clock.cancel(self._silence)
        self._silence = self._later(length, lambda: self._made_out(turn))
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
        known = taught(tuple(vocabulary), code, word_spotting)
        if not known:
            raise Refused("The vocabulary is empty")
        self._vocabulary = known
        self._update()

    @method("v::setWordListAsVocabulary([s])")
    def set_word_list_as_vocabulary(self, vocabulary: list[str]) -> None:
        """The phrases to tell apart, without word spotting."""
        self.set_vocabulary(vocabulary, False)

    @method("v::removeAllContext()")
    def remove_all_context(self) -> None:
        """Forget the vocabulary; refused while the ears are open."""
        self._refuse_while_open()
        self._vocabulary = Vocabulary((), "en")

    @method("v::setLanguage(s)")
    def set_language(self, language: str) -> None:
        """Listen for this language; refused while the ears are open, or where it is not installed."""
        self._refuse_while_open()
        if language not in self.nao.languages:
            raise Refused(f"Language {language} is not available")
        if language != self._language:
            self._language, self._vocabulary = language, Vocabulary((), "en")

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
        self._utterances = []
        self.nao.clock.cancel(self._silence)
        if self._speakers:
            self._speakers = 0
            self.nao.memory.raise_("SpeechDetected", 0)

    def _made_out(self, turn: int) -> None:
        said = together(self._utterances)
        self._utterances = []
        raise_ = self.nao.memory.raise_
        if said.voices > 1:
            raise_(VOICES_KEY, said.voices)
        while turn == self._turn and self._speakers:
            self._end_voice(turn)
        raise_("ALSpeechRecognition/Status", "EndOfProcess")
        heard = recognised(said, self._vocabulary, self.nao.clock.rng)
        if heard is None:
            return
        shown = f"<...> {heard.phrase} <...>" if self._vocabulary.spotting else heard.phrase
        raise_("WordRecognized", [shown, heard.confidence])
        raise_("WordRecognizedAndGrammar", [shown, heard.confidence, "modifiable_grammar"])

    def _later(self, delay: float, job: Any) -> Timer:
        return self.nao.clock.call_later(delay, job)
