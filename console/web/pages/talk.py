"""The conversation on one page: its latest lines, and the earlier ones at a tap, so that a long one stays quick."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import takewhile

from nicegui import ui
from nicegui.element import Element

from console.web.conversation import clock, told
from console.web.parts import button, shown, tag
from console.web.stage import Numbered, Stage
from console.web.words import say

SHOWN = 150
"""So many lines stand on a page at first, and come at a tap."""

_SLACK = 50
"""Lines leave the page so many at a time."""

_FOLLOW = """
{
  const talk = document.getElementById('talk');
  if (talk && !talk.dataset.away) talk.scrollTop = talk.scrollHeight;
}
"""
_AWAY = """(event) => {
  const talk = event.currentTarget, end = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
  if (end) talk.dataset.away = '';
  else if (Date.now() - talk.dataset.hand < 3000) talk.dataset.away = '1';
}"""
"""Who has scrolled back to read stays there while lines come, until they have scrolled to the end again."""

_HANDS = ("wheel", "touchmove", "pointerdown", "keydown")
_HAND = "(event) => { event.currentTarget.dataset.hand = Date.now(); }"
"""Lines that come scroll the page too: it is somebody's doing where their hand was on it."""


class Talk:
    """Shows the lines that it is given, on the page that is being made. Those that leave the page can be had again.

    Args:
        stage: Has all lines of the session.
        language: Of whoever looks.
        spoken: What the robot speaks.
    """

    def __init__(self, stage: Stage, language: str, spoken: str) -> None:
        self._stage, self._language, self._spoken = stage, language, spoken
        self._most = SHOWN
        self._before: deque[tuple[int, Element]] = deque()
        self._lines: deque[tuple[int, Element]] = deque()
        words = say("during.conversation", language)
        self._earlier = button(say("during.earlier", language), self._show_earlier, "quiet", id="earlier")
        self._gone = tag("p", say("during.gone", language), "soft small", id="gone")
        shown(self._earlier, False)
        shown(self._gone, False)
        with tag("div", style="k-scroll", tabindex="0", role="log", id="talk", aria_label=words) as box:
            # What was said before is read where somebody goes there, and not aloud as if it were said now.
            self._old = tag("ol", style="k-talk", aria_live="off")
            self._new = tag("ol", style="k-talk")
        box.on("scroll", js_handler=_AWAY)
        for hand in _HANDS:
            box.on(f"{hand}.passive", js_handler=_HAND)

    def add(self, fresh: Sequence[Numbered]) -> None:
        """Show what is new."""
        # Of very many that come at once, as to a page that opens late, the last are shown.
        self._lines.extend(self._written(self._new, self._latest(fresh)))
        if len(self._before) + len(self._lines) > self._most + _SLACK:
            while len(self._before) + len(self._lines) > self._most:
                _, element = (self._before or self._lines).popleft()
                element.delete()
        self._tell_of_earlier()
        ui.run_javascript(_FOLLOW)

    def _show_earlier(self) -> None:
        first = self._first
        lines = self._latest([each for each in self._stage.kept() if each.number < first])
        self._before.extendleft(reversed(self._written(self._old, lines, on_top=True)))
        self._most += len(lines)
        self._tell_of_earlier()

    def _tell_of_earlier(self) -> None:
        first = self._first
        kept = takewhile(lambda each: each.number < first, self._stage.kept())
        more = any(told(each.line, self._language) is not None for each in kept)
        shown(self._earlier, more)
        shown(self._gone, self._stage.gone > 0 and not more)

    @property
    def _first(self) -> int:
        """The number of the first line that is shown."""
        return next((number for number, _ in (*self._before, *self._lines)), 0)

    def _latest(self, lines: Sequence[Numbered]) -> list[Numbered]:
        latest: list[Numbered] = []
        for each in reversed(lines):
            if len(latest) == SHOWN:
                break
            if told(each.line, self._language) is not None:
                latest.append(each)
        return latest[::-1]

    def _written(self, box: Element, lines: Sequence[Numbered], on_top: bool = False) -> list[tuple[int, Element]]:
        written: list[tuple[int, Element]] = []
        for place, each in enumerate(lines):
            line = each.line
            with box, tag("li") as item:
                tag("time", clock(line.at))
                said = tag("span", told(line, self._language) or "", str(line.who))
                if line.what == "says":
                    said.props["lang"] = self._spoken
            if on_top:
                item.move(target_index=place)
            written.append((each.number, item))
        return written
