"""Puts the files that a scenario includes together with it: one document, in which everything keeps its own place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path as FilePath

from scenarios.language.commons import ANSWERS, REPAIR
from scenarios.language.diagnostics import Finding, ScenarioError, nearest
from scenarios.language.document import Document, Nth, read
from scenarios.language.events import Data, Path
from scenarios.language.model import SharedWords
from scenarios.language.pictures import PictureNames
from scenarios.language.source import Position
from scenarios.language.validation import validated

Reader = Callable[[str], Document]
"""Finds one of the files that scenarios share, by its path under a scenario folder; KeyError where there is none."""

_SHARED = re.compile(r"common(/[a-z0-9][a-z0-9_-]*)+\.yaml")


class Included(Document):
    """A scenario with the states of the files that it includes, each finding at its place in its own file."""

    def __init__(self, document: Document, files: Mapping[str, Document]) -> None:
        self._main = document
        self._files = files
        self._owners: dict[str, Document] = {}
        self.source = document.source
        self.data: Data = document.data
        written = document.data.get("states") if isinstance(document.data, dict) else None
        if isinstance(document.data, dict) and isinstance(written, dict):
            states = dict(written)
            for file in files.values():
                for name, body in _states(file).items():
                    states.setdefault(name, body)
                    self._owners.setdefault(name, document if name in written else file)
            self.data = {**document.data, "states": states}

    @property
    def files(self) -> Mapping[str, Document]:
        """The included files by path, in the order in which they are named."""
        return self._files

    def clashes(self) -> Iterator[Finding]:
        """Every state that is in two of the files, told at the one that is read first."""
        known: dict[str, Document] = dict.fromkeys(_states(self._main), self._main)
        for path, file in self._files.items():
            for name in _states(file):
                if (first := known.setdefault(name, file)) is not file:
                    place = ("states", name)
                    yield first.at_key("K327", place, name=name, other=f"{path}:{file.key(place).line}")

    def value(self, path: Path) -> Position:
        """Where the value at `path` begins, in the file that it comes from."""
        return self._owner(path).value(path)

    def key(self, path: Path) -> Position:
        """Where the key that names the value at `path` begins, in the file that it comes from."""
        return self._owner(path).key(path)

    def at_value(
        self, code: str, path: Path, *, within: str | Nth = "", suggestion: str | None = None, **facts: object
    ) -> Finding:
        """A finding at a value, in the file that it comes from."""
        return self._owner(path).at_value(code, path, within=within, suggestion=suggestion, **facts)

    def at_key(self, code: str, path: Path, *, suggestion: str | None = None, **facts: object) -> Finding:
        """A finding at the key of a value, in the file that it comes from."""
        return self._owner(path).at_key(code, path, suggestion=suggestion, **facts)

    def comment_after(self, path: Path) -> Finding | None:
        """A finding at the comment that ends a text, in the file that it comes from."""
        return self._owner(path).comment_after(path)

    def _owner(self, path: Path) -> Document:
        if len(path) > 1 and path[0] == "states":
            return self._owners.get(str(path[1]), self._main)
        return self._main


def with_includes(document: Document, reader: Reader, known: tuple[str, ...] = ()) -> Document:
    """The document with all that it includes; itself where it includes nothing.

    Args:
        document: The scenario.
        reader: Finds the files.
        known: The files that may be included, to suggest one.

    Raises:
        ScenarioError: A file is not there, has another shape, or holds a state that is there already.
    """
    paths = _included(document)
    if not paths:
        return document
    files: dict[str, Document] = {}
    findings: list[Finding] = []
    for index, path in enumerate(paths):
        try:
            if path in (ANSWERS, REPAIR):
                raise KeyError(path)
            files[path] = reader(path)
        except LeadsOut:
            findings.append(document.at_value("K120", ("include", index), name=path))
        except NoFile:
            findings.append(document.at_value("K100", ("include", index)))
        except KeyError:
            place = ("include", index)
            findings.append(document.at_value("K326", place, suggestion=likely(path, known), name=path, known=known))
    for file in files.values():
        findings += _shapeless(file)
    both = Included(document, files)
    findings += () if findings else both.clashes()
    if findings:
        raise ScenarioError(findings)
    return both


def likely(written: str, known: tuple[str, ...]) -> str | None:
    """The file among the known ones that was perhaps meant: its name tells, wherever it was looked for."""
    by_name = {FilePath(path).stem: path for path in reversed(known)}
    near = nearest(FilePath(written).stem, by_name)
    return by_name[near] if near is not None else None


def shared_words(document: Document) -> Iterator[tuple[SharedWords, Document]]:
    """The phrases and answers of every included file."""
    for file in document.files.values() if isinstance(document, Included) else ():
        model, _ = validated(SharedWords, file.data, file, ())
        if model is not None:
            yield model, file


def _included(document: Document) -> list[str]:
    """The paths that are named rightly; what else is wrong with them is told with the shape."""
    written = document.data.get("include") if isinstance(document.data, dict) else None
    named = written if isinstance(written, list) else []
    if not all(isinstance(path, str) and _SHARED.fullmatch(path) for path in named):
        return []
    return [str(path) for path in named]


def _states(file: Document) -> Mapping[str, Data]:
    states = file.data.get("states") if isinstance(file.data, dict) else None
    return states if isinstance(states, dict) else {}


def _shapeless(file: Document) -> list[Finding]:
    return validated(SharedWords, file.data, file, ())[1]


class LeadsOut(KeyError):
    """What a path names is a link to something outside the scenario folders, or to nothing."""


class NoFile(KeyError):
    """What a path names is there, and is a folder or a device."""


class Folders:
    """The folders from which a scenario's files may come, the nearest first."""

    def __init__(self, folders: tuple[FilePath, ...]) -> None:
        self._folders = folders

    def file(self, path: str) -> FilePath:
        """The first file of this path that lies in one of the folders, wherever links may lead.

        Raises:
            LeadsOut: There is only a link that leads out of the folder, or nowhere.
            NoFile: There is only a folder or a device of this name.
            KeyError: There is none.
        """
        linked = there = False
        for folder in self._folders:
            try:
                found = (folder / path).resolve()
            except RuntimeError:  # a link that goes round
                linked = True
                continue
            if found.is_file() and found.is_relative_to(folder.resolve()):
                return found
            linked |= (folder / path).is_symlink() or (found.is_file() and not found.is_relative_to(folder.resolve()))
            there |= os.path.exists(folder / path)
        raise (LeadsOut if linked else NoFile if there else KeyError)(path)

    def read(self, path: str, shown: Callable[[FilePath], str]) -> Document:
        """The document of `file`.

        Raises:
            LeadsOut: There is only a link that leads out of the folder, or nowhere.
            KeyError: There is none.
            ScenarioError: It is not YAML of our form.
        """
        found = self.file(path)
        return read(found, shown(found))

    def shared(self) -> tuple[str, ...]:
        """The paths of everything that may be included."""
        found = {
            file.relative_to(folder).as_posix(): None
            for folder in self._folders
            for file in sorted((folder / "common").rglob("*.yaml"))
            if file.is_file()
        }
        return tuple(path for path in found if path not in (ANSWERS, REPAIR))

    def pictures(self) -> PictureNames:
        """The names of all pictures in the folders."""
        return PictureNames(self._folders)

    def inside(self, shelf: str) -> tuple[str, ...]:
        """The paths of all files on a shelf, the nearest folder's first.

        A link that leads out of its folder, nowhere or in a circle is none, nor is a folder or a pipe of such a name.

        Args:
            shelf: A folder in each of the scenario folders, such as `songs/`.
        """
        found = {f"{shelf}{file.name}": None for folder in self._folders for file in _within(folder, shelf)}
        return tuple(found)


def _within(folder: FilePath, shelf: str) -> list[FilePath]:
    """The files on a shelf that lie in the folder, wherever links may lead."""
    inside = os.path.realpath(folder)
    straight = os.path.realpath(folder / shelf) == os.path.join(inside, shelf.rstrip("/"))
    return [
        file
        for file in sorted((folder / shelf).glob("*.yaml"))
        # Only a file has an end: is_file is first, and so no link that goes round is followed.
        if file.is_file() and ((straight and not file.is_symlink()) or file.resolve().is_relative_to(inside))
    ]
