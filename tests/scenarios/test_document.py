"""YAML in its core form: plain data, and the place of every key and value."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenarios.language.diagnostics import ScenarioError
from scenarios.language.document import Document, parse, read
from scenarios.language.events import DEEPEST, Data
from scenarios.language.source import Source


def document(text: str) -> Document:
    return parse(Source("a.yaml", text))


def codes(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        document(text)
    return [finding.code for finding in error.value.findings]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("no", "no"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("007", 7),
        ("0.9", 0.9),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("0o17", "0o17"),
        ("0x1f", "0x1f"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2026-09-01", "2026-09-01"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("9" * 19, "9" * 19),
        ("'7'", "7"),
        ("<<", "<<"),
    ],
)
def test_only_constants_and_decimal_numbers_are_more_than_words(written: str, meant: Data) -> None:
    value = document(f"key: {written}\n").data
    assert value == {"key": meant}
    assert isinstance(value, dict)
    assert type(value["key"]) is type(meant)


def test_keys_are_the_words_they_are_written_as() -> None:
    assert document("on: 1\nyes: 2\n3: 3\ntrue: 4\n").data == {"on": 1, "yes": 2, "3": 3, "true": 4}


def test_every_key_and_value_has_its_place() -> None:
    text = "a: 1\nstates:\n  öljy:\n    - {fi: '𝄞', sv: hej}\n    - |\n      two\n      lines\n"
    it = document(text)

    assert it.data == {"a": 1, "states": {"öljy": [{"fi": "𝄞", "sv": "hej"}, "two\nlines\n"]}}
    assert str(it.key(("states",))) == "a.yaml:2:1"
    assert str(it.value(("states", "öljy"))) == "a.yaml:4:5"
    assert str(it.value(("states", "öljy", 0, "fi"))) == "a.yaml:4:12"
    assert str(it.key(("states", "öljy", 0, "sv"))) == "a.yaml:4:17"
    assert str(it.value(("states", "öljy", 0, "sv"))) == "a.yaml:4:21"
    assert str(it.value(("states", "öljy", 1))) == "a.yaml:5:7"


def test_what_is_not_there_has_the_place_of_what_is_around_it() -> None:
    it = document("a:\n  b: 1\n")
    assert str(it.value(("a", "c", "d"))) == "a.yaml:2:3"
    assert str(it.key(("a", "c"))) == "a.yaml:1:1"


def test_a_finding_points_at_words_within_a_value() -> None:
    it = document('a: "{x}"\nb: "one {x} two"\n')
    finding = it.at_value("K305", ("b",), within="{x}", name="x", known=())
    assert (finding.position.line, finding.position.column) == (2, 9)


def test_a_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes("a: ä\r\nb: 2\r\n".encode("utf-8-sig"))
    it = read(path, "bom.yaml")
    assert it.data == {"a": "ä", "b": 2}
    assert str(it.key(("a",))) == "bom.yaml:1:1"
    assert str(it.value(("b",))) == "bom.yaml:2:4"


def test_duplicate_keys_are_all_told() -> None:
    assert codes("a: 1\na: 2\nb: {c: 1, c: 2}\n") == ["K103", "K103"]


def test_no_more_than_a_hundred_findings_are_made() -> None:
    assert codes("a: 1\n" * 500) == ["K103"] * 100


def test_depth_is_bounded_where_it_is_too_much_and_not_before() -> None:
    assert document("[" * DEEPEST + "]" * DEEPEST).data is not None
    assert codes("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == ["K104"]


def test_a_tab_inside_a_text_is_no_indentation() -> None:
    assert document("a: one\ttwo\nb:\t2\n").data == {"a": "one\ttwo", "b": 2}


def test_an_alias_bomb_does_not_go_off() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert codes(bomb) == ["K108"]


HARD = {
    "brackets": "'[' * 50_000",
    "balanced brackets": "'[' * 50_000 + ']' * 50_000",
    "braces": "'{a: ' * 50_000",
    "dashes": "'- ' * 50_000",
    "questions": "'? ' * 50_000",
    "many directives": "'%TAG !a! b\\n' * 80_000",
    "many keys in a line": "'{' + 'a: 1, ' * 170_000 + '}'",
    "a line of words": "'word ' * 200_000",
    "an open quote": "'\"' + 'a' * 1_000_000",
    "comments": "'#\\n' * 500_000",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_a_hard_text_ends_in_a_finding_or_data_and_not_in_a_crash(text: str) -> None:
    program = f"""
from scenarios.language.diagnostics import ScenarioError
from scenarios.language.document import parse
from scenarios.language.source import Source
try:
    parse(Source("hard.yaml", {text}))
    print("read")
except ScenarioError as error:
    print(error.findings[0].code, len(error.message()) < 50_000)
"""
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=20, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip() == "read" or (ended.stdout.startswith("K") and ended.stdout.strip().endswith("True"))


_PIECES = (
    "a,b: ,- ,? ,: ,  ,[,],{,},',\",&a ,*a,!t ,%,#,1,true,ä,\\,<<: ,@,`,---\n,...\n,|\n,>\n,\n,\t,\r,\x00,\u2028,\ufeff"
)
_yamlish = st.lists(st.sampled_from([*_PIECES.split(","), ","])).map("".join)


def faults_of(read_it: Callable[[], Document]) -> ScenarioError | None:
    try:
        assert read_it().value(()).line >= 1
    except ScenarioError as error:
        return error
    return None


@given(st.one_of(st.text(), _yamlish))
@example("\ufeff\ufeffa: 1")
@example('a: "\\ud800"')
@example("a: 1\n...\n%x\n---\nb")
@settings(max_examples=400)
def test_any_text_ends_in_data_or_findings_that_can_be_shown(text: str) -> None:
    error = faults_of(lambda: document(text))
    if error is not None:
        assert all(finding.position.line >= 1 and finding.position.column >= 1 for finding in error.findings)
        assert all(error.message(language) for language in ("en", "fi", "sv"))


@given(st.binary())
@settings(max_examples=100)
def test_any_bytes_end_in_data_or_findings(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(content)
    error = faults_of(lambda: read(path, "bytes.yaml"))
    assert error is None or error.message("fi")
