"""Checks a scenario: positions, shape, references, sense. A later pass is silent while an earlier one has errors."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePath

from behaviours.profile import Profile
from robot.problem import Problem
from scenarios.language.commons import ANSWERS, REPAIR, Commons, commons_of
from scenarios.language.diagnostics import MOST_FINDINGS, Finding, ScenarioError, Severity, nearest
from scenarios.language.document import Document, parse, read
from scenarios.language.includes import Folders, Included, Reader, likely, shared_words, with_includes
from scenarios.language.inputs import Given, Value, read_all
from scenarios.language.limits import extremes
from scenarios.language.model import Scenario
from scenarios.language.pictures import AnyPicture
from scenarios.language.profiles import SHELF as PROFILES
from scenarios.language.profiles import profile_of
from scenarios.language.references import references
from scenarios.language.sense import course, filled_in, misnamed, sense
from scenarios.language.sense.people import refuse_medicines
from scenarios.language.shape import shape, states_alone
from scenarios.language.songs import FOLDER as SONGS
from scenarios.language.songs import has_song, songs_of
from scenarios.language.source import Source
from scenarios.language.trial_checks import trial_findings
from scenarios.language.world import World, shipped_world

SCENARIOS = Path(__file__).parents[1]
_PARTS = {"verses", "phrases", "answers"}
"""Keys of the files that scenarios share, and of no scenario."""

_ENDINGS = (".yaml", ".yml", ".txt", ".yaml.txt")
"""What an author may have left out of a name, or an editor may have added to it."""

SHELVES = ("lessons", "companionship")


@dataclass(frozen=True, slots=True)
class _Around:
    """The files around a scenario: how they are read, and the paths of those that it may ask for."""

    read: Reader
    songs: tuple[str, ...]
    profiles: tuple[str, ...]
    pictures: Collection[str]
    includable: tuple[str, ...] = ()

    @classmethod
    def within(cls, folders: Folders) -> _Around:
        return cls(
            _reader(folders), folders.inside(SONGS), folders.inside(PROFILES), folders.pictures(), folders.shared()
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """A scenario without errors, with everything that a session needs of it."""

    scenario: Scenario
    document: Document
    profile: Profile
    commons: Commons
    sources: Mapping[str, str]
    """The text of every file it is made of, by path under the scenario folder, the scenario's own first."""
    warnings: tuple[Finding, ...]
    world: World

    def filled(self, given: Given, language: str) -> Scenario:
        """The scenario with values of its inputs, the defaults in `language`, where its parameters take them.

        Raises:
            ScenarioError: A parameter cannot have such a value.
        """
        if not self.scenario.holders:
            return self.scenario
        scenario, wrong = shape(self.document, self.world, given, language)
        if scenario is None:
            raise ScenarioError(_in_order(wrong))
        return scenario

    def given(self, typed: Mapping[str, str], language: str) -> dict[str, Value]:
        """The values of all inputs in `language`: those that were typed, and the defaults of the others.

        Raises:
            Problem: One was typed for an input that does not exist, does not fit, names a medicine before a group, or
                would be an error in the file.
        """
        given = read_all(self.scenario.front.inputs, typed, language, self.world.songs)
        refuse_medicines(self.scenario.front, typed, language)
        found = self.typed_findings(given, typed, language)
        faulty = next((finding for finding in found if finding.severity is Severity.ERROR), None)
        if faulty is not None:
            raise Unsuitable(", ".join(typed), faulty)
        return given

    def typed_findings(self, given: Given, typed: Mapping[str, str], language: str) -> list[Finding]:
        """What the file would be told if what was typed stood in it, in the language that is spoken."""
        if not any(isinstance(given[name], tuple) for name in typed):
            return []
        own = self._filled_in(read_all(self.scenario.front.inputs, {}, language, self.world.songs), language)
        return _in_order(found for told, found in self._filled_in(given, language).items() if told not in own)

    def _filled_in(self, given: Given, language: str) -> dict[tuple[str, str], Finding]:
        front = self.scenario.front.model_copy(update={"languages": (language,)})
        scenario = replace(self.filled(given, language), front=front)
        found = filled_in(scenario, self.document, self.profile, self.commons)
        return {(finding.code, finding.message()): finding for finding in found}


class Unsuitable(Problem):
    """Something was typed for an input that would be an error in the file."""

    def __init__(self, name: str, finding: Finding) -> None:
        self._finding = finding
        super().__init__("input_faulty", name=name, says=finding.message(), do=finding.advice())

    def message(self, language: str = "en") -> str:
        """The finding, in the reader's language."""
        facts = {**self.facts, "says": self._finding.message(language), "do": self._finding.advice(language)}
        return Problem(self.code, **facts).message(language)


def load(name_or_path: str | Path, folders: Sequence[Path] = ()) -> Checked:
    """The scenario of a name or in a file.

    Args:
        name_or_path: The name of one that is shipped or in a folder, or a path.
        folders: The authors' own scenario folders, the first of which wins.

    Raises:
        Problem: There is no such scenario.
        ScenarioError: It has errors.
    """
    path = find(name_or_path, folders)
    return load_document(read(path, shown(path)), path, folders)


def load_document(document: Document, path: Path, folders: Sequence[Path] = ()) -> Checked:
    """The scenario in a document that was read from `path`.

    Raises:
        Problem: It is not a scenario, but a part of some.
        ScenarioError: It has errors.
    """
    if isinstance(document.data, dict) and "kaveri" not in document.data and _PARTS & document.data.keys():
        raise Problem("scenario_is_part", file=document.source.file)
    it = _checked(_relative(path), document, shipped_world(), _Around.within(_folders(path, folders)))
    return replace(it, warnings=tuple(_in_order((*it.warnings, *misnamed(it.scenario, it.document, path)))))


def check(name_or_path: str | Path, folders: Sequence[Path] = ()) -> list[Finding]:
    """What is wrong with a scenario, or odd about it; empty where it is clean.

    Raises:
        Problem: There is no such scenario.
    """
    try:
        return list(load(name_or_path, folders).warnings)
    except ScenarioError as error:
        return list(error.findings)


def check_part_of(document: Document) -> list[Finding]:
    """What is wrong with the states of a file that scenarios include, as far as the file alone can tell."""
    return _in_order(states_alone(document, shipped_world()))


def restore(sources: Mapping[str, str]) -> Checked:
    """The scenario of which a log keeps `Checked.sources`, whatever has become of its files."""
    name = next(iter(sources))
    songs, profiles = (tuple(path for path in sources if path.startswith(shelf)) for shelf in (SONGS, PROFILES))
    around = _Around(lambda path: parse(Source(path, sources[path])), songs, profiles, AnyPicture())
    return _checked(name, parse(Source(name, sources[name])), shipped_world(), around)


def check_text(text: str, world: World, file: str = "scenario.yaml") -> Checked:
    """The scenario in a text, in a world of one's own choice.

    Raises:
        ScenarioError: It has errors.
    """
    return _checked(file, parse(Source(file, text)), world, _Around.within(Folders((SCENARIOS,))))


def find(name_or_path: str | Path, folders: Sequence[Path] = ()) -> Path:
    """The file of a name, or the path itself where it is one.

    Raises:
        Problem: There is no such scenario.
    """
    shipped = known_scenarios(folders)
    asked = str(name_or_path)
    if asked in shipped:
        return shipped[asked]
    path = Path(name_or_path)
    # Path.exists raises for a name that is too long, and in a folder that is closed to us.
    if os.path.exists(path) or os.path.islink(path):
        return path
    if link := _link(asked, folders):
        return link
    beside = (path.with_name(path.name + ending) for ending in _ENDINGS) if path.name else ()
    near = next((str(file) for file in beside if os.path.exists(file)), None) or nearest(path.stem, shipped)
    names = ", ".join(shipped)
    if near is None:
        raise Problem("scenario_missing", name=asked, names=names)
    raise Problem("scenario_missing_near", name=asked, near=near, names=names)


def shipped_scenarios() -> dict[str, Path]:
    """The file of every scenario that Kaveri brings along, by name."""
    return {path.stem: path for shelf in SHELVES for path in sorted((SCENARIOS / shelf).glob("*.yaml"))}


def known_scenarios(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """The file of every scenario that can be named, the authors' own first."""
    own: dict[str, Path] = {}
    for folder in folders:
        inside = folder.resolve()
        for place in (folder, *(folder / shelf for shelf in SHELVES)):
            for path in sorted(place.glob("*.yaml")):
                # A link that leads out of the folder, or in a circle, is nobody's scenario.
                if not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(inside):
                    own.setdefault(path.stem, path)
    return {**shipped_scenarios(), **own}


def _link(name: str, folders: Sequence[Path]) -> Path | None:
    """A link of this name in one of the folders, wherever it leads: reading it tells what is wrong with it."""
    places = (place for folder in folders for place in (folder, *(folder / shelf for shelf in SHELVES)))
    return next((link for place in places for link in place.glob("*.yaml") if link.stem == name), None)


def _checked(name: str, document: Document, world: World, around: _Around) -> Checked:
    document = with_includes(document, around.read, around.includable)
    sung = dict(_sung(around)) if has_song(document) else {}
    known, odd = songs_of(sung)
    warnings = _passed(odd)
    profiles = {*world.names["profile"], *(PurePath(path).stem for path in around.profiles)}
    world = replace(
        world, songs=known, names={**world.names, "profile": tuple(sorted(profiles)), "picture": around.pictures}
    )
    scenario, wrong = shape(document, world)
    if scenario is None:
        raise ScenarioError(_in_order(_with_paths(wrong, around.includable)))
    others = _in_other_languages(scenario, document, world)
    warnings += _passed(references(scenario, document, world))
    for other in others:
        _passed(references(other, document, world))
    profile_file = f"{PROFILES}{scenario.front.profile}.yaml"
    shared = {path: around.read(path) for path in (ANSWERS, REPAIR, profile_file)}
    profile = profile_of(shared[profile_file], scenario.front.profile)
    commons = commons_of(shared[ANSWERS], shared[REPAIR], scenario.front, shared_words(document))
    warnings += _passed(sense(scenario, document, profile, commons, world))
    warnings += _passed(course(scenario, document, profile, commons, world))
    warnings += _passed(trial_findings(scenario, document, commons.phrases, world.songs))
    shared |= sung
    if isinstance(document, Included):
        shared |= document.files
    sources = {name: document.source.text, **{path: shared[path].source.text for path in shared}}
    return Checked(scenario, document, profile, commons, sources, tuple(warnings), world)


def _sung(around: _Around) -> Iterator[tuple[str, Document]]:
    """Every song around a scenario, but for one that was taken away in the meantime."""
    for path in around.songs:
        with suppress(KeyError, FileNotFoundError):
            yield path, around.read(path)


def _in_other_languages(scenario: Scenario, document: Document, world: World) -> list[Scenario]:
    """The scenario in each of its other languages, where the parameters take inputs, which differ by language.

    Raises:
        ScenarioError: A value that an input allows breaks a parameter.
    """
    if not scenario.holders:
        return []
    front = scenario.front
    others: list[Scenario] = []
    for language in front.languages[1:]:
        other, wrong = shape(document, world, language=language)
        if other is None:
            raise ScenarioError(_in_order(wrong))
        others.append(other)
    used = frozenset(holder.name for holder in scenario.holders)
    found: dict[str, Finding] = {}
    for name, value, given in extremes(front, used, world.songs):
        _, wrong = shape(document, world, given)
        if wrong:
            said = len(value) if isinstance(value, tuple) else value
            place = next(holder.path for holder in scenario.holders if holder.name == name)
            found.setdefault(name, document.at_value("K324", place, name=name, value=said))
    if found:
        raise ScenarioError(_in_order(found.values()))
    return others


def _with_paths(findings: Iterable[Finding], includable: tuple[str, ...]) -> Iterator[Finding]:
    """The findings; where a path has no right form, with the file that was perhaps meant."""
    for each in findings:
        meant = likely(str(each.facts["value"]), includable) if each.code == "K216" else each.suggestion
        yield replace(each, suggestion=meant)


def _passed(findings: Iterable[Finding]) -> list[Finding]:
    """The warnings of one pass.

    Raises:
        ScenarioError: It has errors, too.
    """
    found = _in_order(islice(findings, MOST_FINDINGS))
    if any(finding.severity is Severity.ERROR for finding in found):
        raise ScenarioError(found)
    return found


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.position)


def _folders(path: Path, folders: Sequence[Path]) -> Folders:
    """The folders of a scenario: its own, the authors', the shipped one."""
    own = path.resolve().parent
    beside = own.parent if own.name in SHELVES else own
    return Folders((beside, *folders, SCENARIOS))


def _reader(folders: Folders) -> Reader:
    def read_one(path: str) -> Document:
        if path in (ANSWERS, REPAIR):
            return _unchanged(SCENARIOS / path)
        is_apart = path.startswith((SONGS, PROFILES))
        return _unchanged(folders.file(path)) if is_apart else folders.read(path, shown)

    return read_one


def _unchanged(file: Path) -> Document:
    status = file.stat()
    return _shared(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _shared(path: Path, changed: int, size: int) -> Document:
    """A shared file, read once for as long as it does not change."""
    return read(path, shown(path))


def _relative(path: Path) -> str:
    resolved = path.resolve()
    return str(resolved.relative_to(SCENARIOS)) if resolved.is_relative_to(SCENARIOS) else path.name


def shown(path: Path) -> str:
    """The path as short as it can be from where people are."""
    here = Path.cwd()
    if path.is_relative_to(here):
        return str(path.relative_to(here))
    return f"scenarios/{path.relative_to(SCENARIOS)}" if path.is_relative_to(SCENARIOS) else str(path)
