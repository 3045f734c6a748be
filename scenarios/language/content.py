"""From a file's bytes to its text; where they are none, what kind of file it looks like instead."""

from __future__ import annotations

import stat
from pathlib import Path

from scenarios.language.diagnostics import ScenarioError, Word, finding
from scenarios.language.source import LIMIT_BYTES, Source

_ARCHIVE = b"PK\x03\x04"

_WRITTEN = (
    (b"%pdf-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_word"),
    (rb"{\rtf", "rich_text"),
    (b"<!doctype html", "web_page"),
    (b"<html", "web_page"),
)
"""How documents begin from which an author can copy the text; small letters stand for both."""

_IN_ARCHIVES = (
    (b"word/", "word"),
    (b"application/vnd.oasis.opendocument.text", "open_document"),
)

_OTHER = (
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"\x00\x00\x00\x18ftyp", "picture"),
    (b"RIFF", "recording"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (_ARCHIVE, "archive"),
)
"""How files begin that hold no text to copy."""

_LATIN = "cp1252"
"""What older programs on Windows write where they do not write UTF-8; only for showing a line."""


def text_of(path: Path, file: str) -> Source:
    """The text of a file, called `file` in messages.

    Raises:
        ScenarioError: It is not a file, leads out of its folder, is too large, or is not text.
        FileNotFoundError: There is no such file.
    """
    if leads_out(path):
        raise ScenarioError([finding(Source(file, ""), "K120", 0, name=path.name)])
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _unread("K100", file)
        with path.open("rb") as stream:
            content = stream.read(LIMIT_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unread("K100", file) from error
    _is_text(content, file)
    if len(content) > LIMIT_BYTES:
        raise _unread("K105", file)
    try:
        return Source(file, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        shown = Source(file, before + content[error.start :].decode(_LATIN, errors="replace"))
        raise ScenarioError([finding(shown, "K106", len(before))]) from error


def leads_out(path: Path) -> bool:
    """Whether a path is a link to something that is not in its own folder, or that is not there at all."""
    if not path.is_symlink():
        return False
    try:
        return not path.resolve(strict=True).is_relative_to(path.parent.resolve())
    except (OSError, RuntimeError):
        return True


def _is_text(content: bytes, file: str) -> None:
    """Let text pass, in whatever encoding.

    Raises:
        ScenarioError: It is something else, as far as the first bytes tell.
    """
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    kind = next((kind for start, kind in _WRITTEN if begins.startswith(start)), None)
    if kind is None and content.startswith(_ARCHIVE):
        kind = next((kind for part, kind in _IN_ARCHIVES if part in content), None)
    if kind is not None:
        raise _unread("K121", file, kind=Word(kind))
    kind = next((kind for start, kind in _OTHER if content.startswith(start)), None)
    if kind is not None and b"\x00" in content:
        raise _unread("K122", file, kind=Word(kind))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(content):
        raise _unread("K106", file)
    if content and not content.strip(b"\x00"):
        raise _unread("K122", file, kind=Word("zeros"))
    if content.count(0) > len(content) // 100 + 8:
        raise _unread("K122", file, kind=Word("binary"))


def _is_wide(content: bytes) -> bool:
    """Whether every other byte is zero, as where two bytes make a letter (UTF-16)."""
    head = content[:256]
    return len(head) >= 8 and any(not any(head[first::2]) and all(head[1 - first :: 2]) for first in (0, 1))


def _unread(code: str, file: str, **facts: object) -> ScenarioError:
    return ScenarioError([finding(Source(file, ""), code, 0, None, None, **facts)])
