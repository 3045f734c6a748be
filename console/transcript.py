"""A session as it happens, in the terminal: who says and does what, and in which state the robot is."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from console.texts import say
from robot.commands import Light
from sessions.bodies import DESK, SIM
from sessions.live import Line, Who

_EYES = {
    Light.LISTENING: "bright_blue",
    Light.THINKING: "green",
    Light.SPEAKING: "bright_white",
    Light.PAUSED: "yellow",
    Light.STAFF_NEEDED: "red",
    Light.OFF: "bright_black",
}
_VOICE = {Who.ROBOT: "bold", Who.PERSON: "cyan", Who.STAFF: "magenta"}
_NOTICES = {"alert": "bold yellow", "lost": "bold red", "refused": "red", "not_now": "yellow"}
_WIDTH = 12


class Transcript:
    """Prints each line of a session; a state and a light are told with the line they lead to."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._states: list[str] = []
        self._lights: list[Light] = []
        self._shown: Light | None = None

    def show(self, line: Line) -> None:
        """Print one line."""
        match line.what:
            case "state":
                self._states.append(line.text)
            case "light":
                self._lights.append(Light(line.text))
            case "ended":
                self._circumstances()
            case "connecting" | "letting_go" if line.text.partition(":")[0] in (SIM, DESK):
                return  # in this very program, at once
            case _:
                self._circumstances()
                self._print(line)

    def _circumstances(self) -> None:
        """The states and lights since the last line, in one quiet line."""
        lights = [light for light in dict.fromkeys(self._lights) if light is not self._shown]
        if not self._states and not lights:
            self._lights.clear()
            return
        said = Text(" " * 7)
        if self._states:
            said.append(_path(self._states), "bright_black")
        for light in lights:
            said.append("  ● ", _EYES[light]).append(say(f"eyes.{light}"), "bright_black")
        self._console.print(said)
        if self._lights:
            self._shown = self._lights[-1]
        self._states.clear()
        self._lights.clear()

    def _print(self, line: Line) -> None:
        at = Text(f"{int(line.at) // 60:3d}:{int(line.at) % 60:02d} ", "bright_black")
        if line.who is Who.SESSION:
            style = _NOTICES.get(line.what, "bright_black")
            self._hang(at + Text(" " * (_WIDTH + 1)), Text(_notice(line), style))
            return
        speaker = Text(f"{say(f'who.{line.who}'):<{_WIDTH}} ", _VOICE[line.who])
        self._hang(at + speaker, _content(line))

    def _hang(self, margin: Text, content: Text) -> None:
        """Print content beside its margin; what does not fit in a line goes on under its beginning."""
        first, *others = content.wrap(self._console, max(20, self._console.width - len(margin)))
        self._console.print(margin + first)
        for other in others:
            self._console.print(Text(" " * len(margin)) + other)


def _notice(line: Line) -> str:
    match line.what:
        case "alert":
            return say(f"alert.{line.text}")
        case "buttons":
            return "   ".join(f"[{n}] {label}" for n, label in enumerate(line.text.split("\n"), start=1))
        case "understood":
            option, _, confidence = line.text.rpartition(" ")
            return say("line.understood", option=option, percent=round(100 * float(confidence)))
        case "paused":
            return say("line.paused", text=say(f"pause.{line.text}"))
        case "asks" | "not_now":
            return say(f"line.{line.what}", text=say(f"asked.{line.text}"))
        case what:
            return say(f"line.{what}", text=line.text)


def _content(line: Line) -> Text:
    match line.what:
        case "says":
            return Text(line.text if line.who is Who.ROBOT else f"“{line.text}”", _VOICE[line.who])
        case "gesture":
            return Text(f"~ {say(f'gesture.{line.text}')}", "italic")
        case "overlap":
            return Text(f"{say('line.overlap')} “{line.text}”", "cyan")
        case "touches":
            return Text(say("line.touches", text=say(f"sensor.{line.text}")), "cyan")
        case "asks":
            return Text(_notice(line), "magenta")
        case what:
            return Text(say(f"line.{what}", text=line.text), "bright_black" if line.who is Who.ROBOT else "cyan")


def _path(states: list[str]) -> str:
    """States one after another, a scenario state's name once: `pairs: drawing → asking`."""
    groups: list[tuple[str, list[str]]] = []
    for state in states:
        scene, _, sub_state = state.partition(".")
        if not groups or groups[-1][0] != scene:
            groups.append((scene, []))
        if sub_state:
            groups[-1][1].append(sub_state)
    return "  ›  ".join(f"{scene}: {' → '.join(parts)}" if parts else scene for scene, parts in groups)
