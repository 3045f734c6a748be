"""ALBehaviorManager: the behaviours that are installed: the animations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.nao.animations import ANIMATIONS, resolved, tags
from sim.nao.errors import Refused
from sim.nao.pending import Pending
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao


class BehaviorManager(Module):
    """Runs and stops behaviours by name."""

    name = "ALBehaviorManager"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._running: dict[str, Pending] = {}
        self._loaded: set[str] = set()
        self._defaults: list[str] = []

    @method("v::runBehavior(s)")
    def run_behavior(self, name: str) -> Pending:
        """Run a behaviour to its end; one that is not installed is refused."""
        full = self._known(name)
        if full in self._running:
            raise Refused(f"Behavior {name} is already running")
        self._loaded.add(full)
        pending = self._running[full] = self.nao.animate(full)

        def ended(_value: Any, _error: Any) -> None:
            self._running.pop(full, None)

        pending.then(ended)
        return pending

    @method("v::startBehavior(s)")
    def start_behavior(self, name: str) -> None:
        """Begin a behaviour and return at once."""
        self.run_behavior(name)

    @method("v::stopBehavior(s)")
    def stop_behavior(self, name: str) -> None:
        """End a behaviour; one that does not run is refused."""
        full = self._known(name)
        if full not in self._running:
            raise Refused(f"Behavior {name} is not running")
        self.nao.motion_tasks.kill(lambda task: task.name == full)

    @method("v::stopAllBehaviors()")
    def stop_all_behaviors(self) -> None:
        """End every behaviour."""
        self.nao.motion_tasks.kill(lambda task: task.name in self._running)

    @method("b::preloadBehavior(s)")
    def preload_behavior(self, name: str) -> bool:
        """Make a behaviour ready."""
        full = resolved(name)
        if full is not None:
            self._loaded.add(full)
        return full is not None

    @method("b::isBehaviorInstalled(s)", "b::isBehaviorPresent(s)")
    def is_behavior_installed(self, name: str) -> bool:
        """Whether a behaviour is installed."""
        return resolved(name) is not None

    @method("b::isBehaviorRunning(s)")
    def is_behavior_running(self, name: str) -> bool:
        """Whether a behaviour runs."""
        return resolved(name) in self._running

    @method("b::isBehaviorLoaded(s)")
    def is_behavior_loaded(self, name: str) -> bool:
        """Whether a behaviour is ready."""
        return resolved(name) in self._loaded

    @method("[s]::getInstalledBehaviors()", "[s]::getBehaviorNames()", "[s]::getSystemBehaviorNames()")
    def get_installed_behaviors(self) -> list[str]:
        """The behaviours that are installed."""
        return list(ANIMATIONS)

    @method("[s]::getUserBehaviorNames()")
    def get_user_behavior_names(self) -> list[str]:
        """The behaviours that a user installed: none."""
        return []

    @method("[s]::getRunningBehaviors()")
    def get_running_behaviors(self) -> list[str]:
        """The behaviours that run."""
        return list(self._running)

    @method("[s]::getLoadedBehaviors()")
    def get_loaded_behaviors(self) -> list[str]:
        """The behaviours that are ready."""
        return sorted(self._loaded)

    @method("[s]::getTagList()")
    def get_tag_list(self) -> list[str]:
        """The tags of all behaviours."""
        return list(tags())

    @method("[s]::getBehaviorsByTag(s)")
    def get_behaviors_by_tag(self, tag: str) -> list[str]:
        """The behaviours of a tag."""
        return list(tags().get(tag, ()))

    @method("[s]::getBehaviorTags(s)")
    def get_behavior_tags(self, name: str) -> list[str]:
        """The tags of a behaviour."""
        return list(ANIMATIONS[self._known(name)].tags)

    @method("v::addDefaultBehavior(s)")
    def add_default_behavior(self, name: str) -> None:
        """Run a behaviour whenever the robot is switched on."""
        self._defaults.append(self._known(name))

    @method("v::removeDefaultBehavior(s)")
    def remove_default_behavior(self, name: str) -> None:
        """No longer run a behaviour when the robot is switched on."""
        full = self._known(name)
        if full in self._defaults:
            self._defaults.remove(full)

    @method("[s]::getDefaultBehaviors()")
    def get_default_behaviors(self) -> list[str]:
        """The behaviours that run when the robot is switched on."""
        return list(self._defaults)

    @staticmethod
    def _known(name: str) -> str:
        full = resolved(name)
        if full is None:
            raise Refused(f"Behavior {name} is not installed")
        return full
