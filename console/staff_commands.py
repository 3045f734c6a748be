"""The commands under `kaveri staff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from console.texts import say

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=say("help.staff_name"))]


def add_staff_commands(staff: typer.Typer) -> None:
    """Give the command `kaveri staff` its own commands."""
    for name, command in (("add", add), ("list", list_), ("remove", remove), ("pin", pin), ("export", export)):
        staff.command(name, help=say(f"help.staff_{name}"))(command)


def add(
    name: NameArgument,
    role: Annotated[
        Literal["carer", "teacher", "manager"],
        typer.Option(metavar="carer|teacher|manager", help=say("help.staff_role")),
    ],
) -> None:
    """Make an account."""
    from console.staff import add_staff

    add_staff(name, role)


def list_() -> None:
    """List the accounts."""
    from console.staff import list_staff

    list_staff()


def remove(name: NameArgument) -> None:
    """Remove an account."""
    from console.staff import remove_staff

    remove_staff(name)


def pin(name: NameArgument) -> None:
    """Give somebody another PIN."""
    from console.staff import set_pin

    set_pin(name)


def export(
    name: NameArgument,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help=say("help.export_output"))] = None,
) -> None:
    """Write what is kept of somebody."""
    from console.staff import export_staff

    export_staff(name, output)
