"""The thresholds of a rehearsal, read from `thresholds.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

PATH = Path(__file__).with_name("thresholds.yaml")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Limits(_Shape):
    """What must hold for every persona and language to have a grade."""

    intended: float = Field(ge=0, lt=1)
    without_staff: float = Field(ge=0, le=1)
    modelled: float = Field(ge=0, le=1)
    overrun: float = Field(gt=0)
    unheard: float = Field(ge=0, le=1)
    breaches: int = Field(ge=0)


class Peace(_Shape):
    """How often a robot may ask somebody who has declined."""

    same_question: int = Field(ge=0)
    questions: int = Field(ge=0)


class Staff(_Shape):
    """How soon simulated staff come, on average and by how much that spreads, and how soon they have then helped."""

    seconds: float = Field(gt=0)
    spread: float = Field(ge=0)
    helps: float = Field(ge=0)


class Bounds(_Shape):
    """Where a session that does not end is cut off."""

    overtime: float = Field(gt=0)
    minutes: float = Field(gt=0)
    steps: int = Field(gt=0)


class Thresholds(_Shape):
    """All of them."""

    seeds: int = Field(ge=1)
    ready: Limits
    care: Limits
    peace: Peace
    staff: Staff
    bounds: Bounds


@cache
def thresholds() -> Thresholds:
    """The shipped thresholds."""
    return Thresholds.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))
