"""A long conversation: the page stays as small as before, and whatever was said can be had back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from console.web.pages.talk import SHOWN
from tests.browser.conftest import Serve

pytestmark = pytest.mark.whole

Device = Callable[..., Page]
ASKED = SHOWN + 70
MOST = SHOWN + 60
"""Lines that stand on a page at most where nobody asked for more."""

AT_THE_END = "() => talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80"


def test_earlier_lines_leave_the_page_and_come_back_at_a_tap(serve: Serve, device: Device) -> None:
    console, page, late = serve("--pace", "8"), device(), device()
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#answers button").first).to_be_visible()
    first = page.locator("#talk li").first.inner_text()
    expect(page.locator("#earlier")).to_be_hidden()

    page.evaluate(f"for (let n = 0; n < {ASKED}; n++) document.getElementById('again').click()")
    expect(page.locator("#earlier")).to_be_visible()
    page.get_by_role("button", name="Tauko").click()
    expect(page.get_by_role("button", name="Jatka")).to_be_visible()

    late.goto(f"{console.address}session")
    for each in (page, late):
        expect(each.locator("#talk li").last).to_contain_text("tauolla")
        assert each.locator("#talk li").count() <= MOST
        each.wait_for_function(AT_THE_END)
        while each.locator("#earlier").is_visible():
            count = each.locator("#talk li").count()
            each.locator("#earlier").click()
            expect(each.locator("#talk li")).not_to_have_count(count)
        expect(each.locator("#talk li").first).to_have_text(first, use_inner_text=True)
        assert each.locator("#talk li").filter(has_text="Uudestaan").count() == ASKED
        expect(each.locator("#gone")).to_be_hidden()
    assert late.locator("#talk li").all_inner_texts() == page.locator("#talk li").all_inner_texts()


def test_who_reads_what_came_before_is_left_there_while_lines_come(serve: Serve, device: Device) -> None:
    console, page = serve("--pace", "8"), device()
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#answers button").first).to_be_visible()
    page.evaluate("for (let n = 0; n < 40; n++) document.getElementById('again').click()")
    expect(page.locator("#talk li").filter(has_text="Uudestaan").nth(39)).to_be_attached()

    page.locator("#talk").hover()
    page.mouse.wheel(0, -5000)
    expect(page.locator("#talk[data-away='1']")).to_be_attached()
    page.get_by_role("button", name="Tauko").click()
    expect(page.locator("#talk li").filter(has_text="Tauko").first).to_be_attached()
    assert page.locator("#talk").evaluate("talk => talk.scrollTop") == 0
    page.locator("#talk").hover()
    page.mouse.wheel(0, 5000)
    expect(page.locator("#talk[data-away='']")).to_be_attached()
    page.get_by_role("button", name="Jatka").click()

    expect(page.locator("#talk li").filter(has_text="Jatka").last).to_be_attached()
    page.wait_for_function(AT_THE_END)
