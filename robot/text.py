"""What is said, as a template: the log may keep it, and names enter it only at the robot's mouth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

from robot.values import value

SLOT = re.compile(r"\{(\w+)\}")
"""A placeholder in a template; its group is the name of the slot."""

_SPAN = re.compile(r"\[(?P<language>fi|sv|en):(?P<words>[^\[\]]*)\]")
_ENDED = re.compile(r"[.!?…][\"”’)]*\s+$")
_MARKS = re.compile(r"^[^\w\s]+(?=\s|$)")


@value(frozen=True, slots=True)
class Name:
    """A person, by pseudonym; the display name is known to the station alone."""

    pseudonym: str


@value(frozen=True, slots=True)
class Typed:
    """What somebody typed into an input before the start; the log keeps the input's name alone."""

    input: str
    words: str


@value(frozen=True, slots=True)
class Foreign:
    """Words of another language than the text's, to be said by that language's voice."""

    words: str
    language: str


Slot = str | Name | Typed | Foreign
"""What stands in a slot of a text."""


@value(frozen=True, slots=True)
class Piece:
    """Words that one language's voice says."""

    words: str
    language: str


@value(frozen=True, slots=True)
class Text:
    """A template in one language with what its slots hold.

    `[en: cat]` in a template is a span in another language; slots may stand in it.
    """

    template: str
    language: str
    slots: tuple[tuple[str, Slot], ...] = ()

    def filled(self, names: Callable[[str], str]) -> str:
        """The words to speak or show, with `names` turning each pseudonym into a display name.

        Raises:
            KeyError: The template names a slot that is not there.
        """
        if "{" not in self.template and "[" not in self.template:
            return self.template
        return _words(self)[0] if self._impersonal() else self._filled(names)

    def pieces(self, names: Callable[[str], str]) -> tuple[Piece, ...]:
        """The words of `filled` by the voice that says them, in order; a mark that ends a piece stands in it.

        Raises:
            KeyError: The template names a slot that is not there.
        """
        if "{" not in self.template and "[" not in self.template:
            words = self.template.strip()
            return (Piece(words, self.language),) if words else ()
        return _words(self)[1] if self._impersonal() else self._pieces(names)

    def _impersonal(self) -> bool:
        """Whether nothing in it is about a person, so that its words may be kept at hand."""
        return all(type(value) is str for _, value in self.slots)

    def _filled(self, names: Callable[[str], str]) -> str:
        return "".join(piece.words for piece in self._parts(names))

    def _pieces(self, names: Callable[[str], str]) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        for language, parts in groupby(self._parts(names), lambda piece: piece.language):
            words = "".join(part.words for part in parts)
            if pieces and (marks := _MARKS.match(words)):
                pieces[-1] = Piece(pieces[-1].words + marks.group(), pieces[-1].language)
                words = words[marks.end() :]
            if words.strip():
                pieces.append(Piece(words.strip(), language))
        return _joined(pieces)

    def _parts(self, names: Callable[[str], str]) -> Iterator[Piece]:
        slots = dict(self.slots)
        for part in _parts(self.template, self.language):
            if isinstance(part, Piece):
                yield part
                continue
            value = slots[part.slot]
            piece = _piece(value, part.language, names)
            # A name is written as it is kept: whoever is called af Hällström is so at the start of a sentence too.
            yield _begun(piece) if part.begins and not isinstance(value, Name) else piece


def literal(words: str, language: str) -> Text:
    """What somebody typed, as a template without slots: its braces and square brackets become round ones."""
    return Text(words.translate(str.maketrans("{}[]", "()()")), language)


@lru_cache(maxsize=4096)
def slots_of(template: str) -> tuple[str, ...]:
    """The names of the slots of a template, in order of appearance."""
    return tuple(SLOT.findall(template))


def spans_of(template: str, language: str) -> Iterator[tuple[str, str]]:
    """The parts of a template, each with the language it is in; a span's brackets are left out."""
    end = 0
    for match in _SPAN.finditer(template):
        yield template[end : match.start()], language
        yield match["words"].strip(), match["language"]
        end = match.end()
    yield template[end:], language


@value(frozen=True, slots=True)
class _Gap:
    """The place of a slot in a template, in a span of a language, and whether a sentence begins there."""

    slot: str
    language: str
    begins: bool


# A scenario's templates are the same in every session, and each is said more than once.
@lru_cache(maxsize=4096)
def _parts(template: str, language: str) -> tuple[Piece | _Gap, ...]:
    """A template taken apart, in order; words may be empty."""
    parts: list[Piece | _Gap] = []
    first = True
    for words, spoken in spans_of(template, language):
        end = 0
        for match in SLOT.finditer(words):
            before = words[end : match.start()]
            first = bool(_ENDED.search(before)) or (first and not before.strip())
            parts += [Piece(before, spoken), _Gap(match.group(1), spoken, first)]
            first, end = False, match.end()
        parts.append(Piece(words[end:], spoken))
        first = bool(_ENDED.search(words[end:])) or (first and not words[end:].strip())
    return tuple(parts)


def no_names(pseudonym: str) -> str:
    """Names for a session without a group: there are none, so asking for one is an error."""
    raise KeyError(pseudonym)


# A scenario's sentences are the same in every session.
@lru_cache(maxsize=4096)
def _words(text: Text) -> tuple[str, tuple[Piece, ...]]:
    """The words of a text that names nobody, in one and by the voice that says them."""
    return text._filled(no_names), text._pieces(no_names)


def _piece(value: Slot, language: str, names: Callable[[str], str]) -> Piece:
    match value:
        case Name(pseudonym=pseudonym):
            return Piece(names(pseudonym), language)
        case Typed(words=words):
            return Piece(words, language)
        case Foreign(words=words, language=own):
            return Piece(words, own)
        case _:
            return Piece(value, language)


def _begun(piece: Piece) -> Piece:
    """A piece as it begins a sentence: with a capital letter."""
    return Piece(piece.words[:1].upper() + piece.words[1:], piece.language)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces, with those that moved next to one of their own language put together."""
    return tuple(
        Piece(" ".join(piece.words for piece in together), language)
        for language, together in groupby(pieces, lambda piece: piece.language)
    )
