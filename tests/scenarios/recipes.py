"""Makes the bad files that cannot lie in `faults/` as plain small files, by their recipes there."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from robot.catalogue import GESTURES
from scenarios.language.check import check, check_text
from scenarios.language.diagnostics import Finding, ScenarioError
from scenarios.language.world import shipped_world

FAULTS = Path(__file__).parent / "faults"
RECIPES: dict[str, dict[str, Any]] = yaml.safe_load((FAULTS / "recipes.yaml").read_text(encoding="utf-8"))


def made(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What is found in the file of a recipe, made in an empty folder."""
    recipe, name = RECIPES[code], f"{code}.yaml"
    if "gesture" in recipe:
        return _with_gesture(name, recipe["gesture"], tuple(recipe["families"]))
    path = folder / "faults" / name
    path.parent.mkdir(exist_ok=True)
    match recipe:
        case {"folder": True}:
            path.mkdir(exist_ok=True)
        case {"repeat": text, "times": times}:
            path.write_text(text * times, encoding="utf-8")
        case {"hex": digits}:
            path.write_bytes(bytes.fromhex(digits))
        case {"link": target}:
            (path.parent / target).touch()
            path.unlink(missing_ok=True)
            path.symlink_to(target)
        case {"archive": members}:
            with zipfile.ZipFile(path, "w") as archive:
                for member in members:
                    archive.writestr(member, "")
    monkeypatch.chdir(path.parent)
    return check(name)


def _with_gesture(name: str, gesture: str, families: tuple[str, ...]) -> list[Finding]:
    """A scenario in a world with one gesture more, which the catalogue does not have."""
    world = shipped_world()
    gestures = {**GESTURES, gesture: replace(GESTURES["nod"], name=gesture, families=families)}
    odd = replace(world, gestures=gestures, names={**world.names, "gesture": tuple(gestures)})
    text = (FAULTS / name).read_text(encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        check_text(text, odd, name)
    return list(error.value.findings)
