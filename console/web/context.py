"""What every page is given: the station, the stage, and which robot is meant."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from console.web.access import Access
from console.web.outside import Outside
from console.web.rehearsals import Rehearsals
from console.web.stage import Stage
from robot.clock import Clock
from sessions.launch import Order
from sessions.settings import Settings, scenario_folders
from sessions.station import Station


@dataclass(frozen=True, slots=True)
class Context:
    """One console, as it was started."""

    station: Station
    settings: Settings
    stage: Stage
    clock: Clock
    """The computer's own time."""
    robot: str
    """sim, desk or nao://HOST: which body is meant unless another is chosen."""
    pace: float = 1.0
    persona: str | None = None
    """Who answers the virtual NAO; nobody unless somebody is named."""
    access: Access | None = None
    """Who may come in; without it everybody."""
    outside: Outside | None = None
    """How other devices find the pages; None where this computer alone does."""
    rehearsals: Rehearsals = field(default_factory=Rehearsals)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The scenario folders of one's own, the one that the pages write to among them."""
        folders = scenario_folders((), self.settings)
        return folders if self.own in folders or not self.own.is_dir() else (self.own, *folders)

    @property
    def own(self) -> Path:
        """The folder that the pages write scenarios to: the first of the settings, else the station's."""
        return next(iter(scenario_folders((), self.settings)), self.station.scenarios)

    def order(self, scenario: str, robot: str, language: str | None, reader: str) -> Order:
        """An order for a scenario on a body; what was filled in and who is there comes on top with `replace`."""
        order = Order(scenario, robot, language, reader=reader, pace=1.0, folders=self.folders)
        if robot != "sim":
            return order
        # Staff look for a session where they held it, and a morning round tells of today.
        return replace(order, pace=self.pace, persona=self.persona, since=self.clock.wall().astimezone())
