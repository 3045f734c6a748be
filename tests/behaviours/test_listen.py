"""Questions whose answers are in another language than the session's."""

from __future__ import annotations

from typing import Any

from behaviours.ask import Ask, AskParameters
from behaviours.directives import Hear
from behaviours.quiz import Quiz, QuizParameters
from behaviours.stage import Stage
from behaviours.turns import Understood
from robot.commands import Say
from robot.text import Foreign, Piece, no_names
from scenarios.language.check import load
from scenarios.language.compile import compiled


def stage(language: str = "fi") -> Stage:
    plan = compiled(load("number-friends"))
    return Stage(language, plan.profile, plan.phrases, plan.answers)


TEXT = {"fi": "Mikä on kissa?", "sv": "Vad är katt?", "en": "What is cat?"}
ASK = AskParameters.model_validate(
    {
        "text": TEXT,
        "listen": "en",
        "answers": [{"id": "cat", "words": {"en": ["cat", "a cat"]}}, {"words": {"en": "dog"}, "right": False}],
    }
)


def given(steps: Any, *answers: object) -> list[Any]:
    """Every directive of these steps, with the answers that the awaited ones get."""
    told, replies = [], list(answers)
    try:
        directive = next(steps)
        while True:
            told.append(directive)
            directive = steps.send(replies.pop(0) if isinstance(directive, Hear) else None)
    except StopIteration:
        return told


def test_the_ears_listen_in_the_language_of_the_answers() -> None:
    ask = Ask("question", ASK, stage())
    assert ask.opening() == "opened"
    hear = next(each for each in given(ask.listening(), Understood("cat", 1.0, "speech")) if isinstance(each, Hear))
    assert hear.language == "en"
    assert [option.phrases for option in hear.options] == [("cat", "a cat"), ("dog",)]


def test_the_answer_is_said_by_the_voice_of_its_language_in_the_robots_own_phrases() -> None:
    ask = Ask("question", ASK, stage())
    ask.opening()
    given(ask.listening(), Understood("cat", 1.0, "speech"))
    say = next(each for each in given(ask.accepting()) if isinstance(each, Say))
    assert dict(say.text.slots)["answer"] == Foreign("cat", "en")
    assert Piece("cat!", "en") in say.text.pieces(no_names)


def test_did_you_say_is_answered_in_the_sessions_language() -> None:
    ask = Ask("question", ASK, stage())
    ask.opening()
    given(ask.listening(), Understood("cat", 0.4, "speech"))
    hear = next(each for each in given(ask.confirming(), Understood("yes", 1.0, "speech")) if isinstance(each, Hear))
    assert hear.language == "fi"
    assert hear.options[0].phrases[0] == "kyllä"


def test_in_the_language_itself_nothing_is_foreign() -> None:
    ask = Ask("question", ASK, stage("en"))
    ask.opening()
    assert ask.question.answer.spoken == "cat"


def test_a_card_may_hold_words_of_that_language_alone() -> None:
    quiz = Quiz(
        "quiz",
        QuizParameters.model_validate(
            {
                "text": {"fi": "{word} on {translation}. Sano se.", "sv": "{word}", "en": "{word}"},
                "listen": "en",
                "items": [{"word": {"fi": "kissa"}, "translation": {"en": "cat"}, "answer": {"en": "cat"}}],
            }
        ),
        stage(),
    )
    quiz.shuffling()
    given(quiz.drawing())
    say = next(each for each in given(quiz.asking()) if isinstance(each, Say))
    assert say.text.filled(no_names) == "Kissa on cat. Sano se."
    assert say.text.pieces(no_names)[1] == Piece("cat.", "en")


def test_a_number_may_be_asked_for_in_another_language() -> None:
    ask = Ask(
        "question", AskParameters.model_validate({"text": TEXT, "listen": "sv", "answers": [{"number": 7}]}), stage()
    )
    ask.opening()
    assert ask.question.answer.option.phrases == ("sju",)
    assert ask.question.answer.spoken == Foreign("sju", "sv")
