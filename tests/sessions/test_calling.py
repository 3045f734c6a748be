"""Staff call a colleague, and it shows until somebody has acknowledged it."""

from __future__ import annotations

from robot.commands import Eyes, Light, Listen, Say, Sound
from robot.events import Asked
from sessions.alerts import Alerts, Solved
from sessions.calling import TAKEN_BACK
from sessions.link.retained import Alert
from tests.sessions.bench import Bench
from tests.sessions.replay import replayed


def lights_between(bench: Bench, first: str, last: str) -> list[Light]:
    """The lights that the eyes were given in the turns from one event's to another's."""
    turns = bench.turns
    begin = next(n for n, turn in enumerate(turns) if first in turn.committed)
    end = next(n for n, turn in enumerate(turns) if last in turn.committed)
    return [command.light for turn in turns[begin:end] for command in turn.after if isinstance(command, Eyes)]


def test_a_call_shows_in_the_eyes_with_a_sound_until_it_is_acknowledged_and_the_session_goes_on() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("call"))
    bench.on(Say, 6, Asked("acknowledge"))
    assert bench.run().how == "finished"
    assert bench.data("staff_called") == [{"reason": "colleague"}]
    called = next(turn for turn in bench.turns if "staff_called" in turn.committed)
    assert called.after == (Sound("attention"), Eyes(Light.STAFF_NEEDED)) or set(called.after) == {
        Eyes(Light.STAFF_NEEDED),
        Sound("attention"),
    }
    shown = lights_between(bench, "staff_called", "acknowledged")
    assert set(shown) == {Light.STAFF_NEEDED, Light.LISTENING}, "blue still tells people to speak"
    ended = next(turn for turn in bench.turns if "acknowledged" in turn.committed)
    assert ended.after == (Eyes(Light.SPEAKING),), "the eyes are again what they were to be"
    assert Light.STAFF_NEEDED not in lights_between(bench, "acknowledged", "session_ended")


def test_a_second_call_sounds_again_and_is_one_call() -> None:
    bench = Bench()
    bench.on(Say, 2, bench.asks("call", "call"))
    bench.run()
    assert bench.types().count("staff_called") == 1
    assert [line.what for line in bench.lines].count("alert") == 1
    assert bench.body.of(Sound).count(Sound("attention")) >= 2


def test_a_call_that_is_taken_back_is_over_and_nobody_is_said_to_come() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("call"))
    bench.on(Say, 6, Asked("acknowledge", TAKEN_BACK))
    assert bench.run().how == "finished"
    assert bench.types().count("acknowledged") == 1
    told = [line.what for line in bench.lines if line.what in ("acknowledged", TAKEN_BACK)]
    assert told == [TAKEN_BACK]
    assert Light.STAFF_NEEDED not in lights_between(bench, "acknowledged", "session_ended")


def test_nobody_is_acknowledged_who_was_not_called() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("acknowledge"))
    bench.run()
    assert "acknowledged" not in bench.types()


def test_a_colleague_can_be_called_while_the_session_is_paused_or_its_robot_lost() -> None:
    bench = Bench()
    bench.on(Listen, 1, Asked("pause"))
    bench.when_logged("paused", 1, bench.later(1.0, bench.asks("call", "acknowledge", "resume")))
    bench.on(Listen, 3, bench.body.lose)
    bench.when_logged("lost", 1, bench.later(1.0, bench.asks("call")))
    bench.when_logged("lost", 1, bench.later(5.0, bench.body.regain))
    assert bench.run().how == "finished"
    assert bench.types().count("staff_called") == 2


def test_a_session_that_goes_on_still_calls() -> None:
    bench = Bench()
    bench.on(Say, 3, Asked("call"))
    bench.run()
    cut = bench.types().index("staff_called") + 1
    assert replayed(bench.records[:cut]).called
    again = Bench(cut=bench.records[:cut])
    again.on(Say, 2, Asked("acknowledge"))
    assert again.run().how == "finished"
    assert "acknowledged" in again.types()
    assert not replayed(again.records).called


def test_the_link_raises_an_alert_of_its_own_and_takes_it_away() -> None:
    bench = Bench()
    bench.on(Say, 3, Asked("call"))
    bench.on(Say, 7, Asked("acknowledge"))
    bench.run()
    alerts = Alerts()
    changes = [change for record in bench.records for change in alerts.take(record)]
    assert [type(change) for change in changes] == [Alert, Solved]
    assert isinstance(changes[0], Alert)
    assert changes[0].what == "colleague"


def test_whoever_asks_has_no_name_in_the_log() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("call", by="Liisa"))
    bench.on(Say, 3, Asked("stop", by="Liisa"))
    bench.run()
    assert [data["by"] for data in bench.data("staff_asked")] == ["staff", "staff"]
