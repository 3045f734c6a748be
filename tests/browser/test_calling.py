"""A colleague is called: who calls, on which devices it rings, who comes, and a call that is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.crew import CARER, MANAGER, come_in, hired

pytestmark = pytest.mark.whole

Device = Callable[..., Page]


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
