"""Every command that a document shows can be given."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer

from console.cli import app
from tests.docs.documents import NAMES, blocks, prose, text_of

_COMMAND = re.compile(r"^\s*(?:\$ )?(?:\S*/)?kaveri (.+)$", re.MULTILINE)
_INLINE = re.compile(r"`kaveri ([^`]+)`")


def shown(text: str) -> Iterator[str]:
    for language in ("console", "sh", "bash", "text", ""):
        for block in blocks(text, language):
            yield from _COMMAND.findall(block)


@cache
def kaveri() -> Any:
    """All commands, which take long to put together."""
    return typer.main.get_command(app)


def found(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the first words name, and the words after those."""
    command = kaveri()
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def parse(line: str) -> None:
    """Read a command line as `kaveri` does; what it names must exist, and nothing it needs may be missing."""
    command, words = found(shlex.split(line, comments=True))
    assert not hasattr(command, "commands") or words == ["--help"], f"there is no command: kaveri {line}"
    try:
        command.make_context(command.name, words)
    except typer.Exit:
        assert "--help" in words


@pytest.mark.parametrize("name", NAMES)
def test_commands_in_blocks_parse(name: str) -> None:
    for line in shown(text_of(name)):
        parse(line)


@pytest.mark.parametrize("name", NAMES)
def test_commands_in_sentences_exist(name: str) -> None:
    for line in _INLINE.findall(prose(text_of(name))):
        command, words = found(shlex.split(line))
        options = {option for parameter in command.params for option in parameter.opts}
        assert words in ([], ["--help"]) or not hasattr(command, "commands"), f"there is no command: kaveri {line}"
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}, (
            f"no such option: kaveri {line}"
        )


@pytest.mark.parametrize("line", ["runn number-friends", "run number-friends --personna shy_child", "run", "sessions"])
def test_a_command_that_does_not_exist_is_found(line: str) -> None:
    with pytest.raises((typer.TyperException, AssertionError)):
        parse(line)
