"""The ready check: in ten seconds everybody knows whether a session can begin, and what to do where it can't."""

from __future__ import annotations

import functools
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

import sessions.ready as room
from robot.clock import RealClock
from robot.nao.claim import KEY
from robot.nao.examination import Findings
from robot.problem import LANGUAGES, Failure
from sessions.launch import Order
from sessions.log import Log
from sessions.ready import LIMIT, NAMES, Check, is_ready, ready, whole
from sessions.ready import robot as of_robot
from sessions.ready import station as of_station
from sessions.ready.check import phrase
from sessions.settings import Settings
from sessions.station import Station
from sim.clock import VirtualClock
from sim.nao.virtual_nao import VirtualNao
from sim.server import Server
from tests.mosquitto import Mosquitto
from tests.sessions.people import NOW

TEXTS = yaml.safe_load((Path(room.__file__).parent / "texts.yaml").read_text(encoding="utf-8"))


def found(order: Order, folder: Path, settings: Settings | None = None, **more: Any) -> dict[str, Check]:
    told = list(ready(order, Station(folder), settings or Settings(), RealClock(), **more))
    assert [check.name for check in told[: len(NAMES)]] == list(NAMES)
    assert {check.state for check in told[: len(NAMES)]} == {"checking"}
    ended = told[len(NAMES) :]
    assert sorted(check.name for check in ended) == sorted(NAMES), "each is told once"
    assert all(check.message(language) and check.title(language) for check in told for language in LANGUAGES)
    return {check.name: check for check in ended}


@contextmanager
def robot(pace: float = 1.0, **more: Any) -> Iterator[tuple[Server, str]]:
    server = Server(functools.partial(VirtualNao, **more), port=0, seed=0, pace=pace)
    server.start()
    try:
        yield server, server.url.replace("tcp://", "nao://")
    finally:
        server.close()


@pytest.mark.parametrize("scenario", ["number-friends", "morning-round"])
def test_the_virtual_robot_is_always_ready_and_nothing_is_written(tmp_path: Path, scenario: str) -> None:
    checks = found(Order(scenario, "sim", "fi"), tmp_path)
    assert {name: check.state for name, check in checks.items()} == dict.fromkeys(NAMES, "ok")
    assert is_ready(checks.values())
    assert checks["volume"].mend == "speak"
    assert not list(tmp_path.iterdir())


def test_a_robot_over_qi_is_looked_at_within_ten_seconds(tmp_path: Path) -> None:
    watch = RealClock()
    with robot(posture="Sit", battery=90) as (_, address):
        checks = found(Order("morning-round", address, "sv"), tmp_path)
    assert watch.now() < LIMIT
    assert [checks[name].code for name in ("robot", "seat", "battery", "heat")] == [
        "robot_answers",
        "seat_sits",
        "battery_enough",
        "heat_cool",
    ]
    assert is_ready(checks.values())


def test_in_care_a_robot_that_does_not_sit_must_be_seated_and_elsewhere_it_need_not(tmp_path: Path) -> None:
    with robot(posture="Crouch", battery=20) as (_, address):
        care, lesson = (found(Order(each, address), tmp_path) for each in ("morning-round", "number-friends"))
    assert (care["seat"].state, care["seat"].code) == ("bad", "seat_needed")
    assert lesson["seat"].state == "ok"
    assert (lesson["battery"].state, lesson["battery"].facts["needed"]) == ("bad", 30)
    assert not is_ready(lesson.values())


def test_the_phrase_is_said_aloud_only_when_it_is_asked_for(tmp_path: Path) -> None:
    with robot(pace=20.0) as (server, address):
        said: list[str] = []
        with server.clock.lock:
            server.nao.watch("ALTextToSpeech/CurrentSentence", lambda words: said.append(str(words)))
        quiet = found(Order("number-friends", address, "en"), tmp_path)
        assert quiet["volume"].code == "volume_set"
        assert not any(said)
        loud = found(Order("number-friends", address, "en"), tmp_path, aloud=True)
        assert (loud["volume"].code, loud["volume"].state) == ("volume_said", "ok")
        assert phrase("en") in " ".join(said)


def test_the_virtual_robot_says_it_too(tmp_path: Path) -> None:
    checks = found(Order("number-friends", "sim", "fi"), tmp_path, aloud=True)
    assert checks["volume"].message("en").endswith("mitä sanon?”")


def test_a_robot_that_another_station_drives_is_not_ready(tmp_path: Path) -> None:
    with robot() as (server, address):
        count = iter(range(10_000))

        def beat() -> None:
            server.nao.call("ALMemory", "insertData", [KEY, ["other", next(count)]])
            server.clock.call_later(0.5, beat)

        with server.clock.lock:
            beat()
        checks = found(Order("number-friends", address), tmp_path, aloud=True)
    assert (checks["robot"].state, checks["robot"].code) == ("bad", "robot_driven")
    assert checks["volume"].code == "volume_set", "it does not speak into the other's session"


def test_where_no_robot_answers_the_screen_can_take_its_place_and_the_rest_is_not_red(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        checks = found(Order("number-friends", f"nao://127.0.0.1:{mute.getsockname()[1]}"), tmp_path)
    assert (checks["robot"].state, checks["robot"].mend) == ("bad", "desk")
    assert "does not answer" in checks["robot"].message("en")
    assert {checks[name].code for name in ("seat", "battery", "heat", "language", "volume")} == {"not_looked"}
    assert {checks[name].state for name in ("seat", "battery", "heat", "language", "volume")} == {"warn"}


@pytest.mark.parametrize("address", ["nao://", "tcp://1.2.3.4", "robot"])
def test_an_address_that_is_none_is_told(tmp_path: Path, address: str) -> None:
    assert found(Order("number-friends", address), tmp_path)["robot"].state == "bad"


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (Order("no-such-scenario", "sim"), "scenario_missing"),
        (Order("number-friends", "sim", "de"), "scenario_language"),
        (Order("number-friends", "sim", here=("Aino",)), "here_needs_group"),
        (Order("own-words", "sim", inputs={"wrods": "kissa"}), "input_unknown_near"),
    ],
)
def test_an_order_that_could_not_be_given_is_told_in_the_words_of_the_start(
    tmp_path: Path, order: Order, code: str
) -> None:
    checks = found(order, tmp_path)
    problem = checks["scenario"].problem
    assert problem is not None
    assert problem.code == code
    assert checks["scenario"].message("fi") == problem.message("fi")
    assert checks["robot"].state == "ok", "the rest is looked at all the same"
    assert not is_ready(checks.values())


def test_a_desk_needs_a_voice_for_each_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dumb:
        def __init__(self, *more: object, **named: object) -> None:
            """Nothing to make."""

        def check(self, language: str) -> None:
            raise Failure("voice_missing", language=language)

    monkeypatch.setattr("robot.desk.voice.ComputerVoice", Dumb)
    checks = found(Order("number-friends", "desk", "fi"), tmp_path)
    assert [checks[name].state for name in ("robot", "seat", "battery", "heat", "language")] == [*["ok"] * 4, "bad"]


def test_what_hangs_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()

    def hangs(station: Station) -> Check:
        let_go.wait(30)
        return Check("disk", "ok", "disk_enough")

    def hang(*more: object) -> Iterator[Check]:
        yield Check("robot", "ok", "robot_answers", {"version": "2.8"})
        let_go.wait(30)

    monkeypatch.setattr(of_station, "disk", hangs)
    monkeypatch.setattr(whole, "checks", hang)
    try:
        checks = found(Order("number-friends", "sim"), tmp_path, limit=3.0)
    finally:
        let_go.set()
    assert checks["robot"].state == checks["clock"].state == "ok"
    assert {name for name, check in checks.items() if check.code == "too_slow"} == {
        "disk",
        "seat",
        "battery",
        "heat",
        "language",
        "volume",
    }


def test_what_breaks_is_told_and_does_not_keep_anybody_from_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(station: Station) -> Check:
        raise ZeroDivisionError

    monkeypatch.setattr(of_station, "disk", breaks)
    checks = found(Order("number-friends", "sim"), tmp_path)
    assert (checks["disk"].state, checks["disk"].code) == ("warn", "broken")
    assert is_ready(checks.values())


@pytest.mark.parametrize(
    ("percent", "charging", "minutes", "state", "code"),
    [
        (None, None, 10, "warn", "battery_unknown"),
        (29, None, 1, "bad", "battery_low"),
        (29, True, 1, "bad", "battery_low"),
        (31, None, 30, "warn", "battery_short"),
        (31, True, 30, "ok", "battery_charging"),
        (31, None, 5, "ok", "battery_enough"),
        (100, None, 120, "ok", "battery_enough"),
    ],
)
def test_the_charge_must_last_for_this_plan(
    percent: int | None, charging: bool | None, minutes: float, state: str, code: str
) -> None:
    check = of_robot._battery(Findings(battery=percent, charging=charging), minutes)
    assert (check.state, check.code) == (state, code)


@pytest.mark.parametrize(("heat", "state"), [(None, "warn"), (0, "ok"), (1, "warn"), (2, "warn"), (3, "bad")])
def test_only_a_robot_that_would_rest_at_once_is_too_hot(heat: int | None, state: str) -> None:
    assert of_robot._heat(Findings(heat=heat)).state == state


@pytest.mark.parametrize(
    ("family", "seated", "state"),
    [
        ("", True, "warn"),
        ("Sitting", True, "ok"),
        ("Standing", True, "bad"),
        ("Standing", False, "ok"),
        ("LyingBack", False, "bad"),
        ("SittingOnChair", False, "ok"),
    ],
)
def test_a_seat_is_looked_at(family: str, seated: bool, state: str) -> None:
    assert of_robot._seat(Findings(family=family), seated).state == state


def test_a_language_that_the_robot_lacks_is_named(tmp_path: Path) -> None:
    plan = of_robot.Asked("fi", ("fi", "en"), False, 5.0)
    check = of_robot._language(("en",), plan)
    assert (check.state, check.mend) == ("bad", "desk")
    assert "suomi" in check.message("fi")
    assert "Finnish" in check.message("en")


@pytest.mark.parametrize(("percent", "state"), [(None, "ok"), (20, "warn"), (70, "ok")])
def test_a_low_volume_is_pointed_out(percent: int | None, state: str) -> None:
    check = of_robot._volume(percent)
    assert (check.state, check.mend) == (state, "speak")


@pytest.mark.parametrize(("free", "state"), [(50, "bad"), (500, "warn"), (5000, "ok")])
def test_a_log_needs_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    usage = type("Usage", (), {"free": free * 1_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert of_station.disk(Station(tmp_path / "not" / "yet")).state == state


def test_a_clock_that_cannot_be_right_is_told(tmp_path: Path) -> None:
    station = Station(tmp_path)
    assert of_station.clock(station, datetime(1970, 1, 1, tzinfo=UTC)).state == "bad"
    assert of_station.clock(station, NOW).state == "ok"
    log = Log(station.log)
    later = (NOW + timedelta(days=3)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    log.begin("5e55" * 8, scenario="x", language="fi", robot="sim", started=later)
    log.append("5e55" * 8, "session_started", {}, later)
    log.commit()
    assert of_station.clock(station, NOW).state == "ok", "the virtual robot has a time of its own"
    log.begin("5e56" * 8, scenario="x", language="fi", robot="nao", started=later)
    log.append("5e56" * 8, "session_started", {}, later)
    log.commit()
    log.close()
    assert of_station.clock(station, NOW).code == "clock_behind"


def test_the_link_is_tried_and_a_session_does_without(tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path)
    broker.start()
    try:
        assert of_station.link(Settings(), broker.url).code == "link_up"
    finally:
        broker.stop()
    down = of_station.link(Settings(), broker.url)
    assert (down.code, down.state) == ("link_down", "warn")
    assert of_station.link(Settings(), "http://example").state == "bad"


def test_every_sentence_is_there_in_each_language_with_the_same_facts() -> None:
    for key, texts in {**TEXTS["codes"], **TEXTS["names"], "phrase": TEXTS["phrase"]}.items():
        assert set(texts) == set(LANGUAGES), key
        facts = {frozenset(name for _, name, _, _ in Formatter().parse(text) if name) for text in texts.values()}
        assert len(facts) == 1, key
    assert set(TEXTS["names"]) == set(NAMES)
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(room.__file__).parent.glob("*.py"))
    assert [code for code in TEXTS["codes"] if f'"{code}"' not in source] == []


def test_a_check_leaves_virtual_time_alone(tmp_path: Path) -> None:
    clock = VirtualClock(0, None, NOW)
    list(ready(Order("number-friends", "sim"), Station(tmp_path), Settings(), clock))
    assert clock.now() == 0.0
