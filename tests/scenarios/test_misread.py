"""What a teacher mistypes, and where the finding then points: at the place where to look."""

from __future__ import annotations

import pytest

from scenarios.language.diagnostics import Finding, ScenarioError
from scenarios.language.document import parse
from scenarios.language.profiles import profile_of
from scenarios.language.source import Source
from tests.scenarios.test_check import checked, faults
from tests.scenarios.test_profiles import CHILD

GOODBYE = "{fi: Hei hei!, sv: Hej då!, en: Goodbye!}"
SWEDISH = "sv: Hur mycket är ett och ett?"
FINNISH = '["Paljonko on yksi ja yksi?", "Yksi ja yksi, paljonko se on?"]'
THEN = "    then: question\n"
LANGUAGES = "languages: [fi, sv, en]"


def wrong(old: str, new: str) -> Finding:
    with pytest.raises(ScenarioError) as error:
        checked((old, new))
    return error.value.findings[0]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        # quotation marks
        (SWEDISH, 'sv: "Hur mycket är ett och ett?', "K113 23:13"),
        (FINNISH, '["Paljonko on yksi ja yksi?", "Yksi ja yksi, paljonko se on?]', "K113 22:43"),
        (f"{SWEDISH}\n        en: How", 'sv: "Hur mycket\n        en: "How"', "K113 23:13"),
        (GOODBYE, '{fi: "Hei hei!, sv: "Hej då!", en: Goodbye!}', "K113 29:18"),
        (SWEDISH, 'sv: "Säg "hej" nu"', "K124 23:19"),
        (SWEDISH, 'sv: "Hej" sa hon', "K124 23:19"),
        (SWEDISH, 'sv: "Hur mycket är ett och ett?",', "K124 23:41"),
        (SWEDISH, "sv: 'What's one?'", "K124 23:19"),
        (SWEDISH, "sv: {group} hur?", "K118 23:13"),
        (SWEDISH, "sv: [en: cat] hur?", "K118 23:13"),
        (SWEDISH, "sv:\n          - Hur: {group}!", "K112 24:16"),
        (SWEDISH, "sv: [Hej] hur?", "K124 23:19"),
        (FINNISH, '["Paljonko?" "Yksi ja yksi?"]', "K124 22:26"),
        # brackets
        ("en: Small}", "en: Small", "K114 3:8"),
        ("right: false}]", "right: false}", "K114 25:16"),
        ("en: Small}", "en: Small}}", "K125 3:41"),
        (LANGUAGES, f"{LANGUAGES}]", "K125 6:24"),
        (LANGUAGES, "languages: [fi, sv, en}", "K125 6:23"),
        (GOODBYE, "{fi: Hei #1!, sv: Hej då!, en: Goodbye!}", "K126 29:22"),
        (GOODBYE, "{fi: Moi: hei!, sv: Hej då!, en: Goodbye!}", "K112 29:21"),
        (GOODBYE, "{fi: Hei hei! sv: Hej då!, en: Goodbye!}", "K112 29:29"),
        (GOODBYE, "{fi: Hei, hei!, sv: Hej då!, en: Goodbye!}", "K214 29:23"),
        (GOODBYE, "{fi:Hei hei!, sv: Hej då!, en: Goodbye!}", "K119 29:14"),
        # colons
        (SWEDISH, "sv: Hur mycket: ett och ett?", "K112 23:23"),
        (SWEDISH, "sv: Hur mycket\n          är nu: ett?", "K112 24:16"),
        ("minutes: 1", "minutes 1", "K119 8:1"),
        ("profile: child", "profile:child", "K119 9:1"),
        ("  hello:\n", "  hello\n", "K119 15:3"),
        ("    greet:\n", "    greet\n", "K119 16:5"),
        ("ages: {from: 6, to: 9}", "ages: {from:6, to:9}", "K119 7:8"),
        # indentation
        (THEN, "   then: question\n", "K115 18:4"),
        ("profile: child", "  profile: child", "K115 9:3"),
        (THEN, "      then: question\n", "K215 18:7"),
        ("      text: {fi: Hei! ", "    text: {fi: Hei! ", "K215 17:5"),
        ("      answers: [", "      short:\n      fi: Yksi\n      answers: [", "K215 26:7"),
        (LANGUAGES, "languages:\n  -fi\n  -sv", "K128 7:3"),
        (THEN, f"    buttons:\n    -label: {GOODBYE}\n      to: bye\n{THEN}", "K128 19:5"),
        # the first character of a text
        (SWEDISH, "sv: - Hur?", "K118 23:13"),
        (SWEDISH, "sv: > Hur?", "K118 23:13"),
        (SWEDISH, "sv: ? Hur", "K118 23:13"),
        (SWEDISH, "sv: *hur*", "K108 23:13"),
        # what comes along with copied text
        ("minutes: 1", "minutes:\u00a01", "K123 8:9"),
        (THEN, "\u00a0\u00a0\u00a0\u00a0then: question\n", "K123 18:1"),
        ("  question:\n", "\u00a0\u00a0question:\n", "K123 19:1"),
        ("minutes: 1", "min\u200butes: 1", "K123 8:4"),
        ("minutes: 1", "\ufeffminutes: 1", "K123 8:1"),
        ("start: hello", "start: hel\u00adlo", "K123 13:11"),
        (LANGUAGES, "languages:\n  – fi\n  – sv", "K128 7:3"),
        (THEN, f"    buttons:\n    – label: {GOODBYE}\n      to: bye\n{THEN}", "K128 19:5"),
        ("kaveri: 1", "```yaml\nkaveri: 1", "K127 1:1"),
    ],
)
def test_the_place_where_to_look_is_shown(old: str, new: str, found: str) -> None:
    assert faults((old, new))[0] == found


@pytest.mark.parametrize("character", ["\u00a0", "\u202f", "\u00ad"])
def test_in_the_middle_of_a_text_unseen_characters_may_stay(character: str) -> None:
    assert checked((SWEDISH, f"sv: Hur mycket är 10{character}% nu?")).warnings == ()


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("sv: Nummer #1 är hur mycket?", ["K334 23:20"]),
        ("sv: 'Nummer #1 är hur mycket?'  # på svenska", []),
        ("sv: Nummer#1 är hur mycket?", []),
        ('sv: Hur mycket är ett och ett?"', ["K335 23:39"]),
        ("sv: “Hur mycket” är ett och ett?", []),
    ],
)
def test_what_the_robot_would_not_say_as_it_is_written_is_a_warning(new: str, found: list[str]) -> None:
    warnings = checked((SWEDISH, new)).warnings
    assert [f"{each.code} {each.position.line}:{each.position.column}" for each in warnings] == found


@pytest.mark.parametrize(
    ("wording", "column", "marked"),
    [
        ("Hi {group!", 4, "{group"),
        ("Hi { group }!", 4, "{ group }"),
        ("On {weekday} and {dear friend}!", 18, "{dear friend}"),
        ("On {weekday} and }!", 18, "}"),
        ("Hi {{weekday}}", 4, "{"),
    ],
)
def test_a_brace_is_marked_itself(wording: str, column: int, marked: str) -> None:
    told = wrong("en: Goodbye!}", f'en: "{wording}"}}')
    assert told.code == "K310"
    assert told.excerpt is not None
    assert told.position.column == told.excerpt.text.index(wording) + column
    assert told.excerpt.text[told.excerpt.indent :][: told.excerpt.width] == marked


@pytest.mark.parametrize(
    ("old", "new", "example"),
    [
        ("minutes: 1", "minutes: 1,5", "minutes: 1.5"),
        (LANGUAGES, "languages: fi, sv", "languages: [fi, en]"),
        ("ages: {from: 6, to: 9}", "ages: 6-9", "ages: {from: 2, to: 6}"),
        ("right: false", "right: ei", "right: true"),
        ("version: 1", "version: 1.5", "version: 5"),
        ("answers: [{number: 2}", "answers: [kaksi", "{number: 2}"),
        (f"text: {GOODBYE}", "text: Hei hei!", "text: {fi: Hei!, sv: Hej!, en: Hi!}"),
        ("start: hello", "include: common/goodbyes.yaml\nstart: hello", "include: [common/goodbyes.yaml]"),
        (
            "start: hello",
            "distress: [apua]\nstart: hello",
            "distress: {fi: [hoitaja], sv: [sköterska], en: [nurse]}",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_answered_with_an_example(old: str, new: str, example: str) -> None:
    told = wrong(old, new)
    assert (told.code, told.advice().partition("For example: ")[2]) == ("K203", example)
    assert example in told.advice("fi")
    assert example in told.advice("sv")


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("name: minimal", "name: Ensi tunti", "ensi-tunti"),
        ("  hello:", "  Tervetulöa nyt:", "tervetuloa_nyt"),
        ("en: Goodbye!}", 'en: "{ group }"}', "{group}"),
        ("start: hello", "start: hello\u200e", "hello"),
        ("version: 1", "version: 1\ncommands: {agian: {fi: a, sv: a, en: a}}", "again"),
    ],
)
def test_the_name_that_was_perhaps_meant_is_told(old: str, new: str, meant: str) -> None:
    assert wrong(old, new).suggestion == meant


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("right: false", "right: no", "false"),
        ("right: false", "right: Off", "false"),
        ("right: false", "right: ei", "false"),
        ("{number: 2}", "{number: 2, right: yes}", "true"),
        ("right: false", "right: 0", None),
        ("right: false", "right: maybe", None),
        ("version: 1", "version: 1.0", "1"),
        ("{number: 2}", "{number: 2.0}", "2"),
        ("version: 1", "version: 1.5", None),
        ("minutes: 1", "minutes: 1,5", "1.5"),
        ("minutes: 1", "minutes: one", None),
    ],
)
def test_a_value_written_as_it_is_elsewhere_is_refused_with_the_one_that_is_meant(
    old: str, new: str, meant: str | None
) -> None:
    told = wrong(old, new)
    assert (told.code, told.suggestion) == ("K203", meant)


def test_yes_and_no_are_words_and_may_name_an_answer() -> None:
    it = checked(("{number: 2}", "{id: yes, number: 2}"), ("{number: 3,", "{id: no, number: 3,"))
    answers = it.scenario.states["question"].parameters.answers
    assert [(answer.id, answer.right) for answer in answers] == [("yes", True), ("no", False)]


@pytest.mark.parametrize(("reader", "limit"), [("en", "0.5"), ("fi", "0,5"), ("sv", "0,5")])
def test_a_limit_is_written_as_its_reader_writes_it_and_a_value_as_it_stands_in_the_file(
    reader: str, limit: str
) -> None:
    rate = "rate: 0.25"
    with pytest.raises(ScenarioError) as error:
        profile_of(parse(Source("slow.yaml", CHILD.replace("rate: 0.9", rate))), "slow")
    (told,) = error.value.findings
    assert told.message(reader).startswith("0.25 ")
    assert told.advice(reader).endswith(f" {limit}.")
