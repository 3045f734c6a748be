from __future__ import annotations

import os
from pathlib import Path

import pytest

from robot.problem import Problem
from sessions.broker import Broker
from sessions.settings import Settings, load
from sessions.station import Station


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kaveri.toml"


def problem(path: Path, text: str, environment: dict[str, str] | None = None) -> Problem:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        load(path, environment or {})
    for language in ("en", "fi", "sv"):
        assert "{" not in caught.value.message(language)
    return caught.value


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load(path, {}) == Settings()


def test_the_file_is_read_and_the_environment_outranks_it(path: Path) -> None:
    path.write_text(
        '# our school\nsite = "kilo"\nrobot = "nao-1"\nbroker = "mqtt://10.0.0.2"\nlanguage = "sv"\n'
        'robot_address = "nao://nao.local"\nin_flight = 4\n'
    )
    settings = load(path, {"KAVERI_BROKER": "mqtt://localhost:1884", "KAVERI_IN_FLIGHT": "8", "KAVERI_SITE": ""})
    assert settings == Settings(
        site="kilo",
        robot="nao-1",
        broker="mqtt://localhost:1884",
        language="sv",
        robot_address="nao://nao.local",
        in_flight=8,
    )


def test_scenario_folders_are_a_list_and_in_the_environment_a_path(path: Path) -> None:
    path.write_text('scenarios = ["/a", "/b"]\n')
    assert load(path, {}).scenarios == ("/a", "/b")
    assert load(path, {"KAVERI_SCENARIOS": os.pathsep.join(["/c", "/d"])}).scenarios == ("/c", "/d")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('site = "kilo"\nrobot = nao\n', "settings_syntax", ":2:9"),
        ('site = "kilo', "settings_syntax", ":1:13"),
        ('site = "kilo"\n\nborker = "mqtt://h"\n', "settings_unknown_near", ":3:1"),
        ('[mqtt]\nhost = "h"\n', "settings_unknown", ":1:2"),
        ('language = "fi"\nsite = "kilo/1"\n', "settings_name", ":2:8"),
        ('  robot="a b"\n', "settings_name", ":1:9"),
        ("site = 5\n", "settings_name", ":1:8"),
        ('language = "de"\n', "settings_language", ":1:12"),
        ('robot_address = "pepper"\n', "settings_robot_address", ":1:17"),
        ("in_flight = 0\n", "settings_in_flight", ":1:13"),
        ("broker = 1883\n", "settings_broker", ":1:10"),
        ("scenarios = [1]\n", "settings_scenarios", ":1:13"),
        ('site = "kilo"\nbroker = "http://h"\n', "broker_address", ":2:10"),
        ("in_flight = 0\nborker = 1\n", "settings_in_flight", ":1:13"),
        ("borker = 1\nin_flight = 0\n", "settings_unknown_near", ":1:1"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(path: Path, text: str, code: str, place: str) -> None:
    caught = problem(path, text)
    assert caught.code == code
    assert f"{path}{place}: " in str(caught)


def test_a_wrong_environment_names_its_variable(path: Path) -> None:
    caught = problem(path, 'language = "fi"\n', {"KAVERI_LANGUAGE": "de"})
    assert str(caught).startswith("KAVERI_LANGUAGE: ")


def test_a_near_miss_is_asked_about(path: Path) -> None:
    assert "'broker'" in str(problem(path, "borker = 1\n"))


def test_a_file_that_is_no_text_is_reported(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Problem) as caught:
        load(path, {})
    assert caught.value.code == "settings_not_read"


@pytest.mark.parametrize(
    ("address", "broker", "url"),
    [
        ("mqtt://10.0.0.2", Broker("10.0.0.2", 1883), "mqtt://10.0.0.2:1883"),
        ("mqtt://Broker.local:1884/", Broker("broker.local", 1884), "mqtt://broker.local:1884"),
        ("mqtt://[::1]:1885", Broker("::1", 1885), "mqtt://[::1]:1885"),
    ],
)
def test_brokers_have_addresses(address: str, broker: Broker, url: str) -> None:
    assert Broker.parse(address) == broker
    assert broker.url == url


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("localhost", "broker_address"),
        ("localhost:1883", "broker_address"),
        ("mqtt://", "broker_address"),
        ("mqtt://h:0", "broker_address"),
        ("mqtt://h:99999", "broker_address"),
        ("mqtt://h:x", "broker_address"),
        ("mqtt://h/topic", "broker_address"),
        ("http://h", "broker_address"),
        ("mqtts://h", "broker_scheme"),
        ("wss://h", "broker_scheme"),
    ],
)
def test_what_is_no_address_is_refused_by_name(address: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        Broker.parse(address)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"--broker: '{address}'")


@pytest.mark.parametrize("address", ["mqtt://anna:hush@h", "mqtts://:hush@h", "mqtt://anna:hush@h:x"])
def test_a_password_in_an_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(Problem) as caught:
        Broker.parse(address)
    assert caught.value.code == "broker_secret"
    assert "hush" not in str(caught.value)


def test_the_station_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAVERI_HOME", str(tmp_path))
    assert Station.here().log == tmp_path / "log.sqlite"
    monkeypatch.setenv("KAVERI_HOME", "")
    assert Station.here().folder.name == "kaveri"
    assert list(tmp_path.iterdir()) == []
