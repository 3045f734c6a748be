"""The notes on a session: drafts that staff read, change, approve and copy; shown only when they are asked for."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass

from nicegui import ui
from nicegui.element import Element

from console.web.context import Context
from console.web.device import Device
from console.web.parts import button, focused, heading, shown, tag, written
from console.web.words import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.log import Log
from sessions.notes.shown import notes_of
from sessions.notes.store import NotesStore
from sessions.people.people import People
from sessions.privacy import audit


@dataclass(frozen=True, slots=True)
class _Note:
    person: str
    title: str
    text: str
    approved: bool


class Notes:
    """The notes' part of a page."""

    def __init__(self, context: Context, device: Device, session: str) -> None:
        self._context, self._device, self._session = context, device, session

    def show(self) -> None:
        """Put it on the page, closed."""
        language = self._device.language
        with tag("section", style="k-sheet", aria_live="polite"):
            heading(say("after.notes", language))
            self._open = button(say("after.notes_show", language), self._fill, id="notes")
            self._wrong = tag("p", "", "k-error", role="alert")
            shown(self._wrong, False)
            self._box = tag("div", style="k-column", tabindex="-1")

    async def _fill(self) -> None:
        try:
            notes = await asyncio.to_thread(self._read)
        except Problem as problem:
            self._refuse(problem)
            return
        shown(self._open, False)
        with self._box:
            for note in notes:
                with tag("div", style="k-column", tabindex="-1") as place:
                    self._one(place, note)
        focused(self._box)

    def _one(self, place: Element, note: _Note) -> None:
        language = self._device.language
        words = {"text": note.text}
        place.clear()
        with place:
            key = f"note-{note.person or 'group'}"
            tag("label", note.title, "k-label", for_=key)
            tag("p", say("after.note_approved" if note.approved else "after.note_draft", language), "soft small")
            if note.approved:
                tag("p", note.text, id=key)
            else:
                box = tag("textarea", note.text, "k-input", id=key)
                box.on(
                    "input", lambda event: words.update(text=str(event.args)), js_handler="(e) => emit(e.target.value)"
                )

            async def approve() -> None:
                try:
                    await asyncio.to_thread(self._keep, note.person, words["text"])
                except Problem as problem:
                    self._refuse(problem)
                    return
                self._one(place, _Note(note.person, note.title, words["text"], True))
                focused(place)

            def copy() -> None:
                ui.clipboard.write(note.text)
                written(told, say("after.copied", language))

            def again() -> None:
                self._one(place, _again(note))
                focused(place)

            with tag("div", style="k-row"):
                if note.approved:
                    button(say("after.copy", language), copy)
                    button(say("after.note_change", language), again, "quiet")
                else:
                    button(say("after.approve", language), approve, "deep")
                told = tag("span", "", "soft", role="status")

    def _refuse(self, problem: Problem) -> None:
        written(self._wrong, problem.message(self._device.language))
        shown(self._wrong, True)

    def _read(self) -> list[_Note]:
        station = self._context.station
        with closing(Log(station.log)) as log, closing(NotesStore(station, self._context.settings)) as kept:
            row = log.find(self._session)
            notes = notes_of(log, row, kept.of(row.id), station, self._device.language)
            for note in notes:
                about = f"{row.id} {note.person}".strip()
                audit.note(log, RealClock().wall(), self._device.by, "note_read", about)
        names: dict[str, str] = {}
        if station.people.exists():
            with closing(People(station, RealClock())) as people:
                names = {person.pseudonym: person.shown for person in people.persons()}
        return [
            _Note(
                note.person,
                note.heading.filled(lambda person: names.get(person, person)),
                note.text,
                note.approved is not None,
            )
            for note in notes
        ]

    def _keep(self, person: str, text: str) -> None:
        station, now = self._context.station, RealClock().wall()
        with closing(Log(station.log)) as log, closing(NotesStore(station, self._context.settings)) as kept:
            kept.keep(self._session, person, text, now)
            audit.note(log, now, self._device.by, "note_approved", f"{self._session} {person}".strip())


def _again(note: _Note) -> _Note:
    return _Note(note.person, note.title, note.text, False)
