"""A real browser, and a console of its own for each test."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TABLET, PHONE = (768, 1024), (390, 844)
SECONDS = 20.0


@dataclass
class Console:
    """A console that runs as a program of its own, with the virtual NAO."""

    address: str
    home: Path
    process: subprocess.Popen[str]

    def ended(self) -> int:
        """End it by Ctrl-C; its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


Serve = Callable[..., Console]


@contextmanager
def consoles(home: Path) -> Iterator[Serve]:
    """What starts consoles at a station; they are ended afterwards."""
    begun: list[Console] = []

    def start(*options: str, language: str = "fi") -> Console:
        command = [sys.executable, "-m", "console", "console", "--port", "0", *options]
        environment = {**os.environ, "KAVERI_HOME": str(home), "KAVERI_LANGUAGE": language}
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout is not None
        told = process.stdout.readline()
        found = re.search(r"https?://\S+?/(?=\s)", told)
        assert found is not None, told + process.stdout.read()
        begun.append(Console(found.group(), home, process))
        return begun[-1]

    yield start
    for console in begun:
        if console.process.poll() is None:
            console.process.send_signal(signal.SIGINT)
            try:
                console.process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                console.process.kill()
                console.process.wait()
        assert console.process.stdout is not None
        console.process.stdout.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    with consoles(tmp_path / "home") as start:
        yield start


# Not for longer than a module: while Playwright runs, the thread has an event loop, and zeroconf refuses to block it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=SECONDS * 1000)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def device(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each on a device of its own; a script's error, and a word of the console's, fails the test."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(size: tuple[int, int] = TABLET, locale: str = "fi-FI") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=locale, ignore_https_errors=True
        )
        context.set_default_timeout(SECONDS * 1000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert wrong == []
