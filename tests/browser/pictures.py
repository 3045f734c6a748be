"""Takes a picture of every page in each look, on a tablet and on a phone: `python -m tests.browser.pictures FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from console.web.device import LOOKS
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, SECONDS, TABLET
from tests.browser.every_page import AT_REST, RUNNING, SIGNED_OUT, Furnished, Visit, asked, begin, furnished

SIZES = {"tablet": TABLET, "phone": PHONE}


def taken(folder: Path, language: str = "fi") -> None:
    """Take them all. Of a page on which Stop stands, the part that is seen; of others the whole."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        expect.set_options(timeout=SECONDS * 1000)
        with furnished(browser, Path(home) / "home") as station:
            station.context.request.get(f"{station.address}device?language={language}")
            for visit in AT_REST:
                _take(folder, station.page(), station, visit, whole=True)
            steering = station.page()
            begin(steering, station.address)
            asked(steering)
            for visit in RUNNING:
                _take(folder, station.page(), station, visit, whole=False)
            steering.locator("#stop").click()
            steering.wait_for_url("**/after/*")
            for visit in SIGNED_OUT:
                _take(folder, browser.new_page(locale=language), station, visit, whole=True)
        browser.close()


def _take(folder: Path, page: Page, station: Furnished, visit: Visit, *, whole: bool) -> None:
    visit.way(page, station)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for look in LOOKS:
            for frame in page.frames:
                frame.evaluate(f"document.documentElement.dataset.look = '{look}'")
            page.screenshot(path=folder / f"{visit.name}-{size}-{look}.png", full_page=whole)
    page.close()


if __name__ == "__main__":
    taken(Path(sys.argv[1]), *sys.argv[2:3])
