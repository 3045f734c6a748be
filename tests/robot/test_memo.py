"""Words are worked out once while they are at hand, and are gone once they are forgotten."""

from __future__ import annotations

import gc

from robot import memo
from robot.nao.speech import tagged
from robot.speech import normalise, seconds

SAID = "Revontulet lähtivät jo kotiin"


def held() -> bool:
    """Whether any function that keeps answers still has the words: what it keeps is known to the collector."""
    waiting: list[object] = [normalise, seconds, tagged]
    seen: set[int] = set()
    while waiting:
        for each in gc.get_referents(waiting.pop()):
            if each == SAID:
                return True
            # Of what a cache leads to, its links and keys alone: not the modules that its function knows.
            if type(each).__name__ in ("dict", "list", "_lru_list_elem", "tuple") and id(each) not in seen:
                seen.add(id(each))
                waiting.append(each)
    return False


def test_an_answer_is_worked_out_once() -> None:
    asked: list[str] = []

    @memo.at_hand(4)
    def long(word: str) -> int:
        asked.append(word)
        return len(word)

    assert [long("apua"), long("apua")] == [4, 4]
    memo.forget()
    assert long("apua") == 4
    assert asked == ["apua", "apua"]


def test_what_was_said_is_in_no_function_any_more_once_it_is_forgotten() -> None:
    memo.forget()
    assert not held()
    normalise(SAID, "fi")
    assert held()
    memo.forget()
    assert not held()
    seconds(SAID, "fi", 1.0)
    tagged(SAID, 0.9, 0.0)
    assert held()
    memo.forget()
    assert not held()
