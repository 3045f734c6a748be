"""Which words an answer may be a form of: a recogniser that knows koira and koiraa may write either for the other.

Wider than `behaviours.stems`, by which an answer is understood: there a word too many is a wrong answer taken as right,
here it is a warning too many, and only where both words stand in one turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import yaml

from behaviours.stems import nominative_stem, stem

_SHORTEST = 3
"""A word of fewer letters has no forms but those in `likeness.yaml`."""


def bases(word: str, language: str) -> frozenset[str]:
    """Every word that a normalised word may be a form of, itself included; forms of one word have one in common."""
    found = {word, *_groups(language).get(word, ())}
    # A stem is no word: it is kept apart from those, as kis of kissa would else be found in kis.
    found |= {f"{stem(word, language)}-", f"{nominative_stem(word, language)}-"}
    found |= {base for base in _RULES[language](word) if len(base) >= _SHORTEST and _VOWEL.search(base)}
    return frozenset(found)


_VOWEL = re.compile("[aeiouyåäö]")


def _english(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    if word.endswith(("es", "ed")):
        yield from (word[:-2], word[:-1])
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            cut = word.removesuffix(ending)
            yield from (cut, f"{cut}e")
            if cut[-1:] == cut[-2:-1]:
                yield cut[:-1]


_SWEDISH = ("arna", "erna", "orna", "ena", "ar", "er", "en", "et", "n", "r", "t")


_AFTER = {"n": ("a", "e", "i", "o", "el", "er"), "r": ("a", "e", "i", "o", "å"), "t": ("e", "i", "o")}
"""What the shortest endings may stand behind: flickan and fågeln, but not grön."""


def _swedish(word: str) -> Iterator[str]:
    for ending in _SWEDISH:
        if not word.endswith(ending):
            continue
        cut = word.removesuffix(ending)
        after_vowel = bool(_VOWEL.fullmatch(cut[-1:]))
        if ending in _AFTER and not cut.endswith(_AFTER[ending]):
            continue
        yield cut
        if ending == "orna":
            yield f"{cut}a"
        elif not after_vowel:
            yield f"{cut}e"
            # Fåglar, vattnet and systrar lose the e of fågel, vatten and syster.
            if cut[-1:] in "lnr" and not _VOWEL.search(cut[-2:-1]):
                yield f"{cut[:-1]}e{cut[-1:]}"
    if re.fullmatch(".+[^aeiouyäö][lnr]a", word):
        yield f"{word[:-2]}e{word[-2]}"
    if word.endswith("or"):
        yield f"{word[:-2]}a"
    if word.endswith("tt"):
        yield from (word[:-1], word[:-2], f"{word[:-2]}d")


_PLURAL = re.compile(
    r"(?P<stem>.+?)(?:(?<=[aeiouyäö])j[aä]|(?<=[aeiouyäö])jen|i[aä]|ien|it[aä]|iden|itten|ihin|iin|iss[aä]|ist[aä]|ill[aä]|ilt[aä]|ille|in[aä]|iksi)"
)
_STRENGTHENED = tuple(
    (re.compile(rf"{weak}([aeiouyäö]+)$"), strong)
    for weak, strong in (
        (r"(?<=[aeiouyäölrn])([kpt])", r"\1\1\2"),
        ("d", r"t\1"),
        ("v", r"p\1"),
        ("ll", r"lt\1"),
        ("nn", r"nt\1"),
        ("rr", r"rt\1"),
        ("mm", r"mp\1"),
        ("ng", r"nk\1"),
        ("(?<=[lr])", r"k\1"),
        ("(?<=[aeiouyäö])j", r"ik\1"),
    )
)
"""How the weak grade of a consonant leads back to the strong one: kukan kukka, linnut lintu, jalan jalka."""


def _finnish(word: str) -> Iterator[str]:
    if match := _PLURAL.fullmatch(word):
        yield from chain.from_iterable(_strong(base) for base in _of_plural(match["stem"]))
    stems = {word.removesuffix(ending) for ending in _CUT if word.endswith(ending)}
    stems |= {match["stem"] for illative in _ILLATIVES if (match := illative.fullmatch(word))}
    for cut in stems:
        if cut and _VOWEL.fullmatch(cut[-1]):
            yield from chain.from_iterable(_strong(base) for base in _of_singular(cut))
    if match := re.fullmatch(r"(?P<stem>.+)t[aä]", word):
        yield from (match["stem"], re.sub("s$", "nen", match["stem"]))
    if match := re.fullmatch(r"(?P<stem>.+)tt[aä]", word):
        yield f"{match['stem']}si"


_CUT = (
    *("n", "t", "a", "ä", "ta", "tä", "tta", "ttä", "ssa", "ssä", "sta", "stä", "lla", "llä"),
    *("lta", "ltä", "lle", "na", "nä", "ksi", "seen"),
)
_ILLATIVES = (re.compile(r"(?P<stem>.+([aeiouyäö]))\2n"), re.compile(r"(?P<stem>.+([aeiouyäö]))h\2n"))


def _of_singular(cut: str) -> Iterator[str]:
    """The basic forms of a stem that ends in a vowel: lapse lapsi, naise nainen, vede vesi, konee kone."""
    yield cut
    if cut.endswith("e"):
        yield f"{cut[:-1]}i"
    for ending, basic in (("kse", "s"), ("se", "nen"), ("de", "si"), ("te", "si")):
        if cut.endswith(ending):
            yield cut.removesuffix(ending) + basic
    if cut[-2:-1] == cut[-1:]:
        yield cut[:-1]


def _of_plural(cut: str) -> Iterator[str]:
    """The basic forms of what stands before a plural: kisso kissa, koir koira, kiv kivi, nais nainen, talo talo."""
    if _VOWEL.fullmatch(cut[-1]):
        yield cut
        if cut.endswith(("o", "ö")):
            yield cut[:-1] + ("a" if cut.endswith("o") else "ä")
        return
    yield from (f"{cut}a", f"{cut}ä", f"{cut}i")
    if cut.endswith("ks"):
        yield f"{cut[:-2]}s"
    if cut.endswith("s"):
        yield f"{cut[:-1]}nen"


def _strong(base: str) -> Iterator[str]:
    yield base
    for weak, strong in _STRENGTHENED:
        changed, times = weak.subn(strong, base)
        if times:
            yield changed


_RULES = {"fi": _finnish, "sv": _swedish, "en": _english}


@cache
def _groups(language: str) -> Mapping[str, tuple[str, ...]]:
    """By word the groups it is in, each named by its first word, with a mark that no word has."""
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    lists = yaml.load(Path(__file__).with_name("likeness.yaml").read_text(encoding="utf-8"), loader)
    found: dict[str, tuple[str, ...]] = {}
    for kind in ("forms", "sound"):
        for group in lists[kind].get(language, ()):
            for word in group:
                found[word] = (*found.get(word, ()), f"{kind}:{group[0]}")
    return found
