"""Fields and buttons of forms that tell at once what is wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui.elements.mixins.text_element import TextElement

from console.web.device import Device
from console.web.parts import button, shown, tag, written
from robot.problem import Problem


def typed(
    label: str,
    value: str,
    changed: Callable[[str], Any],
    key: str,
    lines: bool = False,
    secret: bool = False,
    hint: str = "",
) -> None:
    """A field for a few words, for a few lines of them, or for what nobody should read over a shoulder."""
    with tag("div", style="k-field"):
        tag("label", label, for_=key)
        if hint:
            tag("p", hint, "soft small", id=f"about-{key}")
        box = tag("textarea" if lines else "input", style="k-input", id=key, autocomplete="off")
        if lines:
            box.text = value
        else:
            box.props["value"] = value
    if hint:
        box.props["aria-describedby"] = f"about-{key}"
    if secret:
        box.props["type"], box.props["inputmode"] = "password", "numeric"
    box.on("input", lambda event: changed(str(event.args)), js_handler="(e) => emit(e.target.value)")


def pressed(
    device: Device, words: str, act: Callable[[], Awaitable[None]], style: str = "", done: str = "", **attributes: str
) -> TextElement:
    """A button; what goes wrong is told below it, and what was `done` too."""

    async def go() -> None:
        try:
            await act()
        except Problem as problem:
            wrong.classes(add="k-error")
            written(wrong, problem.message(device.language))
        else:
            wrong.classes(remove="k-error")
            written(wrong, done)
        shown(wrong, bool(wrong.text))

    made = button(words, go, style, **attributes)
    wrong = tag("p", "", role="alert")
    shown(wrong, False)
    return made
