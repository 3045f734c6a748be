"""A receipt of what was erased, in sentences: what and where, what is still awaited, and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessions.privacy.erasure import Receipt

Say = Callable[..., str]
"""Gives the text of a key with its facts, in the reader's language."""


def told(receipt: Receipt, say: Say, local: Callable[[str], str]) -> Iterator[str]:
    """The sentences of a receipt, in order; `local` writes a `timestamp` as its reader does."""
    if receipt.erased is None:
        yield say("erase.broken_off")
        return
    if not receipt.erased:
        yield say("erase.nothing_left")
    for place, count in receipt.erased.items():
        yield f"{place_of(place, say)}: {count}"
    for broker, time in receipt.taken.items():
        yield say("erase.taken", broker=broker, time=local(time))
    for name, answer in receipt.answers.items():
        yield say("erase.answered", name=name, time=local(str(answer["time"])))
    for name in receipt.by_hand:
        yield say("erase.by_hand", name=name)
    if receipt.unanswered:
        yield say("erase.unanswered", names=", ".join(receipt.unanswered))
    yield state(receipt, say)
    for broker in receipt.brokers:
        if broker in receipt.awaited:
            yield say("erase.unreached", broker=broker)
    if receipt.until is not None:
        yield say("erase.until", until=local(receipt.until))
    for broker in receipt.endless:
        yield say("erase.endless", broker=broker)


def state(receipt: Receipt, say: Say) -> str:
    """How far it has come."""
    if receipt.erased is None:
        return say("erase.broken_off")
    if receipt.awaited:
        return say("erase.awaited", names=", ".join(receipt.awaited))
    return say("erase.done" if receipt.overwritten else "erase.not_overwritten")


def place_of(place: str, say: Say) -> str:
    """What a store keeps in a field, such as `log.events`; the field itself where a later Kaveri wrote it."""
    try:
        return say(f"erase.place.{place.replace('.', '_')}")
    except KeyError:
        return place
