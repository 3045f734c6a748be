"""Staff with accounts and how they come in, and the people of a station."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page

from console.web.access import COOKIE
from robot.clock import RealClock
from sessions.people.people import People
from sessions.staff import Staff
from sessions.station import Station

MANAGER, CARER = ("Aino", "482913"), ("Väinö", "739164")


def hired(home: Path) -> None:
    """A manager and a carer have accounts at this station."""
    with closing(Staff(Station(home), RealClock())) as staff:
        staff.add(MANAGER[0], "manager", MANAGER[1])
        staff.add(CARER[0], "carer", CARER[1])


def come_in(page: Page, address: str, who: tuple[str, str]) -> None:
    """Sign in by name on a device that knows nobody."""
    page.goto(f"{address}signin")
    page.get_by_label("Nimi").fill(who[0])
    page.get_by_label("PIN-koodi").fill(who[1])
    page.get_by_role("button", name="Sisään").click()
    page.wait_for_url(address)


def gathered(home: Path, group: str, *names: str) -> None:
    """A group of people is known at this station."""
    with closing(People(Station(home), RealClock(), lambda *entry: None)) as people:
        people.add(people.add_group(group, "care").pseudonym, names)


def put_out(page: Page, home: Path) -> None:
    """End the sign-in of a page's device, without the page."""
    [kept] = [each["value"] for each in page.context.cookies() if each["name"] == COOKIE]
    with closing(Staff(Station(home), RealClock())) as staff:
        token = kept.strip('"')
        assert staff.whose(token, used=False) is not None
        staff.sign_out(token)
