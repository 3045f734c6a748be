"""This screen in the robot's place: its keys are at hand, and it is this screen that is heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Serve

pytestmark = pytest.mark.whole

Device = Callable[..., Page]
KEYS = ("again", "slower", "louder", "accept", "skip", "pause", "call", "stop")


def _asked(page: Page) -> None:
    """Go on to the first question, over the greeting and what is told."""
    now = page.locator("#now")
    expect(now).not_to_be_empty()
    page.locator("#skip").click()
    expect(now).to_have_text("Tänään etsitään kymppipareja.")
    page.locator("#skip").click()
    expect(page.locator("#answers button")).to_have_count(3)


def test_the_keys_stand_beside_the_face_on_a_tablet(serve: Serve, device: Device) -> None:
    page = device()
    page.goto(f"{serve('--robot', 'desk').address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#now")).not_to_be_empty()

    expect(page.frame_locator("iframe").locator("#face")).to_be_visible()
    expect(page.locator("iframe")).to_be_in_viewport()
    for key in KEYS:
        expect(page.locator(f"#{key}")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_face_its_answers_and_the_keys_are_seen_at_once(serve: Serve, device: Device) -> None:
    page = device(PHONE)
    page.goto(f"{serve('--robot', 'desk').address}start/number-friends")
    page.locator("button#start").click()
    _asked(page)
    answers = page.frame_locator("iframe").locator("#choices button")
    expect(answers).to_have_count(3)

    bar = page.locator(".k-bar").bounding_box()
    frame = page.locator("iframe").bounding_box()
    assert bar is not None
    assert frame is not None
    for each in answers.all():
        box = each.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    for key in KEYS[:-1]:
        box = page.locator(f"#{key}").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= bar["y"]


def test_on_an_upright_tablet_all_answers_stand_below_the_question(serve: Serve, device: Device) -> None:
    page = device()
    page.goto(f"{serve('--robot', 'desk').address}start/number-friends")
    page.locator("button#start").click()
    _asked(page)
    page.goto(f"{page.url.removesuffix('session')}room")
    expect(page.locator("#choices button")).to_have_count(3)
    for each in (*page.locator("#choices button").all(), page.locator("#words"), page.locator("#face")):
        expect(each).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1280, "height": 720})
    for each in (*page.locator("#choices button").all(), page.locator("#words"), page.locator("#face")):
        expect(each).to_be_in_viewport(ratio=1)


def test_whether_everybody_hears_is_asked_by_this_screen(serve: Serve, device: Device) -> None:
    page = device()
    fetched: list[str | None] = []
    page.on(
        "response",
        lambda answer: (
            fetched.append(answer.header_value("content-type"))
            if "/sound/" in answer.url and answer.request.method == "GET"
            else None
        ),
    )
    page.goto(f"{serve('--robot', 'desk').address}start/number-friends")
    expect(page.get_by_role("status")).to_have_text("Kaikki valmiina")
    assert not fetched

    page.get_by_role("button", name="Kuuluuko kaikille?").click()

    page.get_by_text("Kunnossa: 10").click()
    expect(page.get_by_text("Kuuleeko kauimpanakin istuva")).to_be_visible()
    assert fetched == ["audio/wav"]


def test_a_screen_that_plays_nothing_says_so(serve: Serve, device: Device) -> None:
    page = device()
    page.route("**/sound/*", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    page.goto(f"{serve('--robot', 'desk').address}start/number-friends")
    expect(page.get_by_role("status")).to_have_text("Kaikki valmiina")
    page.get_by_role("button", name="Kuuluuko kaikille?").click()
    expect(page.get_by_text("Selain ei toistanut ääntä.")).to_be_visible()
