"""After a session and between sessions: notes, exports, erasure, people and their rights."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from robot.clock import RealClock
from sessions.log import Log
from sessions.people.people import People
from sessions.privacy import audit
from sessions.station import Station
from tests.browser.conftest import Console, Serve

pytestmark = pytest.mark.whole

Device = Callable[..., Page]


def held(page: Page, console: Console) -> None:
    """A session is begun and stopped; the page shows what came of it."""
    page.goto(f"{console.address}start/number-friends")
    page.get_by_role("button", name="Aloita").click()
    expect(page.locator("#now")).not_to_be_empty()
    page.get_by_role("button", name="SEIS").click()
    page.wait_for_url(re.compile("/after/"))


def done(home: Path) -> list[str]:
    with closing(Log(home / "log.sqlite")) as log:
        return [entry.what for entry in audit.entries(log)]


def test_a_note_is_read_changed_approved_and_copied(serve: Serve, device: Device) -> None:
    console, page = serve("--pace", "8"), device()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    held(page, console)
    assert "note_read" not in done(console.home)
    page.get_by_role("button", name="Näytä muistiinpanot").click()
    page.locator("#note-group").fill("Harjoiteltiin kymppipareja.")
    page.get_by_role("button", name="Hyväksy").click()
    expect(page.get_by_text("Hyväksytty")).to_be_visible()
    page.get_by_role("button", name="Kopioi").click()
    expect(page.get_by_text("Kopioitu.")).to_be_visible()

    assert page.evaluate("navigator.clipboard.readText()") == "Harjoiteltiin kymppipareja."
    assert {"note_read", "note_approved"} <= set(done(console.home))


def test_a_session_is_taken_along_as_a_file(serve: Serve, device: Device) -> None:
    console, page = serve("--pace", "8"), device()
    held(page, console)
    forms = page.locator(".k-list li strong")
    expect(forms).to_have_text(["Taulukko (CSV)", "Tapahtumat (JSON)", "xAPI", "CloudEvents"])
    with page.expect_download() as download:
        page.get_by_role("link", name="Tapahtumat (JSON)").click()
    assert download.value.suggested_filename.endswith("-events.jsonl")
    first = Path(download.value.path()).read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["type"] == "session_started"
    assert "exported" in done(console.home)
    assert not (console.home / "exports").exists()


def test_a_session_is_erased_when_it_is_asked_twice(serve: Serve, device: Device) -> None:
    console, page = serve("--pace", "8"), device()
    held(page, console)
    page.get_by_role("button", name="Poista tämä tuokio").click()
    page.get_by_role("button", name="Säilytä").click()
    with closing(Log(console.home / "log.sqlite")) as log:
        assert [row.how for row in log.sessions()] == ["stopped"]
    page.get_by_role("button", name="Poista tämä tuokio").click()
    page.get_by_role("button", name="Poista", exact=True).click()

    page.wait_for_url(re.compile("/history"))
    expect(page.locator("#erased")).to_contain_text("Tapahtumia lokista")
    expect(page.locator("#erased")).to_contain_text("Mitään ei enää odoteta")
    expect(page.get_by_role("listitem").filter(has_text="Poistettu tuokio")).to_have_count(1)
    with closing(Log(console.home / "log.sqlite")) as log:
        assert all(row.how == "erased" for row in log.sessions())
    assert "erased" in done(console.home)


def test_the_history_shows_what_was_held_and_leads_to_it(serve: Serve, device: Device) -> None:
    console, page = serve("--pace", "8"), device()
    held(page, console)
    page.get_by_role("link", name="Historia").click()
    expect(page.get_by_role("listitem").filter(has_text="Kymppiparit")).to_contain_text("Lopetettu kesken")
    page.get_by_role("link", name="Katso").click()
    page.wait_for_url(re.compile("/after/"))


def test_a_group_begins_gets_people_and_one_of_them_is_corrected_exported_and_erased(
    serve: Serve, device: Device
) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}people")
    page.get_by_label("Nimi").fill("Ketut")
    page.get_by_role("button", name="Perusta ryhmä").click()
    page.get_by_label("Nimet, yksi riville").fill("Aada\nEetu")
    page.get_by_role("button", name="Lisää", exact=True).click()
    page.get_by_role("link", name="Aada").click()
    expect(page.get_by_role("heading", name="Aada", level=1)).to_be_visible()

    page.get_by_label("Nimi", exact=True).fill("Aada S.")
    page.get_by_role("button", name="Vaihda nimi").click()
    expect(page.get_by_role("heading", name="Aada S.", level=1)).to_be_visible()
    page.get_by_role("button", name="Näytä").click()
    page.get_by_label("Yksi riville").fill("koirat")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_text("Tallennettu.")).to_be_visible()
    with closing(People(Station(console.home), RealClock())) as people:
        aada, eetu = people.persons()
    assert (aada.name, aada.topics) == ("Aada S.", ("koirat",))

    with page.expect_download() as download:
        page.get_by_role("link", name="Kaikki tiedot tiedostona").click()
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["name"] == "Aada S."
    page.get_by_role("button", name="Poista henkilö").click()
    page.get_by_role("button", name="Poista", exact=True).click()
    page.wait_for_url(re.compile(r"/people/g-\w+\?erased=\w+$"))
    expect(page.locator("#erased")).to_contain_text("Nimiä ja toiveita: 1")
    with closing(People(Station(console.home), RealClock())) as people:
        assert [each.name for each in people.persons()] == ["Eetu"]
    assert {"person_added", "person_corrected", "topics_read", "topics_set", "exported", "erased"} <= set(
        done(console.home)
    )
    assert eetu.name == "Eetu"

    page.get_by_role("button", name="Päätä ryhmä").click()
    page.get_by_role("button", name="Poista", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Ryhmä on päätetty. Nimiä poistettiin: 1.")


def test_what_is_wrong_with_a_name_is_told_beside_it(serve: Serve, device: Device) -> None:
    page = device()
    page.goto(f"{serve().address}people")
    page.get_by_label("Nimi").fill("A/B")
    page.get_by_role("button", name="Perusta ryhmä").click()
    expect(page.locator(".k-error").filter(has_text=re.compile("[Nn]im"))).to_be_visible()


def test_the_data_protection_papers_open_to_be_printed(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    page.goto(f"{console.address}people")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Hoivassa").click()
    expect(popup.value.locator("h1").first).to_be_visible()
    assert "papers_written" in done(console.home)
