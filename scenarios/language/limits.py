"""Checks a scenario's inputs: their limits, their defaults, and that no value of theirs breaks a parameter."""

from __future__ import annotations

from collections.abc import Iterator

from behaviours.parameters import Words
from robot.problem import Problem
from scenarios.language.diagnostics import Finding, Word, nearest
from scenarios.language.document import Document
from scenarios.language.inputs import Given, Input, Pair, Songs, Value, defaults
from scenarios.language.model import File, FrontMatter
from scenarios.language.world import World


def limits(file: File, document: Document, world: World) -> list[Finding]:
    """What is wrong with the inputs themselves."""
    taken = world.values.union(*(behaviour.placeholders for behaviour in world.behaviours.values()))
    found: list[Finding] = []
    for name, each in file.inputs.items():
        path = ("inputs", name)
        if name in taken:
            found.append(document.at_key("K325", path, name=name, known=tuple(sorted(taken))))
        wrong = [document.at_key("K322", (*path, key), key=key, kind=each.kind) for key in each.misplaced()]
        if each.kind == "choice" and each.options is None:
            wrong.append(document.at_key("K202", path, key="options"))
        least, most = each.bounds()
        if least > most:
            wrong.append(
                document.at_value("K405", (*path, "most" if each.most is not None else "least"), least=least, most=most)
            )
        found += wrong or _default(each, file.languages, document, path, world.songs)
    return found


def _default(
    each: Input, languages: tuple[str, ...], document: Document, path: tuple[str, str], songs: Songs
) -> Iterator[Finding]:
    for language in languages:
        try:
            each.in_default(language, songs)
        except Problem as problem:
            if each.kind == "song":
                yield _no_song(each, language, document, path, tuple(songs.get(language, ())))
            else:
                kind, limits = Word(f"input_{each.kind}"), _limits(each)
                entry = str(problem.facts.get("word") or problem.facts.get("entry") or "")
                by_language = isinstance(each.default, Words) and language in each.default.root
                place = (*path, "default", language) if by_language else (*path, "default")
                yield document.at_value("K321", place, within=entry, kind=kind, limits=limits)
            return


def _no_song(each: Input, language: str, document: Document, path: tuple[str, str], known: tuple[str, ...]) -> Finding:
    name = each.written_default(language)
    by_language = isinstance(each.default, Words) and language in each.default.root
    return document.at_value(
        "K331",
        (*path, "default", language) if by_language else (*path, "default"),
        suggestion=nearest(name, known),
        name=name,
        language=language,
        known=known or ("–",),
    )


def _limits(each: Input) -> object:
    if each.kind == "choice":
        return tuple(each.options or ())
    if each.kind == "text":
        return f"1–{each.longest or 60}"
    least, most = each.bounds()
    return f"{least}–{most}"


def extremes(front: FrontMatter, used: frozenset[str], songs: Songs) -> Iterator[tuple[str, Value, Given]]:
    """For every input that parameters take, the values at its limits, each beside the defaults of the others."""
    usual = defaults(front.inputs, front.languages[0], songs)
    for name in front.inputs:
        if name in used:
            for value in _edges(front.inputs[name]):
                yield name, value, {**usual, name: value}


def _edges(each: Input) -> Iterator[Value]:
    least, most = each.bounds()
    if each.kind == "number":
        yield from (least, most)
    elif each.kind == "choice":
        yield from each.options or ()
    elif each.kind == "words":
        yield from (tuple(Pair(f"w{number}") for number in range(count)) for count in (least, most))
