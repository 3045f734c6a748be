"""The station's settings: `kaveri.toml` in its folder, and above that the environment."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from robot.problem import Problem
from sessions.broker import Broker

TopicName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""A name that may stand in an MQTT topic and in a CloudEvents source."""


class Settings(BaseModel):
    """What a station may be told once and for all; each field has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: TopicName = "site"
    robot: TopicName = "nao"
    broker: str | None = None
    language: Literal["fi", "sv", "en"] | None = None
    robot_address: Annotated[str, StringConstraints(pattern=r"^(sim|desk|nao://\S+)$")] = "sim"
    in_flight: Annotated[int, Field(ge=1, le=20)] = 2
    """How many events may be on their way to the broker before it has acknowledged the first."""
    scenarios: tuple[str, ...] = ()
    """Folders of scenarios of one's own, besides the shipped ones; a name in an earlier folder wins."""

    @field_validator("scenarios", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        # The environment holds several as PATH does.
        return value.split(os.pathsep) if isinstance(value, str) else value


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the file at `path`, where there is one, with those that the environment gives in their place.

    Raises:
        Problem: `settings_...` or `broker_...`, naming file, line and column, or the environment's variable.
    """
    text = _read(path)
    written = _parse(path, text)
    places = {key: _place(path, text, key) for key in written}
    for name in Settings.model_fields:
        variable = f"KAVERI_{name.upper()}"
        if value := environment.get(variable):
            written[name], places[name] = value, variable
    try:
        settings = Settings.model_validate(written)
    except ValidationError as error:
        wrong = [str(each["loc"][0]) for each in error.errors()]
        raise _wrong(min(wrong, key=list(written).index), written, places) from None
    if settings.broker is not None:
        Broker.parse(settings.broker, places["broker"])
    return settings


def scenario_folders(named: Sequence[Path], settings: Settings) -> tuple[Path, ...]:
    """The scenario folders of one's own: those `named` for this run, then those of the settings.

    Raises:
        Problem: One of them is no folder.
    """
    folders = (*named, *(Path(folder).expanduser() for folder in settings.scenarios))
    for folder in folders:
        if not folder.is_dir():
            raise Problem("scenario_folder_missing", folder=folder)
    return folders


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("settings_not_read", where=path, reason=error) from error


def _parse(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).rpartition(" (at ")
        found = re.fullmatch(r"line (\d+), column (\d+)\)", place)
        lines = text.split("\n")
        line, column = found.groups() if found else (len(lines), len(lines[-1]) + 1)
        raise Problem("settings_syntax", where=f"{path}:{line}:{column}", reason=what) from None


def _place(path: Path, text: str, key: str) -> str:
    pattern = re.compile(rf"""^\s*\[*\s*(["']?){re.escape(key)}\1\s*[=.\]]\s*""")
    for number, line in enumerate(text.splitlines(), 1):
        if found := pattern.match(line):
            column = found.end() if key in Settings.model_fields else found.start() + line.index(key)
            return f"{path}:{number}:{column + 1}"
    return str(path)


def _wrong(key: str, written: Mapping[str, object], places: Mapping[str, str]) -> Problem:
    if key in Settings.model_fields:
        code = "settings_name" if key in ("site", "robot") else f"settings_{key}"
        return Problem(code, where=places[key], key=key, value=written[key])
    near = difflib.get_close_matches(key, Settings.model_fields, n=1)
    if near:
        return Problem("settings_unknown_near", where=places[key], key=key, near=near[0])
    return Problem("settings_unknown", where=places[key], key=key, known=", ".join(Settings.model_fields))
