"""Which words are forms of one another: kissa and kissan, katt and katten, apple and apples."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Protocol

_SNOWBALL = {"fi": "finnish", "sv": "swedish", "en": "english"}
_SHORTEST = 4
"""Shorter words are their own stems: cutting them makes other words of them."""


# Single words, few and unordered: what somebody said is not to be had from this.
@lru_cache(maxsize=512)
def stem(word: str, language: str) -> str:
    """What the forms of a normalised word share; words that differ in the length of a sound never share it."""
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    cut = _stemmer(language).stemWord(word)
    if language == "sv" and cut == word and word.endswith("et"):
        # Snowball leaves the definite form of neuter words in -e whole: äpple, äpplet.
        cut = _stemmer(language).stemWord(word[:-1])
    # Snowball writes kissa as kis, which is also what it might make of another word: keep the long sound long.
    doubled = word.startswith(cut) and word[len(cut) : len(cut) + 1] == cut[-1:]
    return cut + cut[-1] if doubled else cut


def nominative_stem(word: str, language: str) -> str:
    """The stem of the Finnish word in -i that a form in -e may belong to (tuulen: tuuli); else its `stem`."""
    cut = stem(word, language)
    # A word in -e lengthens it (kone, koneen), and tule is no form of tuli.
    if language == "fi" and cut.endswith("e") and word[len(cut) : len(cut) + 1] not in ("", "e"):
        return cut[:-1] + "i"
    return cut


def load(language: str) -> None:
    """Load the stemmer of a language ahead of its first use; some 15 ms."""
    _stemmer(language)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@cache
def _stemmer(language: str) -> _Stemmer:
    import snowballstemmer

    made: _Stemmer = snowballstemmer.stemmer(_SNOWBALL[language])
    return made
