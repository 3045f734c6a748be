"""Checks a scenario: positions, shape, references, sense. A later pass is silent while an earlier one has errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from behaviours.profile import Profile
from robot.problem import Problem
from scenarios.language.commons import ANSWERS, REPAIR, Commons, commons_of
from scenarios.language.diagnostics import MOST_FINDINGS, Finding, ScenarioError, Severity, nearest
from scenarios.language.document import Document, parse, read
from scenarios.language.model import Scenario
from scenarios.language.profiles import profile_of
from scenarios.language.references import references
from scenarios.language.sense import sense
from scenarios.language.shape import shape
from scenarios.language.source import Source
from scenarios.language.world import World, shipped_world

SCENARIOS = Path(__file__).parents[1]
SHELVES = ("lessons", "companionship")

Reader = Callable[[str], Document]
"""Finds one of the files that scenarios share, by its path under the scenario folder."""


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


def load(name_or_path: str | Path) -> Checked:
    """The scenario of a shipped name or in a file.

    Raises:
        Problem: There is no such scenario.
        ScenarioError: It has errors.
    """
    path = find(name_or_path)
    return _checked(_relative(path), read(path, _shown(path)), _shipped, shipped_world())


def check(name_or_path: str | Path) -> list[Finding]:
    """What is wrong with a scenario, or odd about it; empty where it is clean.

    Raises:
        Problem: There is no such scenario.
    """
    try:
        return list(load(name_or_path).warnings)
    except ScenarioError as error:
        return list(error.findings)


def restore(sources: Mapping[str, str]) -> Checked:
    """The scenario of which a log keeps `Checked.sources`, whatever has become of its files."""
    name = next(iter(sources))
    return _checked(
        name, parse(Source(name, sources[name])), lambda path: parse(Source(path, sources[path])), shipped_world()
    )


def check_text(text: str, world: World, file: str = "scenario.yaml") -> Checked:
    """The scenario in a text, in a world of one's own choice.

    Raises:
        ScenarioError: It has errors.
    """
    return _checked(file, parse(Source(file, text)), _shipped, world)


def find(name_or_path: str | Path) -> Path:
    """The file of a shipped name, or the path itself where it is one.

    Raises:
        Problem: There is no such scenario.
    """
    shipped = shipped_scenarios()
    asked = str(name_or_path)
    if asked in shipped:
        return shipped[asked]
    path = Path(name_or_path)
    if path.exists():
        return path
    near = nearest(path.stem, shipped)
    names = ", ".join(shipped)
    if near is None:
        raise Problem("scenario_missing", name=asked, names=names)
    raise Problem("scenario_missing_near", name=asked, near=near, names=names)


def shipped_scenarios() -> dict[str, Path]:
    """The file of every scenario that Kaveri brings along, by name."""
    return {path.stem: path for shelf in SHELVES for path in sorted((SCENARIOS / shelf).glob("*.yaml"))}


def _checked(name: str, document: Document, reader: Reader, world: World) -> Checked:
    scenario, wrong = shape(document, world)
    if scenario is None:
        raise ScenarioError(_in_order(wrong))
    warnings = _passed(references(scenario, document, world))
    profile_file = f"profiles/{scenario.front.profile}.yaml"
    shared = {path: reader(path) for path in (ANSWERS, REPAIR, profile_file)}
    profile = profile_of(shared[profile_file], scenario.front.profile)
    commons = commons_of(shared[ANSWERS], shared[REPAIR], scenario.front)
    warnings += _passed(sense(scenario, document, profile))
    sources = {name: document.source.text, **{path: shared[path].source.text for path in shared}}
    return Checked(scenario, document, profile, commons, sources, tuple(warnings))


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


def _shipped(path: str) -> Document:
    file = SCENARIOS / path
    status = file.stat()
    return _shared(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _shared(path: Path, changed: int, size: int) -> Document:
    """A shared file, read once for as long as it does not change."""
    return read(path, _shown(path))


def _relative(path: Path) -> str:
    resolved = path.resolve()
    return str(resolved.relative_to(SCENARIOS)) if resolved.is_relative_to(SCENARIOS) else path.name


def _shown(path: Path) -> str:
    """The path as short as it can be from where people are."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
