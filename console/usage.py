"""What is wrong with a command line, in one line."""

from __future__ import annotations

from difflib import get_close_matches

import click
from typer import Abort, Exit

from console.texts import say


def usage_message(error: Exception) -> str | None:
    """The sentence for a mistake in the command line; empty where help was shown; None for any other error."""
    if isinstance(error, Exit | Abort):
        return ""
    if not isinstance(error, click.ClickException):
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "kaveri"
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return error.format_message()
        case click.NoSuchOption():
            near = error.possibilities or []
            return _no_such(error.option_name, near, command)
        case click.MissingParameter():
            return say("usage.missing", name=_name(error.param), command=command)
        case click.BadParameter():
            return f"{say('usage.bad_value', value=_value(error), name=_name(error.param), command=command)}"
        case click.UsageError() if context is not None and isinstance(context.command, click.Group):
            asked = _quoted(error.format_message())
            names = context.command.list_commands(context)
            return _no_such(asked, get_close_matches(asked, names, n=1), command)
    return say("usage.other", why=error.format_message(), command=command)


def _no_such(name: str, near: object, command: str) -> str:
    nearest = list(near)[:1] if isinstance(near, list | tuple) else []
    suggestion = say("usage.near", near=nearest[0]) if nearest else ""
    return say("usage.no_such", name=name, near=suggestion, command=command)


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return parameter.opts[0] if isinstance(parameter, click.Option) else (parameter.metavar or parameter.name or "?")


def _value(error: click.BadParameter) -> str:
    return _quoted(error.message)


def _quoted(message: str) -> str:
    """What stands in quotes in click's message."""
    _, _, rest = message.partition("'")
    return rest.partition("'")[0]
