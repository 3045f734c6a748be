"""What "ended as intended" means (docs/decisions/0013, and of faults 0015)."""

from __future__ import annotations

from collections.abc import Sequence

from sessions.rehearsals.thresholds import Peace

FINISHED, LEFT_IN_PEACE = "finished", "left_in_peace"
"""What a persona's session should come to."""

SAFE_END = "safe_end"
"""What every session with faults should come to, whoever is there."""

_QUIET = ("finished", "stopped")

_SAFE = ("body_must_rest", "robot_stays_asleep", "robot_stays_awake")
"""Why a session may fail upon which faults are put, where its body comes to rest: it had to rest at once; it lies where
it fell and is not woken; or its line was cut in the very moment of its rest.
"""


def intended(
    success: str,
    how: str,
    why: str | None,
    overdue: bool,
    distress: bool,
    asked: tuple[int, int],
    faults: Sequence[str],
    peace: Peace,
    rests: bool = True,
) -> bool:
    """Whether a session ended as it should with such a person.

    FINISHED: it came to the scenario's own end, not to the goodbye of one that takes too long. LEFT_IN_PEACE: it ended
    quietly, finished or stopped, nobody called for help, and whoever declined was not pressed. With faults: it ended
    safely, also where staff stopped it or its body had to rest; never where the body stays awake.

    Args:
        success: What the persona's session should come to.
        how: How it ended.
        why: The code of the problem that ended it.
        overdue: Whether it had to be brought to its goodbye because it took too long.
        distress: Whether anybody called for help.
        asked: How often questions, and the same question, were put after somebody had declined.
        faults: What was put upon it.
        peace: How much of that is not pressing.
        rests: Whether the body came to rest, at the latest when its line was back.
    """
    if not rests:
        return False
    if success == LEFT_IN_PEACE:
        total, same = asked
        calm = not distress and total <= peace.questions and same <= peace.same_question
        return calm and (how in _QUIET or _is_safe(faults, why))
    if faults:
        return (how in _QUIET and not overdue) or _is_safe(faults, why)
    return how == "finished" and not overdue


def _is_safe(faults: Sequence[str], why: str | None) -> bool:
    return bool(faults) and why in _SAFE
