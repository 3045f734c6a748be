"""The commands that concern people's rights: `kaveri privacy`, `kaveri sessions erase`, `kaveri people export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from console.texts import say


def add_privacy_commands(privacy: typer.Typer, sessions: typer.Typer, people: typer.Typer) -> None:
    """Give each of the three its commands."""
    privacy.command("report", help=say("help.privacy_report"))(report)
    privacy.command("receipts", help=say("help.privacy_receipts"))(receipts)
    privacy.command("audit", help=say("help.privacy_audit"))(audit)
    sessions.command("erase", help=say("help.sessions_erase"))(erase)
    people.command("export", help=say("help.people_export"))(export)


def report(
    language: Annotated[
        Literal["fi", "sv", "en"] | None, typer.Option(metavar="fi|sv|en", help=say("help.privacy_language"))
    ] = None,
    setting: Annotated[
        Literal["classroom", "care", "both"],
        typer.Option(metavar="classroom|care|both", help=say("help.privacy_setting")),
    ] = "both",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help=say("help.privacy_output"))] = None,
) -> None:
    """Write the data-protection pack."""
    from console.privacy import write_privacy_report
    from robot.clock import RealClock

    write_privacy_report(RealClock().today(), language, setting, output)


def receipts(
    receipt: Annotated[str | None, typer.Argument(metavar="[ID]", help=say("help.receipt"))] = None,
    by_hand: Annotated[str | None, typer.Option("--by-hand", metavar="NAME", help=say("help.receipt_by_hand"))] = None,
) -> None:
    """List the receipts of what was erased, or show one."""
    from console.erasing import list_receipts

    list_receipts(receipt, by_hand)


def audit() -> None:
    """List who did what to the data."""
    from console.auditing import list_audit

    list_audit()


def erase(
    person: Annotated[list[str] | None, typer.Option(metavar="PERSON", help=say("help.erase_person"))] = None,
    session: Annotated[list[str] | None, typer.Option(metavar="ID", help=say("help.erase_session"))] = None,
    older_than: Annotated[
        str | None, typer.Option("--older-than", metavar="DAYS|DAY", help=say("help.erase_older"))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=say("help.erase_yes"))] = False,
) -> None:
    """Erase persons, sessions, or all that is old."""
    from console.erasing import erase as erase_these
    from robot.problem import Problem

    if not person and not session and older_than is None:
        raise Problem("erase_what")
    erase_these(person or [], session or [], older_than, yes)


def export(
    person: Annotated[str, typer.Argument(metavar="PERSON", help=say("help.people_person"))],
    output: Annotated[Path | None, typer.Option(metavar="FILE", help=say("help.export_output"))] = None,
) -> None:
    """Write all that is kept of a person."""
    from console.erasing import export_person

    export_person(person, output)
