"""Every page of the console, at a station where something is to be seen on each, and how it is come to."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from robot.clock import RealClock
from sessions.people.people import People
from sessions.people.search import Person
from sessions.station import Station
from tests.browser.conftest import SECONDS, TABLET, consoles
from tests.browser.crew import CARER, MANAGER, come_in, gathered, hired

GROUP, NAMES = "Tiistain laulupiiri", ("Aino-Maija K.", "Olavi", "Anna-Liisa Korhonen-Virtanen", "Eino")
FORGOTTEN = "c" * 40
"""The id of a session that was never held."""


@dataclass(frozen=True)
class Furnished:
    """A console at a station with accounts, a group, and a session that was held; a manager is signed in."""

    address: str
    person: Person
    session: str
    context: BrowserContext
    carer: BrowserContext
    """A carer's device, signed in."""

    def page(self) -> Page:
        """Another page of the manager's."""
        return self.context.new_page()


Way = Callable[[Page, Furnished], None]


@dataclass(frozen=True)
class Visit:
    """A page as it is once somebody has come to it.

    Args:
        name: What it is called in tests and as a picture.
        route: As the console registers it.
        way: Comes to it, and waits until it shows what it should.
    """

    name: str
    route: str
    way: Way


@contextmanager
def furnished(browser: Browser, home: Path) -> Iterator[Furnished]:
    """A console with something on every page."""
    hired(home)
    gathered(home, GROUP, *NAMES)
    with closing(People(Station(home), RealClock())) as people:
        person = people.persons()[0]
        people.never_raise(person, ["Puoliso", "Vanha kotitalo"])
    with consoles(home) as serve:
        console = serve()
        context = browser.new_context(
            viewport={"width": TABLET[0], "height": TABLET[1]}, locale="fi-FI", reduced_motion="reduce"
        )
        context.set_default_timeout(SECONDS * 1000)
        page = context.new_page()
        come_in(page, console.address, MANAGER)
        begin(page, console.address)
        page.locator("#skip").click()
        page.locator("#answers button").first.click()
        expect(page.locator("#talk .staff")).not_to_have_count(0)
        page.locator("#stop").click()
        page.wait_for_url(re.compile("/after/"))
        page.close()
        with closing(sqlite3.connect(home / "log.sqlite")) as log:
            [(session,)] = log.execute("SELECT id FROM sessions").fetchall()
        carer = browser.new_context(
            viewport={"width": TABLET[0], "height": TABLET[1]}, locale="fi-FI", reduced_motion="reduce"
        )
        carer.set_default_timeout(SECONDS * 1000)
        page = carer.new_page()
        come_in(page, console.address, CARER)
        page.close()
        yield Furnished(console.address, person, session, context, carer)
        carer.close()
        context.close()


def begin(page: Page, address: str, robot: str = "") -> None:
    """Begin a session, on the body that is named so."""
    page.goto(f"{address}start/number-friends")
    if robot:
        page.get_by_role("button", name=robot).click()
    page.locator("button#start").click()
    expect(page.locator("#now")).not_to_be_empty()


def asked(page: Page) -> None:
    """Go on to where the robot waits for an answer."""
    page.locator("#skip").click()
    expect(page.locator("#answers button").first).to_be_visible()


def _at(path: str, *seen: str) -> Way:
    """Go to a path, in which {group}, {person} and {session} are the station's; wait for what must be seen there."""

    def way(page: Page, at: Furnished) -> None:
        filled = path.format(group=at.person.group, person=at.person.pseudonym, session=at.session[:8])
        page.goto(f"{at.address}{filled}")
        for each in seen or ("h1",):
            expect(page.locator(each).first).to_be_visible()

    return way


def _then(way: Way, *presses: str, seen: str = "", leads: str = "") -> Way:
    """Come to a page, and press something there; it may lead to another page, which opens beside this one."""

    def longer(page: Page, at: Furnished) -> None:
        way(page, at)
        for each in presses:
            page.locator(each).first.click()
        if seen:
            expect(page.locator(seen).first).to_be_visible()
        if leads:
            page.goto(f"{at.address}{leads}")

    return longer


NOWHERE = "/{nowhere}"
"""Where nothing is registered."""

AT_REST = (
    Visit("home", "/", _at("", "#start")),
    Visit("start", "/start/{name}", _at("start/number-friends", "#ready .k-details")),
    Visit("start-inputs", "/start/{name}", _at("start/own-words", "#ready .k-details", ".k-input")),
    Visit("start-unknown", "/start/{name}", _at("start/no-such-thing")),
    Visit("during-nothing", "/session", _at("session")),
    Visit("missing", NOWHERE, _at("session/xyz", ".k-main p.k-notice")),
    Visit("room-waiting", "/room", _at("room", "#turn")),
    Visit("after", "/after/{session}", _then(_at("after/{session}"), "#notes", seen=".k-main textarea")),
    Visit("after-unknown", "/after/{session}", _at(f"after/{FORGOTTEN}")),
    Visit("report", "/report/{session}", _at("report/{session}")),
    Visit("history", "/history", _at("history", ".k-list li")),
    Visit("people", "/people", _at("people", ".k-list li")),
    Visit("group", "/people/{group}", _at("people/{group}", ".k-list li")),
    Visit("person", "/people/{group}/{person}", _at("people/{group}/{person}")),
    Visit("papers", "/papers/{setting}", _at("papers/care")),
    Visit("scenarios", "/scenarios", _at("scenarios", ".k-list li")),
    Visit("scenario", "/scenarios/{name}", _at("scenarios/number-friends", "#glance")),
    Visit("diagram", "/diagram/{name}", _at("diagram/number-friends", "svg")),
    Visit(
        "rehearsal",
        "/rehearsal",
        _then(_at("scenarios/number-friends"), "#glance", "#rehearsal-report", seen="#verdict", leads="rehearsal"),
    ),
    Visit("words", "/scenarios/{name}/{form}", _at("scenarios/number-friends/words", ".k-words")),
    Visit("yaml", "/scenarios/{name}/{form}", _at("scenarios/number-friends/yaml", "#yaml")),
    Visit("settings", "/settings", _at("settings", "#staff-pin")),
    Visit("account", "/account", _at("account", "#pin-old")),
    Visit("station", "/station", _at("station")),
)
"""While no session runs."""

RUNNING = (
    Visit("home-running", "/", _at("", "#start", "#stop")),
    Visit("during", "/session", _at("session", "#now", "#answers button")),
    Visit("during-edit", "/session", _then(_at("session", "#now"), ".k-next button", seen="#edit")),
    Visit("during-called", "/session", _then(_at("session", "#now"), "#call", seen="#take-back")),
    Visit("room", "/room", _at("room", "#words")),
)
"""While a session runs, and the robot waits for an answer."""

TO_CARERS = (
    Visit("carer-home", "/", _at("", "#start")),
    Visit("carer-after", "/after/{session}", _then(_at("after/{session}"), "#notes", seen=".k-main textarea")),
    Visit("carer-scenario", "/scenarios/{name}", _at("scenarios/number-friends", "#glance")),
    Visit("carer-account", "/account", _at("account", "#pin-old")),
    Visit("carer-people", "/people", _at("people", ".k-main .k-notice")),
    Visit("carer-settings", "/settings", _at("settings", ".k-main .k-notice")),
)
"""As a carer sees them, who manages nothing."""


def _known(page: Page, at: Furnished) -> None:
    """The page where people sign in, on a device on which somebody has before."""
    page.goto(f"{at.address}signin")
    page.locator("#name").fill(CARER[0])
    page.locator("#pin").fill(CARER[1])
    page.locator("#in").click()
    page.locator("#signout").click()
    expect(page.locator(".k-tile").first).to_be_visible()


SIGNED_OUT = (
    Visit("signin-known", "/signin", _known),
    Visit("signin", "/signin", _at("signin", "#in")),
)
"""To somebody who has not signed in."""

DOCUMENTS = frozenset({"/report/{session}", "/papers/{setting}", "/diagram/{name}", "/rehearsal"})
"""To be read or printed: links in a running text are as high as the text."""

NO_PAGE = frozenset(
    {
        "/device",
        "/style.css",
        "/ring.wav",
        "/line.js",
        "/room/room.js",
        "/room/events",
        "/sound/{token}",
        "/picture/{name}",
        "/export/{session}/{form}",
        "/person-export/{person}",
    }
)
"""What is asked for by pages, or kept as a file."""
