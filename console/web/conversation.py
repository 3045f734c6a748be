"""A line of the session in words, as the page shows it."""

from __future__ import annotations

from console.web.words import say
from sessions.live import Line, Who

_QUIET = frozenset({"state", "light", "buttons", "connecting", "letting_go", "understood", "listens", "sound"})
"""What other parts of the page show."""

_KNOWN = frozenset({"silent", "unclear", "unheard", "lost", "regained", "recovered", "resumed", "refused"})


def told(line: Line, language: str) -> str | None:
    """The words of a line; None where it is none of the conversation."""
    if line.what in _QUIET:
        return None
    match line.what:
        case "says":
            return line.text if line.who is Who.ROBOT else f"”{line.text}”"
        case "overlap":
            return f"{say('line.overlap', language)} ”{line.text}”"
        case "gesture":
            return f"({say(f'gesture.{line.text}', language)})"
        case "touches":
            return say("line.touches", language, text=say(f"sensor.{line.text}", language))
        case "asks":
            return _asked("talk.asked", line.text, language)
        case "not_now":
            return _asked("talk.not_now", line.text, language)
        case "acknowledged" if line.text:
            return say("during.comes", language, name=line.text)
        case "alert":
            return say(f"alert.{line.text}", language)
        case "paused":
            return say("line.paused", language, text=say(f"pause.{line.text}", language))
        case "ended":
            return say(f"how.{line.text}", language)
        case what if what in _KNOWN:
            return say(f"line.{what}", language, text=line.text)
        case what:
            return say(f"talk.{what}", language)


def clock(seconds: float) -> str:
    """Minutes and seconds since the session began."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _asked(key: str, what: str, language: str) -> str:
    return say(key, language, what=say(f"key.{what}", language))
