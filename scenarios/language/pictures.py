"""Pictures for the participants' screen: files in the folder `pictures` of a scenario folder, found by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

FOLDER = "pictures"
SCENARIOS = Path(__file__).parents[1]

TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
"""What a picture may be, by the ending of its file; of two that are named alike the first kind counts."""

MOST_BYTES = 2_000_000
"""A larger file is no picture for a screen in a room: it would come too late."""


class PictureNames(Collection[str]):
    """The names of the pictures in some folders, which are looked at only where a scenario names one."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(pictures(self._folders))

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class AnyPicture(tuple[str, ...]):
    """Every name, where the files cannot be looked at: a log keeps a scenario's words and not its pictures."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)


def pictures(folders: Sequence[Path]) -> dict[str, Path]:
    """Every picture by its name, that of the first folder first; a link that leads out of its folder is none."""
    found: dict[str, Path] = {}
    for folder in folders:
        inside = (folder / FOLDER).resolve()
        for ending in TYPES:
            for file in sorted(inside.glob(f"*{ending}")):
                if file.is_file() and file.resolve().is_relative_to(inside) and file.stat().st_size <= MOST_BYTES:
                    found.setdefault(file.stem, file)
    return found


@cache
def shipped_pictures() -> tuple[str, ...]:
    """The names of those that Kaveri brings along."""
    return tuple(pictures((SCENARIOS,)))
