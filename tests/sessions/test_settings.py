from __future__ import annotations

import os
from pathlib import Path

import pytest

from robot.problem import Problem
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


def test_what_was_changed_on_the_pages_is_found_after_the_sites_own_folders(path: Path) -> None:
    path.write_text('scenarios = ["/a"]\n')
    own = Station(path.parent).scenarios
    assert load(path, {}).scenarios == ("/a",)
    own.mkdir()
    assert load(path, {}).scenarios == ("/a", str(own))
    path.write_text(f"scenarios = ['{own}', '/a']\n")
    assert load(path, {}).scenarios == (str(own), "/a")


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
        ("in_flight = 0\n", "settings_number", ":1:13"),
        ("in_flight = true\n", "settings_number", ":1:13"),
        ('in_flight = "4"\n', "settings_number", ":1:13"),
        ("broker = 1883\n", "settings_broker", ":1:10"),
        ("scenarios = [1]\n", "settings_scenarios", ":1:14"),
        ("scenarios = 1\n", "settings_scenarios", ":1:13"),
        ('site = "kilo"\nbroker = "http://h"\n', "broker_address", ":2:10"),
        ("in_flight = 0\nborker = 1\n", "settings_number", ":1:13"),
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


@pytest.mark.parametrize(
    ("text", "code", "place", "says"),
    [
        ("link = 5\n", "settings_table", ":1:8", "[link]"),
        ("[[link]]\nuser = 'a'\n", "settings_table", ":1:3", "[link]"),
        ("[link]\nusr = 'a'\n", "settings_unknown_near", ":2:1", "'link.user'"),
        ("link.usr = 'a'\n", "settings_unknown_near", ":1:6", "'link.user'"),
        ("link = {ca = 'a', usr = 'a'}\n", "settings_unknown_near", ":1:19", "'link.user'"),
        ("user = 'a'\n", "settings_unknown_near", ":1:1", "'link.user'"),
        ("[keep]\nevents = 30\nsite = 'kilo'\n", "settings_unknown_near", ":3:1", "'site'"),
        ("[neighbours]\nxyz = 1\n", "settings_unknown", ":2:1", "neighbours.home_assistant"),
        ("[keep]\nevents = '90'\n", "settings_number", ":2:10", "from 1 to 36500"),
        ("[keep]\n\n  events = 0\n", "settings_number", ":3:12", "keep.events"),
        ("keep = {summaries = 9, events = 1.5}\n", "settings_number", ":1:33", "keep.events"),
        ("[neighbours]\nhome_assistant = 'no'\n", "settings_switch", ":2:18", "true or false"),
        ("[controller]\nname = 5\n", "settings_text", ":2:8", "controller.name"),
        ("[controller]\nname = ' '\n", "settings_text", ":2:8", "controller.name"),
        ("[controller.basis]\nevnts = 'a'\n", "settings_unknown_near", ":2:1", "'controller.basis.events'"),
        ("[link]\nca = ['a']\n", "settings_text", ":2:6", "link.ca"),
        ("[link]\npassword = 'hush'\n", "settings_secret", ":2:1", "kaveri link password"),
        ("[link]\nkey = 'me.key'\n", "settings_key_alone", ":2:7", "certificate"),
        ("[link]\ncommands = 'office'\n", "settings_list", ":2:12", "link.commands"),
        ("[link]\ncommands = [{allow = []}]\n", "settings_missing", ":2:13", "'name'"),
        ("[link]\ncommands = [{name = 'a', allow = ['dance']}]\n", "settings_choice", ":2:35", '"pause"'),
        ("[[link.commands]]\nname = 'a/b'\nallow = []\n", "settings_name", ":2:8", "a/b"),
        ("[[link.commands]]\nname = 'a'\nalow = []\n", "settings_missing", ":1:8", "'allow'"),
        (
            "[[link.commands]]\nname = 'a'\nallow = []\n[[link.commands]]\nname = 'a'\nallow = []\n",
            "settings_sender_twice",
            ":5:8",
            "'a'",
        ),
        (
            "[[link.commands]]\nname = 'a-1'\nallow = []\n[[link.commands]]\nname = 'A_1'\nallow = []\n",
            "settings_senders_alike",
            ":5:8",
            "KAVERI_COMMAND_KEY_A_1",
        ),
        ("[" * 30_000, "settings_syntax", "", ""),
    ],
)
def test_what_is_wrong_in_a_table_is_said_with_its_place(
    path: Path, text: str, code: str, place: str, says: str
) -> None:
    caught = problem(path, text)
    assert caught.code == code
    assert f"{path}{place}: " in str(caught) or not place
    assert says in str(caught)
    assert "hush" not in str(caught)


def test_tables_are_read_however_toml_writes_them(path: Path) -> None:
    path.write_text(
        "link.user = 'anna'\n"
        "keep = {events = 30}\n"
        "[[link.commands]]\nname = 'office'\nallow = ['pause', 'resume']\n"
        "[controller]\nname = 'Kilon koulu'\n[controller.basis]\nevents = 'public task'\n"
        "[neighbours]\nhome_assistant = true\n"
    )
    settings = load(path, {})
    assert settings.link.user == "anna"
    assert settings.keep.events == 30
    assert settings.keep.summaries == 365
    assert [(each.name, each.allow) for each in settings.link.commands] == [("office", ("pause", "resume"))]
    assert settings.controller.basis.events == "public task"
    assert settings.neighbours.home_assistant


def test_the_environment_outranks_tables_too(path: Path) -> None:
    path.write_text("[link]\nuser = 'anna'\n[keep]\nevents = 30\n")
    environment = {
        "KAVERI_LINK_USER": "bo",
        "KAVERI_KEEP_EVENTS": "60",
        "KAVERI_NEIGHBOURS_HOME_ASSISTANT": "true",
        "KAVERI_LINK_CA": "/etc/ca.pem",
    }
    settings = load(path, environment)
    assert settings.link.user == "bo"
    assert settings.keep.events == 60
    assert settings.neighbours.home_assistant
    assert settings.link.ca == Path("/etc/ca.pem")


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("KAVERI_KEEP_EVENTS", "many", "settings_number"),
        ("KAVERI_KEEP_EVENTS", "0", "settings_number"),
        ("KAVERI_NEIGHBOURS_HOME_ASSISTANT", "perhaps", "settings_switch"),
        ("KAVERI_LINK_USER", " ", "settings_text"),
        ("KAVERI_LINK_KEY", "me.key", "settings_key_alone"),
        ("KAVERI_BROKER", "http://h", "broker_address"),
    ],
)
def test_a_wrong_variable_of_a_table_is_named(path: Path, variable: str, value: str, code: str) -> None:
    caught = problem(path, "[keep]\nsummaries = 5\n", {variable: value})
    assert caught.code == code
    assert str(caught).startswith(f"{variable}: ")


def test_a_table_that_is_no_table_is_said_before_what_the_environment_adds(path: Path) -> None:
    assert problem(path, "keep = 5\n", {"KAVERI_KEEP_EVENTS": "60"}).code == "settings_table"


def test_files_begin_at_the_folder_of_the_settings(path: Path) -> None:
    path.write_text("[link]\nca = 'ca.pem'\ncertificate = '/abs/me.pem'\nkey = '~/me.key'\n")
    link = load(path, {}).link
    assert link.ca == path.parent / "ca.pem"
    assert link.certificate == Path("/abs/me.pem")
    assert link.key == Path.home() / "me.key"


def test_a_file_saved_by_windows_is_read(path: Path) -> None:
    path.write_bytes('\ufeffsite = "kilo"\r\n[keep]\r\nevents = 7\r\n'.encode())
    assert load(path, {}).keep.events == 7
    path.write_bytes('\ufeffsite = "kilo"\r\n[keep]\r\nevents = 0\r\n'.encode())
    with pytest.raises(Problem) as caught:
        load(path, {})
    assert f"{path}:3:10: " in str(caught.value)


def test_a_near_miss_is_asked_about(path: Path) -> None:
    assert "'broker'" in str(problem(path, "borker = 1\n"))


def test_a_file_that_is_no_text_is_reported(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Problem) as caught:
        load(path, {})
    assert caught.value.code == "settings_not_read"


def test_the_station_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAVERI_HOME", str(tmp_path))
    assert Station.here().log == tmp_path / "log.sqlite"
    monkeypatch.setenv("KAVERI_HOME", "")
    assert Station.here().folder.name == "kaveri"
    assert list(tmp_path.iterdir()) == []
