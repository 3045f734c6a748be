"""What the passes over sense find, and what they leave alone."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from behaviours.registry import BEHAVIOURS
from robot.catalogue import GESTURES
from scenarios.language.check import check_text
from scenarios.language.diagnostics import Finding, ScenarioError
from scenarios.language.sense.people import medicine_in, mood_in
from scenarios.language.sentences import after_the_question
from scenarios.language.world import World, shipped_world

MINIMAL = (Path(__file__).parent / "minimal.yaml").read_text(encoding="utf-8")
ANSWERS = "answers: [{number: 2}, {number: 3, right: false}]"
QUESTION = "en: How much is one and one?"
ASK = MINIMAL[MINIMAL.index("    ask:") : MINIMAL.index("    on:")]
CARE = ("setting: classroom", "setting: care")


def findings(*changes: tuple[str, str], world: World | None = None) -> Sequence[Finding]:
    text = MINIMAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    try:
        return check_text(text, world or shipped_world()).warnings
    except ScenarioError as error:
        return error.findings


def codes(*changes: tuple[str, str], world: World | None = None) -> list[str]:
    return [finding.code for finding in findings(*changes, world=world)]


def answering(*answers: str) -> tuple[str, str]:
    return ANSWERS, f"answers: [{', '.join(answers)}]"


def words(fi: str, sv: str, en: str, right: bool = True, more: str = "") -> str:
    return f"{{words: {{fi: {fi}, sv: {sv}, en: {en}}}, right: {str(right).lower()}{more}}}"


def quiz(items: str) -> tuple[str, str]:
    return ASK, f"    quiz:\n      text: {{fi: Mikä?, sv: Vad?, en: What?}}\n      items: [{items}]\n"


NOD = ("    then: question", "      gesture: nod\n    then: question")
DONE = ("on: {right: bye, modelled: end}", "then: bye")


class TestWays:
    def test_a_button_of_staff_leads_to_a_state_and_is_no_way_out_for_people(self) -> None:
        around = ("right: bye, modelled: end", "right: hello, modelled: hello")
        button = (
            "    then: question",
            "    then: question\n    buttons: [{label: {fi: Ohi, sv: Hej, en: Bye}, to: bye}]",
        )

        assert codes(button) == []
        assert codes(around) == ["K402", "K402", "K401"]
        assert codes(around, button) == ["K409"]

    def test_nobody_is_held_in_a_round_by_always_or_by_never_knowing(self) -> None:
        same = ("right: bye, modelled: end", "right: question, modelled: bye")
        back = ("right: bye, modelled: end", "right: hello, modelled: bye")
        (found,) = findings(same)
        assert (found.code, found.facts["states"]) == ("K433", ("question",))
        (found,) = findings(back)
        assert (found.code, found.facts["states"]) == ("K433", ("hello", "question"))
        (found,) = findings(("modelled: end", "modelled: hello"))
        assert (found.code, found.severity, found.facts["states"]) == ("K434", "warning", ("hello", "question"))

    def test_a_round_that_everybody_leaves_in_the_end_is_no_trap(self) -> None:
        again = ASK + "    on: {right: bye, modelled: bye}\n  second:\n" + ASK
        twice = (ASK + "    on: {right: bye, modelled: end}\n", again + "    on: {right: bye, modelled: end}\n")
        assert codes(twice, ("modelled: bye", "modelled: second"), ("modelled: end", "modelled: bye")) == []


class TestSecondWay:
    @pytest.mark.parametrize(
        ("answers", "found"),
        [
            (["{number: 2}"], ["K411"]),
            (["{number: 2}", "{number: 3}"], ["K411"]),
            (["{number: 2, hand: left}"], []),
            (["{number: 2}", "{number: 3, right: false}"], []),
        ],
    )
    def test_a_question_has_a_hand_or_something_to_offer(self, answers: list[str], found: list[str]) -> None:
        assert codes(answering(*answers), NOD) == found

    def test_a_deck_of_one_answer_has_nothing_to_offer(self) -> None:
        assert codes(quiz("{answer: 2}, {answer: 2}"), DONE) == ["K411"]
        assert codes(quiz("{answer: 2}, {answer: 3}"), DONE) == []


class TestAlike:
    @pytest.mark.parametrize(
        ("first", "second", "found"),
        [
            (words("tuli", "eld", "fire"), words("tuuli", "vind", "wind", False), []),
            (words("kissa", "katt", "cat"), words("kissan", "hund", "dog", False), ["K415"]),
            (words("kissa", "katt", "cat"), words("koira", "katten", "cats", False), ["K415", "K415"]),
            (words("kissa", "katt", "cat"), words("koira", "hund", "CAT!", False), ["K414"]),
            (words("valmiina", "redo", "ready"), words("valmista", "klar", "done", True), []),
            (words("valmiina", "redo", "ready"), words("valmista", "klar", "done", False), ["K415"]),
            ("{number: 7}", words("seittemän", "åtta", "eight", False), ["K414"]),
            ("{number: 22}", "{number: 23, right: false}", []),
            ("{number: 7}", "{number: 7, right: false}", ["K414"]),
            (words("koira", "flicka", "child"), words("koiraa", "flickan", "children", False), ["K415"] * 3),
            (words("lapsi", "fågel", "city"), words("lapset", "fåglar", "cities", False), ["K415"] * 3),
            (words("kukka", "bok", "sea"), words("kukan", "böcker", "see", False), ["K415"] * 3),
            (words("kuusi", "sex", "six"), words("kuusen", "tall", "pine", False), ["K415"]),
            ("{number: 15}", "{number: 50, right: false}", ["K415"]),
            (words("'15'", "'15'", "'15'"), words("'50'", "'50'", "'50'", False), ["K415"]),
            (words("kaksi", "femton", "thirteen"), words("kaksikymmentä", "femtio", "thirty", False), ["K415"] * 3),
            ("{number: 4}", "{number: 6, right: false}", []),
            ("{number: 8}", "{number: 9, right: false}", []),
        ],
    )
    def test_two_answers_are_told_apart(self, first: str, second: str, found: list[str]) -> None:
        third = words("punainen", "röd", "red", False)
        assert codes(answering(first, second, third)) == found

    def test_the_answers_of_a_deck_are_told_apart(self) -> None:
        twice = "{answer: {fi: [kissa, kisu], sv: katt, en: cat}}, {answer: {fi: kisu, sv: misse, en: kitty}}"
        again = "{answer: {fi: kissa, sv: katt, en: cat}}, {answer: {fi: kissa, sv: katt, en: cat}}, {answer: 1}"
        assert codes(quiz(twice), DONE) == ["K414"]
        assert codes(quiz(again), DONE) == []

    def test_a_command_is_another_word_than_an_answer(self) -> None:
        hint = words("vihjeen", "spår", "trace", False)
        (found,) = findings(answering("{number: 2}", hint))
        assert (found.code, found.facts["wish"], found.facts["word"]) == ("K416", "wish_hint", "vihje")

    def test_what_a_command_is_for_is_said_in_the_readers_language(self) -> None:
        (found,) = findings(answering("{number: 2}", words("apu", "tre", "three", False)))
        assert "by which people elsewhere call for help" in found.message("en")
        assert "jolla muulloin pyydetään apua" in found.message("fi")
        assert "som annars betyder att man ber om hjälp" in found.message("sv")

    def test_a_distress_word_of_the_scenarios_own_counts_too(self) -> None:
        own = ("start: hello", "distress: {fi: kipeää, sv: aj aj, en: my back}\nstart: hello")
        assert codes(own, answering("{number: 2}", words("kipeää", "aj", "ouch", False))) == ["K437"]

    def test_nothing_of_the_scenarios_own_takes_a_call_for_help(self) -> None:
        def own(lines: str) -> list[str]:
            return codes(("start: hello", f"{lines}\nstart: hello"))

        assert own("commands: {hint: {fi: apua, sv: lite till, en: tell me more}}") == ["K436"]
        assert own("commands: {hint: {fi: kerro, sv: hjälp mig lite, en: tell me more}}") == ["K436"]
        assert own("commands: {stop: {fi: [apua, seis], sv: nu räcker, en: home now}}") == ["K436", "K436"]
        assert own("commands: {again: {fi: vihje, sv: om igen, en: what}}") == ["K436"]
        assert own("distress: {fi: kyllä, sv: aj aj, en: ouch}") == ["K436"]
        both = "distress: {fi: voi minua, sv: aj aj, en: ouch}\ncommands: {hint: {fi: voi minua, sv: vad, en: how}}"
        assert own(both) == ["K436"]
        assert own("commands: {hint: {fi: neuvo, sv: lite till, en: tell me more}}") == []

    def test_phrases_are_counted_in_each_language(self) -> None:
        many = "[omena, päärynä, luumu, kirsikka, mansikka, mustikka, vadelma, puolukka, karpalo, lakka]"
        assert codes(answering(words(many, "äpple", "apple"), "{number: 3, right: false}")) == ["K417"]
        numbers = ", ".join(f"{{answer: {number}}}" for number in range(1, 31))
        assert codes(quiz(numbers), DONE, ("minutes: 1", "minutes: 20")) == []


class TestWords:
    @pytest.mark.parametrize(
        ("text", "behind"),
        [
            ("How much is it?", ""),
            ("Say it: how much?", ""),
            ("Tell me a number.", ""),
            ("Ready? How much is it?", ""),
            ("How much is it? Say it.", "Say it."),
            ("Is it 3.5? Touch a hand! Go on.", "Touch a hand! Go on."),
            ("No place like…?", ""),
            ('Is it "big"? …', ""),
            ("", ""),
            ("?!", ""),
        ],
    )
    def test_the_question_comes_last(self, text: str, behind: str) -> None:
        assert after_the_question(text) == behind

    def test_a_hint_is_listened_to_as_well(self) -> None:
        hint = (QUESTION, f"{QUESTION}\n      hint: {{fi: Mieti., sv: Tänk., en: Is it two? Think.}}")
        assert codes(hint) == ["K419"]

    def test_any_wording_of_one_text_may_be_repeated_by_another(self) -> None:
        short = (QUESTION, f"{QUESTION}\n      short: {{fi: YKSI JA YKSI – paljonko se on, sv: Hur mycket?, en: One?}}")
        (found,) = findings(short)
        assert (found.code, found.facts) == ("K412", {"second": "short", "first": "text"})

    def test_praise_may_say_what_the_model_says(self) -> None:
        same = "{fi: Kaksi., sv: Två., en: Two.}"
        assert codes((QUESTION, f"{QUESTION}\n      model: {same}\n      praise: {same}")) == []

    def test_plain_finnish_is_held_to_the_same_rules(self) -> None:
        plain = ("fi: Hei hei!,", "fi: Hei hei!, fi-easy: Hei. Hei. Hei. Hei.,")
        assert codes(plain) == ["K418"]


class TestPeople:
    @pytest.mark.parametrize(
        "name",
        [
            *("sad", "feels_sad", "surullinen", "pupil_ledsen", "mood", "is_HAPPY", "tired", "vasynyt", "tylsistynyt"),
            *("harmissaan", "ilahtui", "itki", "calm", "rauhallinen", "lugn", "smiling", "trott", "grat", "ensam"),
        ],
    )
    def test_a_mood_is_found_in_an_id(self, name: str) -> None:
        assert mood_in(name)

    @pytest.mark.parametrize(
        "name", ["sadetakki", "saddle", "gladiolus", "lonely_planet", "calm_song", "butter", "a1", "n7", "right", ""]
    )
    def test_other_words_are_no_moods(self, name: str) -> None:
        assert mood_in(name) is None

    def test_no_outcome_and_no_field_of_a_behaviour_names_a_mood(self) -> None:
        for behaviour in BEHAVIOURS.values():
            fields = behaviour.parameter_model.model_fields
            assert not [name for name in (*behaviour.outcomes(), *behaviour.graph, *fields) if mood_in(name)]

    def test_a_card_and_an_input_name_no_mood_and_texts_may(self) -> None:
        assert codes(quiz("{mood: 1, answer: 2}, {mood: 2, answer: 3}"), DONE) == ["K420", "K420"]
        mood = "inputs: {olotila: {kind: number, label: {fi: A, sv: B, en: C}, default: 1}}\nstart: hello"
        assert codes(("start: hello", mood)) == ["K420"]
        assert codes(("en: Goodbye!", "en: Now I act a sad robot!")) == []

    @pytest.mark.parametrize("kind", ["number, least: 1, most: 9, default: 1", "text, default: {fi: A, sv: B, en: C}"])
    def test_no_input_asks_how_somebody_feels(self, kind: str) -> None:
        label = "{fi: Ryhmän mielialasta, sv: Antal ledsna barn, en: Children who are upset}"
        asked = f"inputs: {{a: {{kind: {kind}, label: {label}}}}}\nstart: hello"
        assert codes(("start: hello", asked), ("en: Goodbye!", "en: 'Goodbye {a}!'")) == ["K420"] * 3

    def test_a_question_about_how_somebody_feels_needs_no_word_for_it(self) -> None:
        label = "{fi: Miltä ryhmästä tuntuu?, sv: Hur mår gruppen?, en: How does the group feel?}"
        asked = f"inputs: {{a: {{kind: number, default: 1, label: {label}}}}}\nstart: hello"
        used = ("en: Goodbye!", "en: 'Goodbye {a}!'")
        assert codes(("start: hello", asked), used) == ["K420"] * 3
        label = "{fi: Miten monta?, sv: Hur många är det?, en: How many are there?}"
        asked = f"inputs: {{a: {{kind: number, default: 1, label: {label}}}}}\nstart: hello"
        assert codes(("start: hello", asked), used) == []

    @pytest.mark.parametrize(
        ("said", "language"),
        [
            *((name, "fi") for name in ("Ritalin", "Strattera", "Oxaminia", "Ibumax", "Treoa", "Nitron", "Aricept")),
            *((name, "sv") for name in ("Concerta", "Kåvepenin", "Panodil", "Bricanyl", "Hedex", "Symbicort", "Treo")),
        ],
    )
    def test_a_medicine_is_known_by_its_brand(self, said: str, language: str) -> None:
        assert medicine_in(f"Nu {said}!", language) == said

    @pytest.mark.parametrize(("said", "language"), [("Kolme treor", "sv"), ("Nitrogen", "en"), ("Konsertti", "fi")])
    def test_what_only_begins_like_one_is_none(self, said: str, language: str) -> None:
        assert medicine_in(said, language) is None

    def test_drops_are_medicine_and_a_computer_is_not(self) -> None:
        def told(text: str) -> list[str]:
            return codes(CARE, ("fi: Hei hei!, sv: Hej då!, en: Goodbye!", text))

        assert told("fi: Silmätipat nyt!, sv: Ögondroppar nu!, en: Eye drops now!") == ["K422"] * 3
        assert told("fi: Hei hei!, sv: Tabletten är en dator., en: The tablet is a computer.") == []

    def test_options_and_buttons_that_are_moods_are_refused_and_a_title_is_asked_about(self) -> None:
        options = "{fi: Surullinen, sv: Glad, en: Angry!}, b: {fi: Iloinen laulu, sv: Glad sommar, en: Happy Birthday}"
        choice = f"{{kind: choice, label: {{fi: A, sv: B, en: C}}, options: {{a: {options}}}, default: a}}"
        named = ("en: Goodbye!", "en: 'Goodbye {a}!'")
        found = codes(("start: hello", f"inputs: {{a: {choice}}}\nstart: hello"), named)
        assert found == ["K420"] * 3 + ["K435"] * 3
        button = "    then: question\n    buttons: [{label: {fi: Vihainen, sv: Ensam, en: Go on}, to: bye}]"
        assert codes(("    then: question", button)) == ["K420"]
        button = "    then: question\n    buttons: [{label: {fi: Tunnetko?, sv: Vidare, en: Go on}, to: bye}]"
        assert codes(("    then: question", button)) == []

    def test_a_robot_may_teach_and_act_moods(self) -> None:
        acted = words("surullinen", "ledsen", "sad"), words("vihainen", "arg", "angry", False)
        assert codes(answering(*acted), ("en: How much is one and one?", "en: How do I look?")) == []

    def test_no_note_of_a_behaviour_names_a_mood(self) -> None:
        noted = [
            str(part.value)
            for file in (Path(__file__).parents[2] / "behaviours").glob("*.py")
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Note"
            for part in ast.walk(call)
            if isinstance(part, ast.Constant)
        ]
        assert "deck_done" in noted
        assert not [name for name in noted if mood_in(name)]

    @pytest.mark.parametrize(
        ("said", "found"),
        [
            ("Otetaan nyt Panadolia", ["K421"]),
            ("Muista parasetamoli", ["K421"]),
            ("Hae unilääkkeet", ["K422"]),
            ("Nyt on lääkkeiden aika", ["K422"]),
            ("Lääkäri tulee pian", []),
            ("Se on lääketiedettä", []),
        ],
    )
    def test_a_medicine_is_not_named_in_a_care_group(self, said: str, found: list[str]) -> None:
        assert codes(CARE, ("fi: Hei hei!", f"fi: {said}!")) == found

    def test_nor_in_a_classroom_with_a_group_where_one_may_speak_of_tablets(self) -> None:
        named, music = ("en: Goodbye!", "en: Take your Marevan!"), ("en: Goodbye!", "en: Here is Carmina Burana!")
        alone, pair = (("minutes: 1", f"group: {{from: 1, to: {most}}}\nminutes: 1") for most in (1, 2))
        assert codes(named) == codes(named, pair) == codes(named, alone, CARE) == ["K421"]
        assert codes(named, alone) == codes(music) == codes(("en: Goodbye!", "en: Take your tablets!")) == []

    def test_a_medicine_on_a_staff_button_is_found(self) -> None:
        label = "{fi: Burana, sv: Vidare, en: Go on}"
        button = f"    then: question\n    buttons: [{{label: {label}, to: bye}}]"
        assert codes(("    then: question", button)) == ["K421"]


class TestBody:
    def test_no_gesture_walks_in_care(self) -> None:
        world = shipped_world()
        stride = replace(GESTURES["nod"], name="stride", keyframes={"LHipPitch": ((1.0, 0.2),)})
        on_its_feet = replace(GESTURES["nod"], name="stride", families=("Standing",))
        gesture = ("    then: question", "      gesture: stride\n    then: question")
        for walking in (stride, on_its_feet):
            names = {**world.names, "gesture": (*GESTURES, "stride")}
            with_legs = replace(world, names=names, gestures={**GESTURES, "stride": walking})
            (found,) = findings(CARE, gesture, world=with_legs)
            assert (found.code, str(found.position)) == ("K424", "scenario.yaml:18:16")
            assert codes(gesture, world=with_legs) == []

    def test_arms_come_to_rest_before_hands_answer(self) -> None:
        short = (ASK, f"    ask:\n      text: {{fi: Kumpi?, sv: Vilken?, en: Which?}}\n      {ANSWERS}\n")
        hands = answering("{number: 2, hand: left}", "{number: 3, hand: right, right: false}")
        greeting = (
            "{fi: Hei! Olen robotti., sv: Hej! Jag är en robot., en: Hello! I am a robot.}",
            "{fi: Robotti!, sv: Robot!, en: Robot!}",
        )
        (found,) = findings(greeting, short, hands)
        assert (found.code, found.facts) == ("K438", {"name": "wave", "state": "question"})
        assert codes(greeting, short) == []
        assert codes(greeting, short, hands, NOD) == []
        assert codes(short, hands) == ["K438"]
        a_tell = (
            "  question:\n",
            "  pause:\n    tell: {parts: [{text: {fi: No niin., sv: Så där., en: Well then.}, pause: 2}]}\n"
            "    then: question\n  question:\n",
        )
        assert codes(short, hands, ("then: question", "then: pause"), a_tell) == []

    def test_arms_may_still_move_two_states_on(self) -> None:
        tell = "  {}:\n    tell: {{parts: [{{text: {{fi: Oi!, sv: Oj!, en: Oh!}}{}}}]}}\n    then: {}\n"
        first = tell.format("first", ", gesture: cheer", "second") + tell.format("second", "", "question")
        hands = answering("{number: 2, hand: left}", "{number: 3, hand: right, right: false}")
        text = (QUESTION, "en: One?")
        short = ('fi: ["Paljonko on yksi ja yksi?", "Yksi ja yksi, paljonko se on?"]', "fi: Mitä?")
        before = ("  question:\n", f"{first}  question:\n")
        found = findings(("then: question", "then: first"), before, hands, text, short)
        assert [(one.code, one.facts["name"]) for one in found] == [("K425", "cheer")]


class TestPlan:
    def test_minutes_and_a_charge(self) -> None:
        assert codes(("minutes: 1", "minutes: 60")) == []
        assert codes(("minutes: 1", "minutes: 60.5")) == ["K428"]
        (found,) = findings(("minutes: 1", "minutes: 0.2"))
        assert (found.code, found.facts["planned"]) == ("K427", 0.2)
        needed = found.facts["needed"]
        assert isinstance(needed, float)
        assert needed > 0.2, "what is told is more than what is planned"

    def test_a_plan_that_needs_more_than_a_charge_is_refused_whatever_it_says(self) -> None:
        hours = (
            "    tell: {parts: [" + ", ".join("{text: {fi: A, sv: A, en: A}, pause: 600}" for _ in range(7)) + "]}\n"
        )
        assert codes((ASK, hours), DONE) == ["K428"]

    def test_it_is_silent_while_the_scenario_makes_no_sense(self) -> None:
        assert codes(("minutes: 1", "minutes: 0.2"), answering("{number: 2}")) == ["K411"]
