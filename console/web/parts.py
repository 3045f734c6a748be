"""The few elements that pages are made of: plain HTML, which screen readers know."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

Pressed = Callable[..., Any]
"""Called when something is pressed; may be a coroutine function."""


def tag(name: str, text: str = "", style: str = "", **attributes: str) -> TextElement:
    """An HTML element with a text; `with` puts others into it. `aria_label` becomes the attribute aria-label."""
    element = TextElement(tag=name, text=text)
    element.classes(style)
    for key, value in attributes.items():
        element.props[key.rstrip("_").replace("_", "-")] = value
    return element


def button(text: str, pressed: Pressed, style: str = "", **attributes: str) -> TextElement:
    """A button. `style` is one of start, stop, quiet, key, or several of our classes."""
    element = tag("button", text, f"k-button {style}", type="button", **attributes)
    element.on("click", lambda _: pressed())
    return element


def link(text: str, to: str, style: str = "", **attributes: str) -> TextElement:
    """A link to another page of the console."""
    return tag("a", text, style, href=to, **attributes)


def heading(text: str, level: int = 2, style: str = "") -> TextElement:
    """A heading."""
    return tag(f"h{level}", text, style)


def shown(element: Element, visible: bool) -> None:
    """Show an element or take it away, for screen readers too."""
    if element.visible != visible:
        element.set_visibility(visible)


def enabled(element: Element, usable: bool) -> None:
    """Have a button be pressed or not."""
    if ("disabled" in element.props) == usable:
        if usable:
            element.props.pop("disabled", None)
        else:
            element.props["disabled"] = True
        element.update()


def focused(element: Element) -> None:
    """Have the keyboard go on from an element, where the one it was on goes away."""
    ui.run_javascript(f"document.getElementById({json.dumps(_id(element))})?.focus()")


def left_at(*elements: Element) -> None:
    """Have the keyboard go on from the first of these that takes it, if what it was on has gone; nothing scrolls."""
    ids = json.dumps([_id(element) for element in elements])
    ui.run_javascript(
        "if (!document.activeElement?.checkVisibility() || document.activeElement === document.body)"
        f"for (const each of {ids}.map((id) => document.getElementById(id)))"
        "{ each?.focus({ preventScroll: true }); if (each && document.activeElement === each) break; }"
    )


def _id(element: Element) -> str:
    return str(element.props.get("id", element.html_id))


def written(element: TextElement, text: str) -> None:
    """Change a text, where it is another."""
    if element.text != text:
        element.text = text
