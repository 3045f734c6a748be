"""The one session of a console: many watch, one steers, and each may stop it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from console.web.stage import MOST_LINES, Stage
from robot.problem import Problem
from sessions.launch import Order
from sessions.live import Line, Who
from sessions.settings import Settings
from sessions.station import Station
from sessions.terms import Phase

SECONDS = 30.0
ORDER = Order("number-friends", "sim", "fi", pace=20.0)


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Callable[[Stage], Awaitable[None]]], None]:
    """Runs what a loop does with an open stage, and sees to it that no session is left."""

    async def whole(part: Callable[[Stage], Awaitable[None]]) -> None:
        stage = Stage(Station(tmp_path), Settings())
        stage.open()
        try:
            await part(stage)
        finally:
            stage.stop()
            await asyncio.wait_for(stage.closed(), SECONDS)

    return lambda part: asyncio.run(whole(part))


async def until(stage: Stage, holds: Callable[[], bool]) -> None:
    """Wait for news until something holds."""
    news = asyncio.Event()
    unwatch = stage.watch(news.set)
    try:
        async with asyncio.timeout(SECONDS):
            while not holds():
                await news.wait()
                news.clear()
    finally:
        unwatch()


def phase(stage: Stage) -> Phase | None:
    snapshot = stage.snapshot()
    return snapshot.phase if snapshot is not None else None


def asked(stage: Stage) -> list[str]:
    return [each.line.text for each in stage.lines() if each.line.what == "asks"]


def test_one_steers_and_whoever_takes_over_is_heeded_instead(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        await stage.start(ORDER, "tablet")
        await until(stage, lambda: phase(stage) is Phase.RUNNING)
        assert stage.steering == "tablet"
        assert not stage.ask("pause", device="phone")
        stage.take_over("phone")
        assert not stage.ask("pause", device="tablet")
        assert stage.ask("pause", device="phone")
        await until(stage, lambda: phase(stage) is Phase.PAUSED)
        assert asked(stage) == ["pause"]

    play(part)


def test_two_who_take_over_at_once_leave_one_that_steers(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        await stage.start(ORDER, "tablet")
        await until(stage, lambda: phase(stage) is Phase.RUNNING)
        loop = asyncio.get_running_loop()
        for device in ("phone", "laptop"):
            loop.call_soon(stage.take_over, device)
        await until(stage, lambda: stage.steering == "laptop")
        answered = {device: stage.ask("pause", device=device) for device in ("tablet", "phone", "laptop")}
        assert answered == {"tablet": False, "phone": False, "laptop": True}

    play(part)


def test_a_device_that_steers_and_is_gone_holds_nobody_up(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        gone = stage.watch(lambda: None)
        await stage.start(ORDER, "gone")
        await until(stage, lambda: phase(stage) is Phase.RUNNING)
        gone()
        assert not stage.ask("skip", device="other")
        assert stage.ask("call", device="other", by="staff")
        stage.take_over("other")
        assert stage.ask("pause", device="other")
        await until(stage, lambda: phase(stage) is Phase.PAUSED)
        await until(stage, lambda: bool((found := stage.snapshot()) and found.called))

    play(part)


def test_any_device_may_stop(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        await stage.start(ORDER, "tablet")
        assert stage.ask("stop", device="somebody else's")
        await asyncio.wait_for(stage.closed(), SECONDS)
        assert stage.playing is None
        assert stage.steering == stage.key == ""
        assert stage.ended is not None
        assert stage.ended.ending.how == "stopped"

    play(part)


def test_a_stop_that_comes_late_ends_no_other_session(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        await stage.start(ORDER, "tablet")
        first = stage.key
        assert stage.stop_with(first)
        assert stage.stop_with(first) is bool(stage.key)
        await asyncio.wait_for(stage.closed(), SECONDS)
        assert not stage.stop_with(first)
        assert not stage.stop_with("")

        await stage.start(ORDER, "tablet")
        assert stage.key not in ("", first)
        for key in (first, "", "ä", stage.key[:-1]):
            assert not stage.stop_with(key)
        await until(stage, lambda: phase(stage) is Phase.RUNNING)
        assert "stop" not in asked(stage)
        assert stage.stop_with(stage.key)

    play(part)


def test_one_session_at_a_time_also_when_two_start_at_once(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        both = await asyncio.gather(stage.start(ORDER, "tablet"), stage.start(ORDER, "phone"), return_exceptions=True)
        refused = [each for each in both if isinstance(each, Problem)]
        assert [problem.code for problem in refused] == ["session_on_stage"]
        with pytest.raises(Problem):
            await stage.start(ORDER, "laptop")
        assert stage.steering == "tablet"

    play(part)


def test_what_cannot_begin_leaves_the_stage_free(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        with pytest.raises(Problem):
            await stage.start(Order("no-such", "sim"), "tablet")
        await asyncio.wait_for(stage.closed(), SECONDS)
        assert stage.playing is None
        assert (await stage.start(ORDER, "tablet")).title == "Kymppiparit"

    play(part)


def test_lines_grow_by_one_and_nobody_who_comes_back_misses_any(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        await stage.start(ORDER, "tablet")
        await until(stage, lambda: len(stage.lines()) > 3)
        seen = stage.lines()
        await until(stage, lambda: stage.lines()[-1].number > seen[-1].number + 2)
        numbers = [each.number for each in (*seen, *stage.lines(seen[-1].number))]
        assert numbers == list(range(1, len(numbers) + 1))
        assert stage.lines(numbers[-1] + MOST_LINES) == []

    play(part)


def test_a_watcher_is_told_once_for_all_that_comes_at_once_and_never_after_it_left(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        told: list[str] = []
        last = asyncio.Event()
        unwatch = stage.watch(lambda: told.append("first"))
        stage.watch(lambda: told.append("second"))
        stage.watch(last.set)
        for number in range(100):
            stage._take_line(Line(float(number), Who.ROBOT, "says", "hei"))
        await asyncio.wait_for(last.wait(), SECONDS)
        assert told == ["first", "second"]
        unwatch()
        unwatch()
        last.clear()
        stage.take_over("phone")
        await asyncio.wait_for(last.wait(), SECONDS)
        assert told == ["first", "second", "second"]

    play(part)


def test_what_is_asked_where_nothing_runs_does_nothing(play: Callable[..., None]) -> None:
    async def part(stage: Stage) -> None:
        stage.stop()
        stage.touch("5", "turn")
        stage.typed("viisi")
        assert stage.ask("call", device="phone")
        assert not stage.ask("skip", device="phone")
        assert (stage.lines(), stage.snapshot(), stage.seen(), stage.ended) == ([], None, None, None)

    play(part)


def test_how_many_lines_are_gone_is_known_of_each_session(
    play: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.web.stage.MOST_LINES", 3)

    async def part(stage: Stage) -> None:
        for _ in range(2):
            await stage.start(ORDER, "tablet")
            assert stage.gone == 0
            await until(stage, lambda: stage.gone > 2)
            numbers = [each.number for each in stage.kept()]
            assert len(numbers) == 3
            stage.stop()
            await asyncio.wait_for(stage.closed(), SECONDS)

    play(part)
