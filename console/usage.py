"""What is wrong with a command line, in one line and in the terminal's language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import typer

from console.texts import say


def usage_message(error: typer.TyperException) -> str:
    """The sentence for a mistake in the command line; the help itself where nothing was asked for.

    Typer's own kinds of mistake are told apart by name: it keeps their classes private.
    """
    known: Any = error
    context = getattr(known, "ctx", None)
    command = context.command_path if context is not None else "kaveri"
    parameter = getattr(known, "param", None)
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return str(known.format_message())
        case "NoSuchOption":
            return _no_such(known.option_name, known.possibilities or (), command)
        case "MissingParameter":
            return say("usage.missing", name=_name(parameter), command=command)
        case "BadParameter":
            wanted = say(f"wants.{_name(parameter).lstrip('-')}")
            return say("usage.bad_value", name=_name(parameter), wanted=wanted, command=command)
        case _ if context is not None and hasattr(context.command, "list_commands"):
            asked = _quoted(known.format_message())
            return _no_such(asked, get_close_matches(asked, context.command.list_commands(context), n=1), command)
        case _:
            return say("usage.other", why=str(error).rstrip("."), command=command)


def _no_such(name: str, near: Any, command: str) -> str:
    suggestion = say("usage.near", near=next(iter(near))) if near else ""
    return say("usage.no_such", name=name, near=suggestion, command=command)


def _name(parameter: Any) -> str:
    if parameter is None:
        return "?"
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name)


def _quoted(message: str) -> str:
    """What stands in quotes in a message, or all of it."""
    _, quote, rest = message.partition("'")
    return rest.partition("'")[0] if quote else message
