"""Scenarios looked at, rehearsed and changed; settings and accounts kept."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from scenarios.language.check import load
from tests.browser.conftest import Serve
from tests.browser.crew import hired
from tests.console.terminal import kaveri

pytestmark = pytest.mark.whole

Device = Callable[..., Page]


def test_a_scenario_is_shown_as_a_conversation_and_as_a_diagram(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}scenarios")
    page.get_by_role("link", name="Kymppiparit").click()
    page.get_by_role("button", name="Näytä keskustelu").click()
    expect(page.locator("#preview .person").first).to_be_visible()
    expect(page.locator("#preview")).to_contain_text("kymppi")
    drawing = page.frame_locator("iframe")
    expect(drawing.locator("svg").first).to_be_visible()
    expect(drawing.locator("svg")).to_contain_text("Kysyy korteista")

    page.goto(f"{console.address}device?look=dark&back=/scenarios/number-friends")
    expect(drawing.locator("html")).to_have_attribute("data-look", "dark")


def test_a_rehearsal_goes_on_in_the_background_and_ends_with_a_verdict(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}scenarios/number-friends")
    page.locator("#glance").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(page.locator("#verdict .k-verdict")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("progressbar")).not_to_be_visible()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Koko raportti").click()
    report = opened.value
    expect(report.locator("h1")).to_have_text("Kymppiparit", timeout=60_000)
    expect(report.locator(".verdict strong")).to_be_visible()
    expect(report.locator("figure svg").first).to_be_visible()


def test_strangers_see_no_report_of_a_rehearsal(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    assert page.request.get(f"{console.address}rehearsal").status == 404
    hired(console.home)
    assert urlsplit(page.request.get(f"{console.address}rehearsal").url).path == "/signin"


def test_a_rehearsal_can_be_left_off(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}scenarios/number-friends")
    page.get_by_role("button", name="Harjoittele perusteellisesti").click()
    page.get_by_role("button", name="Lopeta harjoitus").click()
    expect(page.get_by_text("Lopetettiin kesken.")).to_be_visible(timeout=60_000)


def test_words_are_changed_and_kept_as_the_sites_own_with_every_comment(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}scenarios/number-friends/words")
    told = page.get_by_role("group", name="2. Kertominen").get_by_label("Mitä robotti kertoo, kohta 1", exact=True)
    told.fill("Tänään etsitään pareja, joista tulee 10.")
    expect(page.locator("#state")).to_have_text("Kaikki kunnossa.")
    page.locator("#save").click()
    expect(page.locator("#state")).to_have_text("Tallennettu.")

    own = console.home / "scenarios" / "number-friends.yaml"
    shipped = load("number-friends").document.source.text
    new = own.read_text(encoding="utf-8")
    assert [line for line in new.splitlines() if line not in shipped.splitlines()] == [
        '            fi: "Tänään etsitään pareja, joista tulee 10."'
    ]
    terminal = ("run", "number-friends", "--persona", "eager_child", "--pace", "max", "--language", "fi")
    assert "Tänään etsitään pareja, joista tulee 10." in kaveri(console.home, *terminal).out
    page.goto(f"{console.address}scenarios/number-friends/words")
    expect(told).to_have_value("Tänään etsitään pareja, joista tulee 10.")


def test_a_file_with_mistakes_tells_them_at_once_and_is_not_kept(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}scenarios/number-friends/yaml")
    box = page.locator("#yaml")
    text = box.input_value()
    box.fill(text.replace("then: introduction", "then: introduktion", 1))
    expect(page.locator("#state")).to_have_text("Näin sitä ei voi tallentaa:")
    expect(page.locator(".k-findings")).to_contain_text("introduction")
    expect(page.locator("#save")).to_be_disabled()
    box.fill(text)
    expect(page.locator("#save")).to_be_enabled()


def test_settings_are_changed_in_their_file_which_keeps_its_comments(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    console.home.mkdir(exist_ok=True)
    path = console.home / "kaveri.toml"
    path.write_text('# Ours.\nsite = "koulu" # the school\n', encoding="utf-8")
    page.goto(f"{console.address}settings")
    page.get_by_label("Talo", exact=True).fill("hoivakoti")
    page.get_by_label("Muistiinpanot", exact=True).fill("14")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_text("Tulee voimaan")).to_be_visible()

    text = path.read_text(encoding="utf-8")
    assert text.startswith('# Ours.\nsite = "hoivakoti" # the school\n')
    assert tomllib.loads(text) == {"site": "hoivakoti", "keep": {"notes": 14}}

    page.get_by_role("button", name="Ruotsi").click()
    expect(page.get_by_role("status").filter(has_text="Tulee voimaan")).to_be_visible()
    page.get_by_role("button", name="Tämä näyttö").click()
    expect(page.get_by_role("status").filter(has_text="Tulee voimaan")).to_have_count(2)
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)["language"] == "sv"
    assert tomllib.loads(text)["robot_address"] == "desk"

    page.get_by_label("Talo", exact=True).fill("ei näin!")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.locator(".k-error")).to_be_visible()
    assert path.read_text(encoding="utf-8") == text


def test_the_first_account_makes_everybody_sign_in(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}settings")
    page.get_by_label("Nimi", exact=True).fill("Aino")
    page.get_by_label("PIN-koodi, 6–12 numeroa").fill("482913")
    page.get_by_role("button", name="Luo tunnus").click()
    expect(page.get_by_role("heading", name="Kirjaudu")).to_be_visible()
