"""Who may play the people in a rehearsal: the persona files, read and found sound."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

import sim
from robot.problem import Problem

_SHIPPED = Path(sim.__file__).with_name("personas")

Chance = Annotated[float, Field(ge=0.0, le=1.0)]


def _holds_answer(template: str) -> str:
    try:
        slots = [slot for _, slot, _, _ in Formatter().parse(template) if slot is not None]
    except ValueError:
        slots = []
    if slots != ["answer"]:
        raise ValueError("it must hold {answer} once, and no other braces")
    return template


Phrase = Annotated[str, Field(min_length=1)]
Around = Annotated[str, AfterValidator(_holds_answer)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Think(_Shape):
    """Seconds from the opening of the ears to an answer, and their standard deviation."""

    mean: float = Field(gt=0.0, le=120.0)
    spread: float = Field(ge=0.0, le=120.0)


class Chances(_Shape):
    """How often a person does what; `sim/personas/eager_child.yaml` explains each."""

    right: Chance
    right_after_hint: Chance
    silent: Chance
    unclear: Chance
    touch: Chance
    hasty: Chance
    right_when_hasty: Chance
    around: Chance
    backchannel: Chance


class Phrases(_Shape):
    """What a person says in one language besides the answers."""

    around: list[Around] = Field(min_length=1)
    mumbles: list[Phrase] = Field(min_length=1)
    unknown: list[Phrase] = Field(min_length=1)
    backchannels: list[Phrase] = Field(min_length=1)


class Languages(_Shape):
    """A person's phrases in every language that a scenario may be in."""

    fi: Phrases
    sv: Phrases
    en: Phrases


class PersonaFile(_Shape):
    """A persona file: what `sim.persona.Person` takes, as a mapping."""

    think: Think
    chances: Chances
    ease: Chance
    patience: int = Field(ge=0)
    loudness: float = Field(ge=0.0, le=1.0)
    phrases: Languages


def persona_names() -> tuple[str, ...]:
    """The names of the personas that Kaveri ships, in alphabetical order."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def load_persona(persona: str | Path) -> Mapping[str, Any]:
    """The mapping in a persona's file, with every parameter in it and in range.

    Args:
        persona: A shipped name, or the path of a YAML file.

    Raises:
        Problem: `persona_missing`, `persona_unreadable` or `persona_invalid`.
    """
    path = _path(persona)
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return PersonaFile.model_validate(loaded).model_dump()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("persona_unreadable", path=path, why=getattr(error, "strerror", None) or error) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise Problem("persona_invalid", path=path, why=f"{where}: {first['msg']}") from error
    except yaml.YAMLError as error:
        raise Problem("persona_invalid", path=path, why=_reason(error)) from error
    except RecursionError as error:
        raise Problem("persona_invalid", path=path, why="it is nested too deeply") from error


def _path(persona: str | Path) -> Path:
    path = Path(persona)
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        return path
    names = persona_names()
    if str(persona) not in names:
        near = get_close_matches(str(persona), names, n=1)
        if near:
            raise Problem("persona_missing_near", name=persona, near=near[0], names=", ".join(names))
        raise Problem("persona_missing", name=persona, names=", ".join(names))
    return _SHIPPED / f"{persona}.yaml"


def _reason(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "this is not YAML"
    return problem if mark is None else f"line {mark.line + 1}, column {mark.column + 1}: {problem}"
