"""A terminal that takes no lines, held by Ctrl-S or a pager, holds up no session."""

from __future__ import annotations

import threading

from console.printer import MOST_WAITING, Printer
from robot.commands import Say
from robot.events import Asked
from sessions.live import Line, Who
from tests.sessions.bench import Bench

PATIENCE = 20.0


class Terminal:
    """A terminal that shows nothing before it is let go."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.reached = threading.Event()
        self.free = threading.Event()

    def show(self, line: Line) -> None:
        self.reached.set()
        assert self.free.wait(PATIENCE)
        self.shown.append(line.text)


def lines(count: int) -> list[Line]:
    return [Line(Who.ROBOT, "says", str(number), float(number)) for number in range(count)]


def test_everything_is_shown_in_its_order_by_the_end() -> None:
    terminal = Terminal()
    terminal.free.set()
    printer = Printer(terminal.show)
    for line in lines(100):
        printer(line)
    assert printer.close(PATIENCE)
    assert terminal.shown == [str(number) for number in range(100)]


def test_a_stop_reaches_a_session_whose_terminal_is_blocked_and_all_is_shown_once_it_is_free() -> None:
    terminal = Terminal()
    printer = Printer(terminal.show)
    bench = Bench()
    bench.session._live.watch(printer)
    bench.on(Say, 4, Asked("stop"))
    assert bench.run().how == "stopped"
    assert terminal.reached.wait(PATIENCE)
    assert terminal.shown == []
    terminal.free.set()
    assert printer.close(PATIENCE)
    assert terminal.shown == [line.text for line in bench.lines]


def test_closing_a_blocked_printer_gives_up_in_its_time_and_says_so() -> None:
    terminal = Terminal()
    printer = Printer(terminal.show)
    printer(lines(1)[0])
    assert not printer.close(0.05)
    terminal.free.set()
    assert printer.close(PATIENCE)


def test_what_a_blocked_terminal_cannot_take_is_left_out_and_holds_up_nobody() -> None:
    terminal = Terminal()
    printer = Printer(terminal.show)
    printer(lines(1)[0])
    assert terminal.reached.wait(PATIENCE)
    for line in lines(MOST_WAITING + 10):
        printer(line)
    terminal.free.set()
    assert printer.close(PATIENCE)
    assert len(terminal.shown) == 1 + MOST_WAITING


def test_a_reader_that_has_gone_ends_the_showing_and_nothing_else() -> None:
    shown: list[str] = []

    def show(line: Line) -> None:
        shown.append(line.text)
        raise BrokenPipeError

    printer = Printer(show)
    for line in lines(3):
        printer(line)
    printer.close(PATIENCE)
    printer(lines(1)[0])
    assert shown == ["0"]
