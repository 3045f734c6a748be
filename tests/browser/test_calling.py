"""A colleague is called: who calls, on which devices it rings, who comes, and a call that is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Serve
from tests.browser.crew import CARER, MANAGER, come_in, hired

pytestmark = pytest.mark.whole

Device = Callable[..., Page]

COVERED = """() => {
  const ring = document.querySelector('.k-ring'), covered = [];
  for (let down = 0; down <= document.documentElement.scrollHeight; down += 100) {
    scrollTo(0, down);
    const over = ring.getBoundingClientRect();
    for (const each of document.querySelectorAll('button, a, input, textarea, select, iframe')) {
      if (ring.contains(each) || each.closest('.k-bar, .k-skip') || !each.checkVisibility()) continue;
      const it = each.getBoundingClientRect();
      if (it.left < over.right && over.left < it.right && it.top < over.bottom && over.top < it.bottom)
        covered.push([down, each.id || each.textContent]);
    }
  }
  return covered;
}"""
"""What can be pressed and lies under the call, wherever the page is scrolled to; Stop's own bar lies over all."""


def test_who_calls_is_told_who_comes_and_who_is_called_by_whom(serve: Serve, device: Device) -> None:
    console = serve()
    hired(console.home)
    page, other = device(), device()
    come_in(page, console.address, MANAGER)
    come_in(other, console.address, CARER)
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#now")).not_to_be_empty()
    ring = page.locator(".k-ring")

    page.locator("#call").click()
    expect(ring).to_contain_text("Kutsu soi")
    expect(ring).to_contain_text("Yhdellä muulla laitteella")
    expect(page.locator("#acknowledge")).to_be_hidden()
    expect(other.locator(".k-ring")).to_contain_text("Aino (esihenkilö) kutsuu työkaveria: Kymppiparit")
    other.locator("#acknowledge").click()
    expect(ring).to_contain_text("Väinö tulee.")
    expect(page.locator("#talk")).to_contain_text("Väinö tulee.")
    expect(page.get_by_text("Työkaveri tulee.")).to_have_count(0)
    expect(other.locator(".k-ring")).to_be_hidden()
    page.locator("#understood").click()
    expect(ring).to_be_hidden()

    page.locator("#call").click()
    expect(other.locator("#acknowledge")).to_be_visible()
    page.locator("#take-back").click()
    expect(ring).to_be_hidden()
    expect(other.locator(".k-ring")).to_be_hidden()
    expect(page.locator("#talk")).to_contain_text("Kutsu peruttiin.")
    page.locator("#stop").click()


def test_a_call_that_nobody_can_hear_says_so_until_somebody_can(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#now")).not_to_be_empty()

    page.locator("#call").click()
    expect(page.locator(".k-ring")).to_contain_text("kukaan ei kuule kutsua")
    expect(page.locator(".k-ring")).to_contain_text("Hae apua itse")
    other = device()
    other.goto(console.address)
    expect(page.locator(".k-ring")).to_contain_text("Kutsu soi")
    expect(other.locator("#acknowledge")).to_be_visible()
    other.goto("about:blank")
    expect(page.locator(".k-ring")).to_contain_text("kukaan ei kuule kutsua")
    page.locator("#stop").click()


def test_a_call_covers_nothing_that_is_pressed_on_a_phone_and_is_seen_where_it_was_called(
    serve: Serve, device: Device
) -> None:
    console, page, other = serve(), device(PHONE), device(PHONE)
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#now")).not_to_be_empty()
    other.goto(f"{console.address}session")
    other.evaluate("scrollTo(0, document.documentElement.scrollHeight)")

    page.locator("#call").click()
    expect(page.locator("#own-call #take-back")).to_be_in_viewport()
    expect(other.locator("#acknowledge")).to_be_in_viewport()
    assert page.evaluate(COVERED) == []
    assert other.evaluate(COVERED) == []
    other.locator("#acknowledge").click()
    expect(page.locator("#own-call .k-ring")).to_contain_text("Työkaveri tulee.")
    assert page.evaluate(COVERED) == []
    page.locator("#understood").click()
    expect(page.locator(".k-ring")).to_be_hidden()
    page.locator("#stop").click()
