"""The station's settings: `kaveri.toml` in its folder, and above that the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from robot.problem import Problem
from sessions.broker import Broker
from sessions.settings import toml_places
from sessions.settings.model import Settings, Table
from sessions.settings.secrets import key_variable
from sessions.settings.toml_places import line_and_column
from sessions.settings.wrong import wrong
from sessions.station import Station

__all__ = ["Settings", "load", "scenario_folders", "variables"]

_SWITCH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the file at `path`, where there is one, with those that the environment gives in their place.

    The station's own scenarios, which were changed on its pages, are among the folders of scenarios, the last.

    Raises:
        Problem: `settings_...` or `broker_...`, naming file, line and column, or the environment's variable.
    """
    settings = checked(path, text_of(path), environment)
    own = Station(path.parent).scenarios
    if not own.is_dir() or own in map(Path, settings.scenarios):
        return settings
    return settings.model_copy(update={"scenarios": (*settings.scenarios, str(own))})


def checked(path: Path, text: str, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that `load` would give if this text stood in the file.

    Raises:
        Problem: As `load`.
    """
    written, places = _parse(path, text)
    where = _Where(path, text, places, _outranked(written, environment))
    try:
        settings = Settings.model_validate(written, context={"folder": path.parent})
    except ValidationError as error:
        first = min(error.errors(), key=lambda each: where.order(each["loc"]))
        raise wrong(first, where(first["loc"], first["type"] == "extra_forbidden")) from None
    if settings.broker is not None:
        Broker.parse(settings.broker, where(("broker",)))
    if settings.link.key is not None and settings.link.certificate is None:
        raise Problem("settings_key_alone", where=where(("link", "key")))
    names = [sender.name for sender in settings.link.commands]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Problem("settings_sender_twice", where=where(("link", "commands", number, "name")), name=name)
        if alike := [other for other in names[:number] if key_variable(other) == key_variable(name)]:
            place, variable = where(("link", "commands", number, "name")), key_variable(name)
            raise Problem("settings_senders_alike", where=place, name=name, other=alike[0], variable=variable)
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


def variables() -> dict[str, tuple[str, ...]]:
    """The variables of the environment that may hold a setting, each with the setting's path in the file."""
    return {f"KAVERI_{'_'.join(path).upper()}": path for path, _ in _settable(Settings)}


def _settable(table: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every setting that one text can hold, with its type."""
    for name, field in table.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Table):
            yield from _settable(kind, (*above, name))
        elif name != "commands":
            yield (*above, name), kind


def _outranked(written: dict[str, Any], environment: Mapping[str, str]) -> dict[toml_places.Path, str]:
    """Put the environment's settings into `written`; returns which variable each came from."""
    placed: dict[toml_places.Path, str] = {}
    for path, kind in _settable(Settings):
        variable = f"KAVERI_{'_'.join(path).upper()}"
        if not (value := environment.get(variable)):
            continue
        table: Any = written
        for name in path[:-1]:
            table = table.setdefault(name, {}) if isinstance(table, dict) else None
        if isinstance(table, dict):
            table[path[-1]] = _as(kind, value)
            placed[path] = variable
    return placed


def _as(kind: Any, text: str) -> object:
    if kind is int and re.fullmatch(r"-?\d{1,9}", text):
        return int(text)
    return _SWITCH.get(text.lower(), text) if kind is bool else text


class _Where:
    """Says where a setting was written: file, line and column, or a variable of the environment."""

    def __init__(
        self,
        path: Path,
        text: str,
        places: Mapping[toml_places.Path, toml_places.Place],
        variables: Mapping[toml_places.Path, str],
    ) -> None:
        self._path = path
        self._text = text
        self._places = places
        self._variables = variables

    def __call__(self, setting: toml_places.Path, key: bool = False) -> str:
        """Where a setting's value, or else its key, begins; where it is missing, the table that should hold it."""
        for end in range(len(setting), 0, -1):
            if variable := self._variables.get(setting[:end]):
                return variable
            if place := self._places.get(setting[:end]):
                line, column = line_and_column(self._text, place.key if key else place.value)
                return f"{self._path}:{line}:{column}"
        return str(self._path)

    def order(self, setting: toml_places.Path) -> tuple[bool, int]:
        """Sorts settings as they stand in the file, and those of the environment after them."""
        for end in range(len(setting), 0, -1):
            if setting[:end] in self._variables:
                break
            if place := self._places.get(setting[:end]):
                return False, place.value
        return True, 0


def text_of(path: Path) -> str:
    """What stands in the file; empty where there is none.

    Raises:
        Problem: `settings_not_read`.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("settings_not_read", where=path, reason=error) from error


def _parse(path: Path, text: str) -> tuple[dict[str, Any], dict[toml_places.Path, toml_places.Place]]:
    try:
        return tomllib.loads(text), toml_places.places(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).rpartition(" (at ")
        found = re.fullmatch(r"line (\d+), column (\d+)\)", place)
        lines = text.split("\n")
        line, column = found.groups() if found else (len(lines), len(lines[-1]) + 1)
        raise Problem("settings_syntax", where=f"{path}:{line}:{column}", reason=what) from None
    except RecursionError:
        raise Problem("settings_syntax", where=path, reason="it is nested too deeply") from None
