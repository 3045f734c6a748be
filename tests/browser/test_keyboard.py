"""The console by keyboard alone, and so by a switch: whatever is focused can be seen, and nothing holds on to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from console.web.device import LOOKS
from tests.browser.conftest import Serve
from tests.browser.every_page import AT_REST, RUNNING, SIGNED_OUT, Furnished, Visit, asked, begin, furnished

pytestmark = pytest.mark.whole

Device = Callable[..., Page]
MOST = 150
"""No page has more to stop at."""

FOCUS = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const clear = (colour) => parts(colour).length === 4 && parts(colour)[3] === 0;
  const light = (colour) => {
    const linear = (v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const [r, g, b] = parts(colour).map((v) => linear(v / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  let behind = parseFloat(look.outlineOffset) < 0 ? one : one.parentElement;
  while (behind.parentElement && clear(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const [a, b] = [light(look.outlineColor), light(getComputedStyle(behind).backgroundColor)].sort((x, y) => y - x);
  const ringed = look.outlineStyle === 'solid' && parseFloat(look.outlineWidth) >= 3;
  return { html: one.outerHTML.slice(0, 120), body: one === document.body, frame: one.tagName === 'IFRAME',
           tile: one.type === 'radio', ringed, contrast: (a + .05) / (b + .05) };
}"""
"""What has the focus, whether a ring is around it, and how it stands out from what is behind the ring."""

STOPS = """() => [...document.querySelectorAll(
    'a[href], button:not([disabled]), input:not([type=hidden]):not([type=radio]), textarea, summary')]
  .filter((each) => each.checkVisibility({ visibilityProperty: true })).length"""


@pytest.fixture(scope="module")
def station(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    with furnished(browser, tmp_path_factory.mktemp("station") / "home") as at:
        yield at


def _go_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("(what) => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"Tab does not come to {selector}")


def _round(page: Page) -> None:
    """Press Tab until it comes round: everything has had its turn, and a ring that can be seen."""
    stops = page.evaluate(STOPS)
    page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    unseen: list[str] = []
    first = ""
    for number in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["body"]:
            continue
        if at["html"] == first and number > 1:
            break
        first = first or at["html"]
        seen.append(at["html"])
        if not at["tile"] and not at["frame"] and not (at["ringed"] and at["contrast"] >= 3):
            unseen.append(f"{at['contrast']:.2f} {at['html']}")
    else:
        raise AssertionError(f"Tab does not come round: {seen[-3:]}")
    assert unseen == []
    assert len(set(seen)) >= stops


def test_a_session_is_begun_steered_and_stopped(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(console.address)
    expect(page.locator("#start")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".k-skip")).to_be_focused()
    page.keyboard.press("Enter")
    _go_to(page, "#start")
    page.keyboard.press("Enter")
    expect(page.locator("button#start")).to_be_visible()
    _go_to(page, "button[aria-pressed=false]")
    chosen = page.locator("button:focus").inner_text()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name=chosen, exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name=chosen, exact=True)).to_be_focused()
    _go_to(page, "button#start")
    page.keyboard.press("Enter")

    expect(page.locator("#skip")).to_be_enabled()
    _go_to(page, "#skip")
    page.keyboard.press("Enter")
    expect(page.locator("#answers button").first).to_be_visible()
    _go_to(page, "#answers button")
    page.keyboard.press("Enter")
    expect(page.locator("#talk .staff").last).to_contain_text("Hyväksy")

    _go_to(page, "#pause")
    going = page.locator("#pause").inner_text()
    page.keyboard.press("Space")
    expect(page.locator("#pause")).not_to_have_text(going)
    page.keyboard.press("Space")
    expect(page.locator("#pause")).to_have_text(going)
    expect(page.locator("#pause")).to_be_focused()

    _go_to(page, "#stop")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/after/"))
    expect(page.get_by_text("Lopetettu kesken")).to_be_visible()


def test_what_opens_takes_the_focus_and_gives_it_back(station: Furnished) -> None:
    page = station.page()
    page.goto(f"{station.address}after/{station.session[:8]}")
    ask = page.get_by_role("button", name="Poista tämä tuokio")
    ask.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Säilytä")).to_be_focused()
    page.keyboard.press("Escape")
    expect(ask).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Säilytä")).to_be_focused()
    page.keyboard.press("Enter")
    expect(ask).to_be_focused()
    page.close()


def test_the_next_words_are_left_as_they_are_by_escape(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    edit = page.get_by_role("button", name="Muuta")
    expect(edit).to_be_enabled()
    edit.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#edit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#edit")).to_be_hidden()
    expect(edit).to_be_focused()


@pytest.mark.parametrize(
    "visit",
    [
        each
        for each in (*AT_REST, *SIGNED_OUT)
        if each.name in ("home", "start-inputs", "after", "group", "scenario", "words", "settings", "signin")
    ],
    ids=lambda visit: visit.name,
)
def test_tab_comes_to_everything_and_round_again(browser: Browser, station: Furnished, visit: Visit) -> None:
    page = browser.new_page(locale="fi-FI") if visit in SIGNED_OUT else station.page()
    visit.way(page, station)
    _round(page)
    page.close()


@pytest.mark.parametrize("visit", [each for each in RUNNING if each.name in ("during", "room")], ids=lambda it: it.name)
def test_tab_comes_round_while_a_session_runs(station: Furnished, visit: Visit) -> None:
    keeper = station.page()
    begin(keeper, station.address)
    asked(keeper)
    # The answers stay as they are meanwhile.
    keeper.locator("#pause").click()
    expect(keeper.locator("#pause")).to_have_text("Jatka")
    page = station.page()
    page.goto(f"{station.address}{visit.route.strip('/')}")
    expect(page.locator("#words, #now").first).not_to_be_empty()
    _round(page)
    page.close()
    keeper.locator("#stop").click()
    keeper.wait_for_url("**/after/*")
    keeper.close()


@pytest.mark.parametrize("look", LOOKS)
def test_the_ring_stands_out_in_each_look(station: Furnished, look: str) -> None:
    page = station.page()
    page.goto(f"{station.address}start/number-friends")
    expect(page.locator("#ready .k-details")).to_be_visible()
    page.evaluate(f"document.documentElement.dataset.look = '{look}'")
    for _ in range(30):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        assert at["body"] or (at["ringed"] and at["contrast"] >= 3), at
    page.close()


def test_what_goes_away_leaves_the_focus_somewhere_sensible(serve: Serve, device: Device) -> None:
    console, page, other = serve("--pace", "8"), device(), device()
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#answers button").first).to_be_visible()
    other.goto(f"{console.address}session")
    take_over = other.get_by_role("button", name="Ohjaa tästä")
    take_over.focus()
    other.keyboard.press("Enter")
    expect(take_over).to_be_hidden()
    other.wait_for_function("document.activeElement.id === 'again'")

    page.locator("#call").focus()
    page.keyboard.press("Enter")
    expect(other.locator("#acknowledge")).to_be_visible()
    other.locator("#acknowledge").focus()
    other.keyboard.press("Enter")
    expect(other.locator(".k-ring")).to_be_hidden()
    other.wait_for_function("document.activeElement.id === 'content'")
    expect(page.locator("#understood")).to_be_visible()
    page.locator("#understood").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".k-ring")).to_be_hidden()
    page.wait_for_function("document.activeElement.id === 'content'")
