"""The figures of one session: read from its log and from the journal of its room, never from the script."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from behaviours.behaviour import END
from sessions.listening import PACE
from sessions.record import Record
from sessions.rehearsals.journal import Journal, Span
from sessions.rehearsals.outcome import Breach, Question
from sessions.summary import summary

PEOPLE = ("voice", "touch")
"""By whom something is asked that is no act of staff: people say stop, or hold the head."""

_TURNS = ("understood", "unclear", "overlap", "silent")

_ASKS = ("again", *PACE)
"""What people say who want to hear it once more, slower or louder."""

_STUCK = 300.0
"""An overdue session in which nothing new has happened for so many seconds has come to a dead end."""

_ROUNDS = 3
"""So many times round the same states is a loop."""

Kept = Sequence[tuple[float, Record]]
"""A log's events, each with its second."""


def questions(kept: Kept, accept: float) -> tuple[Question, ...]:
    """Every question in the order in which it was settled; those that were not come last.

    Args:
        kept: A session's events.
        accept: The confidence from which on an answer counts as heard.
    """
    asked = Counter(str(record.data["question"]) for _, record in kept if record.type in ("question_asked", "repaired"))
    told = summary([record for _, record in kept]).questions
    return tuple(
        Question(
            each.question, each.text, each.kind, each.step, each.channel, asked[each.question], each.seconds, tried
        )
        for each, tried in zip(told, _tries(kept, accept), strict=True)
    )


def _tries(kept: Kept, accept: float) -> Iterator[tuple[str, ...]]:
    """How the listenings for each question ended, in the order in which a summary has them."""
    pending: dict[str, list[str]] = {}
    asked = ""
    for _, record in kept:
        data = record.data
        match record.type:
            case "question_asked":
                pending.setdefault(str(data["question"]), [])
            case "listened":
                asked = str(data["question"])
            case "silent" | "overlap" if asked in pending:
                pending[asked].append(record.type)
            case "unclear" if asked in pending:
                pending[asked].append("unsure")
            case "understood" if asked in pending:
                sure = float(str(data["confidence"])) >= accept
                again = data["option"] in _ASKS
                pending[asked].append("again" if again else "heard" if sure else "unsure")
            case "answered":
                yield tuple(pending.pop(str(data["question"]), ()))
            case "staff_asked" if data["what"] == "skip":
                yield from map(tuple, pending.values())
                pending.clear()
    yield from map(tuple, pending.values())


def staff_acts(kept: Kept) -> tuple[tuple[str, int], ...]:
    """What staff did, and how often, in alphabetical order."""
    asked = (record.data for _, record in kept if record.type == "staff_asked")
    return tuple(sorted(Counter(str(data["what"]) for data in asked if data["by"] not in PEOPLE).items()))


def states(kept: Kept) -> tuple[str, ...]:
    """The scenario's states in the order in which they were first entered."""
    return tuple(dict.fromkeys(scene for scene in _scenes(kept) if scene != END))


def longest_silence(kept: Kept, journal: Journal) -> float:
    """The longest time in which nobody spoke and nobody touched, from the first state to the end, without pauses."""
    entered = [at for at, record in kept if record.type == "state_entered"]
    if not entered:
        return 0.0
    spans = sorted([*journal.robot, *journal.people, *((at, at) for at in journal.touches), *_pauses(kept)])
    longest, sound = 0.0, entered[0]
    for begins, ends in spans:
        if begins > sound:
            longest = max(longest, begins - sound)
        sound = max(sound, ends)
    return round(longest, 2)


def slowest_reaction(kept: Kept, journal: Journal) -> float:
    """The longest time from the end of an answer, or of the wait for one, to the robot's next word.

    A turn after which the robot said nothing before the next one, or before a pause, has no reaction.
    """
    starts = [begins for begins, _ in journal.robot]
    ended = sorted(ends for _, ends in journal.people)
    slowest, opened = 0.0, 0.0
    turns = [(at, record) for at, record in kept if record.type in (*_TURNS, "listened", "paused", "session_ended")]
    for (at, record), (until, _) in pairwise(turns):
        if record.type == "listened":
            opened = at
        if record.type not in _TURNS:
            continue
        place = bisect_left(ended, at + 1e-9) - 1
        since = ended[place] if record.type != "silent" and place >= 0 and ended[place] >= opened else at
        following = bisect_left(starts, at)
        if following < len(starts) and starts[following] <= until:
            slowest = max(slowest, starts[following] - since)
    return round(slowest, 2)


@dataclass(frozen=True, slots=True)
class Course:
    """Where a session got stuck; empty where it did not."""

    overdue: bool
    """Whether it outlasted its plan so far that it was brought to its goodbye, or was cut off."""
    dead_end: str = ""
    loop: tuple[str, ...] = ()


def course(kept: Kept, why: str | None, cut: bool) -> Course:
    """Whether a session came to its end by itself, and where it did not: in which states it stood, or went round."""
    over = next((n for n, (_, record) in enumerate(kept) if record.type == "monitor" and _is_overdue(record)), None)
    overdue = over is not None or cut or why == "session_too_long"
    stuck = why in ("session_stalled", "nobody_came", "session_too_long")
    if not overdue and not stuck:
        return Course(False)
    before = kept[:over] if over is not None else kept
    seen = set[str]()
    newest, at = 0, 0.0
    for place, (second, record) in enumerate(before):
        token = _token(record)
        if token and token not in seen:
            seen.add(token)
            newest, at = place, second
    # After the last moment at which anything new happened, all is repetition.
    tail = [token for _, record in before[newest:] if (token := _token(record))]
    round_ = Counter(tail)
    if round_ and tail and max(round_.values()) >= _ROUNDS:
        return Course(overdue, loop=tuple(dict.fromkeys(scene for scene in _scenes(before[newest:]) if scene != END)))
    end = before[-1][0] if before else 0.0
    last = next((scene for scene in reversed(list(_scenes(before)))), "")
    return Course(overdue, dead_end=last if stuck or end - at > _STUCK else "")


def stood(kept: Kept) -> str:
    """The scenario's state in which it ended, or in which its time was over."""
    last = ""
    for _, record in kept:
        if record.type == "state_entered":
            scene = str(record.data["state"]).partition(".")[0]
            last = last if scene == END else scene
        elif record.type == "monitor" and _is_overdue(record):
            break
    return last


def placed(kept: Kept, breaches: Sequence[Breach]) -> tuple[Breach, ...]:
    """Breaches with the states in which they happened."""
    return tuple(replace(breach, state=stood([each for each in kept if each[0] <= breach.at])) for breach in breaches)


def asked_since(kept: Kept, moment: float | None) -> tuple[int, int]:
    """How often questions were put after a moment, and how often the one that was put most; zeros without a moment."""
    if moment is None:
        return 0, 0
    put = Counter(
        str(record.data["question"])
        for at, record in kept
        if at > moment and record.type in ("question_asked", "repaired")
    )
    return put.total(), max(put.values(), default=0)


def talked(spans: Sequence[Span]) -> float:
    """The seconds in all spans."""
    return round(sum(ends - begins for begins, ends in spans), 2)


def _pauses(kept: Kept) -> Iterator[Span]:
    since: float | None = None
    for at, record in kept:
        if record.type in ("paused", "lost"):
            since = at if since is None else since
        elif record.type in ("resumed", "regained") and since is not None:
            yield since, at
            since = None
    if since is not None:
        yield since, kept[-1][0]


def _scenes(kept: Kept) -> Iterator[str]:
    for _, record in kept:
        if record.type == "state_entered":
            yield str(record.data["state"]).partition(".")[0]


def _token(record: Record) -> str:
    """What stands for getting on: a state of the scenario's machine, or a question."""
    if record.type == "state_entered":
        return str(record.data["state"])
    return f"? {record.data['question']}" if record.type == "question_asked" else ""


def _is_overdue(record: Record) -> bool:
    return record.data["monitor"] == "length"
