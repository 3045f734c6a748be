"""ALAnimationPlayer: plays animations by name or by tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.nao.animations import resolved, tags
from sim.nao.errors import Refused
from sim.nao.pending import Pending
from sim.nao.service import Service, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao


class AnimationPlayer(Service):
    """Plays what is installed; a sitting robot plays the sitting ones of a tag."""

    name = "ALAnimationPlayer"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._added: dict[str, tuple[str, ...]] = {}

    @method("v::run(s)")
    def run(self, path: str) -> Pending:
        """Play an animation to its end; one that is not installed is refused."""
        full = resolved(path)
        if full is None:
            raise Refused(f"Animation {path} not found")
        return self.nao.animate(full)

    @method("v::runTag(s)", "v::runTag(ss)")
    def run_tag(self, tag: str, posture: str | None = None) -> Pending:
        """Play one of a tag's animations to its end; a tag without one is refused."""
        wanted = posture or ("Sit" if self.nao.family == "Sitting" else "Stand")
        names = (*tags().get(tag, ()), *self._added.get(tag, ()))
        fitting = [name for name in names if f"/{wanted}/" in name]
        if not fitting:
            raise Refused(f"No animation for tag {tag}")
        return self.nao.animate(self.nao.clock.rng.choice(fitting))

    @method("v::addTagForAnimations({s[s]})")
    def add_tag_for_animations(self, added: dict[str, list[str]]) -> None:
        """Let tags choose from more animations; one that is not installed is refused."""
        for tag, names in added.items():
            full = [resolved(name) for name in names]
            if None in full:
                raise Refused(f"Animation {names[full.index(None)]} not found")
            self._added[tag] = (*self._added.get(tag, ()), *(name for name in full if name is not None))

    @method("v::declarePathForTags(s)")
    def declare_path_for_tags(self, path: str) -> None:
        """Look for a package's tags under a path: refused, since none is installed."""
        raise Refused(f"Path not found: {path}")

    @method("v::reset()")
    def reset(self) -> None:
        """Forget the tags that were added."""
        self._added.clear()
