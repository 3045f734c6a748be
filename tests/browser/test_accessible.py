"""Every page is for everybody: axe-core finds nothing, targets are large, and nothing hangs over at 320 pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from nicegui import app as pages
from playwright.sync_api import Browser, Page, expect

from console.web.access import Access
from console.web.app import made
from console.web.context import Context
from console.web.device import LOOKS
from console.web.stage import Stage
from console.web.words import LANGUAGES, say
from robot.clock import RealClock
from sessions.settings import Settings
from sessions.station import Station
from tests.browser.conftest import PHONE, TABLET, Serve
from tests.browser.every_page import (
    AT_REST,
    DOCUMENTS,
    NO_PAGE,
    NOWHERE,
    RUNNING,
    SIGNED_OUT,
    TO_CARERS,
    Furnished,
    Visit,
    asked,
    begin,
    furnished,
)

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NARROWEST = (320, 640)
"""Half of 640 pixels: a page at 200 %; and a quarter of 1280, as WCAG asks."""

SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), textarea, select, summary')]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.classList.contains('k-skip'))
  .map((each) => [each.outerHTML.slice(0, 120), each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 55.5 || box.height < 55.5)
  .map(([what, box]) => `${box.width} x ${box.height}: ${what}`)"""


@pytest.fixture(scope="module")
def station(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    with furnished(browser, tmp_path_factory.mktemp("station") / "home") as at:
        yield at


@pytest.fixture(scope="module")
def running(station: Furnished) -> Iterator[Furnished]:
    """A session runs, and the robot has asked something."""
    page = station.page()
    begin(page, station.address)
    asked(page)
    yield station
    page.locator("#stop").click()
    page.wait_for_url("**/after/*")
    page.close()


@pytest.fixture
def page(station: Furnished) -> Iterator[Page]:
    page = station.page()
    yield page
    page.close()


def _each(*visits: Visit, short: tuple[str, ...] = ()) -> Any:
    """One test for each; `make test` has the short ones."""
    return pytest.mark.parametrize(
        "visit",
        [pytest.param(each, id=each.name, marks=() if each.name in short else pytest.mark.whole) for each in visits],
    )


def _found(page: Page) -> list[str]:
    """What axe-core finds in each of the looks, in the frames of the page too."""
    axe, found = Axe(), []
    for frame in page.frames:
        frame.evaluate(axe.axe_script)
    for look in LOOKS:
        for frame in page.frames:
            frame.evaluate(f"document.documentElement.dataset.look = '{look}'")
        told = axe.run(page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}})
        found += [
            f"{look}: {each['id']} ({each['impact']}): {node['html'][:160]}"
            for each in told.response["violations"]
            for node in each["nodes"]
        ]
    return found


def _fits(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    if visit.route not in DOCUMENTS:
        assert page.evaluate(SMALL_TARGETS) == []
    page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST[0]
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})


@_each(*AT_REST, short=("start",))
def test_a_page_is_for_everybody(page: Page, station: Furnished, visit: Visit) -> None:
    visit.way(page, station)
    assert _found(page) == []
    _fits(page, visit)


@_each(*SIGNED_OUT)
def test_a_page_for_those_who_are_not_signed_in_is_for_everybody(
    browser: Browser, station: Furnished, visit: Visit
) -> None:
    page = browser.new_page(locale="fi-FI")
    visit.way(page, station)
    assert _found(page) == []
    _fits(page, visit)
    page.close()


@_each(*TO_CARERS)
def test_a_page_as_a_carer_sees_it_is_for_everybody(station: Furnished, visit: Visit) -> None:
    page = station.carer.new_page()
    visit.way(page, station)
    assert _found(page) == []
    _fits(page, visit)
    page.close()


@pytest.mark.whole
def test_the_page_of_a_session_on_this_screen_is_for_everybody(serve: Serve, device: Callable[..., Page]) -> None:
    # At a station of its own: the next session is offered on the body of the last.
    page = device()
    begin(page, serve().address, "Tämä näyttö")
    expect(page.frame_locator("iframe").locator("#words")).not_to_be_empty()
    assert _found(page) == []
    _fits(page, Visit("during-desk", "/session", lambda *_: None))


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_in_which_language_it_is(browser: Browser, station: Furnished, language: str) -> None:
    context = browser.new_context(storage_state=station.context.storage_state())
    page = context.new_page()
    for path, key in (("", "home.title"), ("history", "history.title"), ("settings", "settings.title")):
        page.goto(f"{station.address}device?language={language}&back=/{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page).to_have_title(f"{say(key, language)} · Kaveri")
    page.goto(f"{station.address}room")
    expect(page.locator("html")).to_have_attribute("lang", language)
    context.close()


@_each(*RUNNING)
def test_a_page_while_a_session_runs_is_for_everybody(page: Page, running: Furnished, visit: Visit) -> None:
    visit.way(page, running)
    assert _found(page) == []
    _fits(page, visit)


def test_no_page_is_forgotten(tmp_path: Path) -> None:
    home, clock = Station(tmp_path), RealClock()
    stage = Stage(home, Settings())
    made(Context(home, Settings(), stage, clock, "sim", access=Access(home, clock, required=False)), ("localhost",))
    served = {
        path
        for route in pages.routes
        if "GET" in (getattr(route, "methods", None) or ())
        and not (path := getattr(route, "path", "")).startswith("/_")
    }

    assert served - NO_PAGE == {visit.route for visit in (*AT_REST, *RUNNING, *SIGNED_OUT)} - {NOWHERE}


@pytest.mark.whole
@pytest.mark.parametrize("look", LOOKS)
def test_a_look_is_kept(browser: Browser, station: Furnished, look: str) -> None:
    context = browser.new_context(storage_state=station.context.storage_state(), locale="fi-FI")
    page = context.new_page()
    page.goto(f"{station.address}history")
    page.get_by_role("navigation", name="Ulkoasu").get_by_role("link", name=say(f"look.{look}", "fi")).click()
    expect(page.locator("html")).to_have_attribute("data-look", look)
    page.goto(f"{station.address}station")
    expect(page.locator("html")).to_have_attribute("data-look", look)
    context.close()


@pytest.mark.whole
def test_who_wants_no_motion_sees_none(page: Page, running: Furnished) -> None:
    page.goto(f"{running.address}session")
    page.locator("#call").click()
    expect(page.locator("#take-back")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.k-ring')).animationName") == "none"
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("getComputedStyle(document.querySelector('.k-ring')).animationName") == "k-ring"
