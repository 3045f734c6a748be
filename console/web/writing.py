"""A scenario's words or its whole text, changed on a page, checked at once and kept as the site's own copy."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from console.web import places, wording
from console.web.context import Context
from console.web.device import Device
from console.web.fields import choose
from console.web.parts import button, enabled, heading, link, shown, tag, written
from console.web.places import Field
from console.web.shelf import Card
from console.web.words import say
from robot.problem import Problem
from scenarios.language.check import known_scenarios, load_document
from scenarios.language.diagnostics import Finding, ScenarioError
from scenarios.language.document import parse
from scenarios.language.events import Path
from scenarios.language.source import Source
from sessions.private import write_private


class Writing:
    """One open page: the words in fields, or the whole file."""

    def __init__(self, context: Context, device: Device, card: Card, whole: bool) -> None:
        self._context, self._device, self._card, self._whole = context, device, card, whole
        self._text = card.checked.document.source.text
        self._spoken = device.language if device.language in card.languages else card.languages[0]
        self._changes = 0

    def show(self) -> None:
        """Put it on the page."""
        language, card = self._device.language, self._card
        link(say("writing.back", language), f"/scenarios/{quote(card.name)}", "k-back")
        heading(card.title(language), 1)
        tag("p", say("writing.about", language), "soft")
        with tag("section", style="k-sheet"):
            if self._whole:
                tag("label", say("writing.yaml", language), "k-label", for_="yaml")
                box = tag("textarea", self._text, "k-input k-code", id="yaml", spellcheck="false")
                box.on("input", lambda event: self._replace(str(event.args)), js_handler="(e) => emit(e.target.value)")
            else:
                spoken = {each: say(f"language.{each}", language) for each in card.languages}
                choose(say("start.language", language), spoken, self._spoken, self._speak)
                tag("p", say("writing.braces", language), "soft")
                self._fields = tag("div", style="k-column")
                self._fill()
        with tag("section", style="k-sheet", aria_live="polite"):
            self._state = tag("p", say("writing.unchanged", language), role="status", id="state")
            self._findings = tag("pre", "", "k-findings")
            shown(self._findings, False)
            self._save = button(say("writing.save", language), self._keep, "deep", id="save")
            enabled(self._save, False)

    def _speak(self, language: str) -> None:
        self._spoken = language
        self._fill()

    def _fill(self) -> None:
        self._fields.clear()
        reader = self._device.language
        with self._fields:
            for number, group in enumerate(places.groups(self._text, self._spoken, reader)):
                with tag("section", style="k-part", role="group", aria_labelledby=f"part-{number}"):
                    tag("h2", group.title, id=f"part-{number}")
                    if group.name:
                        tag("p", say("word.in_file", reader, name=group.name), "soft small")
                    for place, field in enumerate(group.fields):
                        self._field(f"word-{number}-{place}", field)

    def _field(self, name: str, field: Field) -> None:
        with tag("div", style="k-field"):
            tag("label", field.label, for_=name)
            box = tag("textarea", field.word.text, "k-input k-words", id=name, rows="2", lang=self._spoken)
        path = field.word.path
        box.on(
            "input",
            lambda event: self._change(path, str(event.args)),
            js_handler="(e) => emit(e.target.value)",
        )

    async def _change(self, path: Path, words: str) -> None:
        try:
            self._text = wording.changed(self._text, path, " ".join(words.split()))
        except Problem as problem:
            self._tell(problem.message(self._device.language), False)
            return
        except ScenarioError as error:
            self._tell(error.message(self._device.language), False)
            return
        await self._check()

    async def _replace(self, text: str) -> None:
        self._text = text
        await self._check()

    async def _check(self) -> None:
        """Tell what is wrong with the latest text, and nothing of an earlier one."""
        self._changes += 1
        mine = self._changes
        found = await asyncio.to_thread(self._found, self._text)
        if mine != self._changes:
            return
        faulty = any(each.severity == "error" for each in found)
        self._tell("\n\n".join(each.render(self._device.language) for each in found), not faulty)

    def _found(self, text: str) -> list[Finding]:
        name = self._card.name
        try:
            path = known_scenarios(self._context.folders)[name]
            document = parse(Source(f"{name}.yaml", text))
            return list(load_document(document, path, self._context.folders).warnings)
        except ScenarioError as error:
            return list(error.findings)

    def _tell(self, findings: str, good: bool) -> None:
        language = self._device.language
        key = "writing.faulty" if not good else "writing.odd" if findings else "writing.good"
        written(self._state, say(key, language))
        written(self._findings, findings)
        shown(self._findings, bool(findings))
        enabled(self._save, good)

    async def _keep(self) -> None:
        language, path = self._device.language, self._context.own / f"{self._card.name}.yaml"
        try:
            await asyncio.to_thread(write_private, path, self._text)
        except OSError as error:
            problem = Problem("scenario_not_written", path=path, reason=error.strerror or error)
            written(self._state, problem.message(language))
            return
        assert self._context.access is not None
        await asyncio.to_thread(self._context.access.note, self._device.by, "scenario_set", self._card.name)
        enabled(self._save, False)
        written(self._state, say("writing.saved", language))
