"""One factory for all state machines, and a scenario as one of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behaviours.behaviour import END, SKIPPED, Behaviour
from behaviours.directives import CallStaff, Directive, Draw, Hear, Note, Steps, Wait
from behaviours.machine import BEFORE, Chart, Edge, ScenarioMachine, Scene
from behaviours.parameters import Parameters
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from scenarios.language.compile import Plan, compiled
from tests.behaviours.driver import CARE, CLASSROOM, Play, checked, stage

ODD_NAMES = ("say_hello", "state", "before", "trigger", "initial", "model", "x_done", "end_", "is_state", "_")


def chart(entered: Callable[[str], None] = lambda state: None) -> Chart:
    states: list[str | dict[str, Any]] = ["a", {"name": "b", "children": ["one", "two"], "initial": "one"}, "c"]
    edges = [Edge("go", "a", "b"), Edge("on", "b.one", "b.two"), Edge("go", "b", "c"), Edge("back", "c", "a")]
    return Chart(states, edges, "a", entered)


class TestChart:
    def test_entering_a_state_with_parts_enters_its_first_part(self) -> None:
        entered: list[str] = []
        it = chart(entered.append)

        assert [it.trigger("go"), it.trigger("on"), it.trigger("go"), it.trigger("back")] == [True] * 4
        assert entered == ["b.one", "b.two", "c", "a"]
        assert it.state == "a"

    def test_what_a_state_does_not_know_changes_nothing_and_is_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        entered: list[str] = []
        it = chart(entered.append)

        with caplog.at_level(logging.WARNING):
            assert not it.trigger("back")
            assert not it.trigger("never_heard_of")

        assert it.state == "a"
        assert entered == []
        assert [record.getMessage() for record in caplog.records] == [
            "state a ignores back",
            "state a ignores never_heard_of",
        ]

    def test_a_part_knows_what_the_state_around_it_knows(self) -> None:
        it = chart()
        it.trigger("go")

        assert it.knows("on")
        assert it.knows("go")
        assert not it.knows("back")

    def test_a_trigger_inside_a_callback_waits_until_that_callback_is_over(self) -> None:
        seen: list[str] = []

        def entered(state: str) -> None:
            seen.append(f"{state} begins")
            if state == "b.one":
                it.trigger("on")
            seen.append(f"{state} is over")

        it = chart(entered)
        it.trigger("go")

        assert seen == ["b.one begins", "b.one is over", "b.two begins", "b.two is over"]

    def test_an_error_in_a_callback_is_raised_and_loses_nothing_that_was_queued(self) -> None:
        seen: list[str] = []

        def entered(state: str) -> None:
            if state == "b.one":
                it.trigger("on")
                raise ValueError("in b.one")
            if state == "b.two":
                it.trigger("go")
            seen.append(f"{state} is over")

        it = chart(entered)

        with pytest.raises(ValueError, match=r"in b\.one"):
            it.trigger("go")
        assert seen == ["b.two is over", "c is over"]
        assert it.state == "c"
        assert it.trigger("back")

    def test_the_first_of_two_errors_is_raised_and_the_other_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        def entered(state: str) -> None:
            if state == "b.one":
                it.trigger("on")
            raise ValueError(f"in {state}")

        it = chart(entered)

        with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match=r"in b\.one"):
            it.trigger("go")
        assert "in b.two" in caplog.text

    @pytest.mark.parametrize("name", ODD_NAMES)
    def test_authors_may_name_states_parts_and_outcomes_as_they_like(self, name: str) -> None:
        entered: list[str] = []
        states: list[str | dict[str, Any]] = [
            "start",
            {"name": name, "children": [name, "other"], "initial": name},
            "done",
        ]
        edges = [
            Edge(name, "start", name),
            Edge("on", f"{name}.{name}", f"{name}.other"),
            Edge(name, f"{name}.other", "done"),
        ]
        it = Chart(states, edges, "start", entered.append)

        for trigger in (name, "on", name):
            assert it.trigger(trigger)
        assert entered == [f"{name}.{name}", f"{name}.other", "done"]


class Script(Behaviour[Parameters]):
    """Yields what it is given to yield, in two sub-states, and leaves with an outcome."""

    key = "script"
    parameter_model = Parameters
    initial = "first_part"
    graph: ClassVar = {"first_part": {"on": "second_part"}, "second_part": {"state": "=state", "odd": "=odd_one"}}

    def __init__(self, name: str, *script: Directive, result: str = "state") -> None:
        super().__init__(name, Parameters(), stage())
        self.script = script
        self.result = result
        self.answers: list[Any] = []
        self.closed = 0

    def first_part(self) -> str:
        return "on"

    def second_part(self) -> Steps:
        try:
            for directive in self.script:
                self.answers.append((yield directive))
        except GeneratorExit:
            self.closed += 1
            raise
        if self.result == "error":
            raise ValueError("in the steps")
        return self.result


def scenes(*scripts: Script, after: str = END) -> list[Scene]:
    """Scripts that follow each other."""
    targets = [*(script.name for script in scripts[1:]), after]
    return [
        Scene(script.name, script, {"state": target, "odd_one": target, SKIPPED: target})
        for script, target in zip(scripts, targets, strict=True)
    ]


def run(*scripts: Script, goodbye: str = END) -> tuple[ScenarioMachine, list[Directive], list[str]]:
    emitted: list[Directive] = []
    entered: list[str] = []
    machine = ScenarioMachine(
        scenes(*scripts), scripts[0].name, emitted.append, entered.append, lambda draw: draw.count - 1, goodbye
    )
    return machine, emitted, entered


class TestScenarioMachine:
    def test_it_gives_directives_in_order_up_to_the_one_it_waits_for(self) -> None:
        script = Script("one", Note("a"), Wait(1.0), Note("b"), Note("c"), Wait(2.0))
        machine, emitted, _ = run(script)

        machine.begin()
        assert emitted == [Note("a"), Wait(1.0)]
        assert machine.pending == Wait(1.0)
        machine.answer("an answer")
        assert emitted == [Note("a"), Wait(1.0), Note("b"), Note("c"), Wait(2.0)]
        assert script.answers == [None, "an answer", None, None]

    def test_chance_is_answered_at_once_and_never_emitted(self) -> None:
        script = Script("one", Draw("card", 6), Wait(1.0))
        machine, emitted, _ = run(script)

        machine.begin()

        assert script.answers == [5]
        assert emitted == [Wait(1.0)]

    def test_it_goes_from_scene_to_scene_and_ends(self) -> None:
        machine, _, entered = run(Script("one", Wait(1.0)), Script("two", result="odd"), Script("three", Wait(1.0)))

        assert machine.state == BEFORE
        machine.begin()
        machine.answer(None)
        assert machine.state == "three.second_part"
        machine.answer(None)
        assert entered == [
            *(f"{name}.{part}" for name in ("one", "two", "three") for part in ("first_part", "second_part")),
            END,
        ]
        assert machine.ended
        assert machine.pending is None

    def test_the_pending_directive_can_be_given_again_and_nothing_else_happens(self) -> None:
        script = Script("one", Note("a"), Wait(1.0))
        machine, emitted, entered = run(script)
        machine.give_again()
        assert emitted == []
        machine.begin()
        machine.give_again()
        machine.give_again()

        assert emitted == [Note("a"), Wait(1.0), Wait(1.0), Wait(1.0)]
        assert script.answers == [None]
        assert entered == ["one.first_part", "one.second_part"]

    def test_skipping_leaves_the_scene_and_lets_its_steps_clean_up(self) -> None:
        script = Script("one", Wait(1.0), Wait(2.0))
        machine, emitted, _ = run(script, Script("two", Wait(3.0)))
        machine.begin()

        assert machine.skip()
        assert script.closed == 1
        assert machine.state == "two.second_part"
        assert emitted == [Wait(1.0), Wait(3.0)]

    def test_there_is_nothing_to_skip_before_the_beginning_and_after_the_end(self) -> None:
        machine, emitted, _ = run(Script("one", Wait(1.0)))

        assert not machine.skip()
        machine.begin()
        assert machine.skip()
        assert machine.ended
        assert not machine.skip()
        assert not machine.close()
        assert emitted == [Wait(1.0)]

    def test_an_answer_that_comes_after_the_end_changes_nothing(self, caplog: pytest.LogCaptureFixture) -> None:
        machine, emitted, entered = run(Script("one", Wait(1.0), Wait(2.0)))
        machine.begin()
        machine.skip()

        machine.answer(None)

        assert machine.ended
        assert emitted == [Wait(1.0)]
        assert entered[-1] == END
        assert caplog.records == []

    def test_closing_goes_to_the_goodbye_once(self) -> None:
        bye = Script("bye", Wait(9.0))
        machine, emitted, _ = run(Script("one", Wait(1.0)), Script("two", Wait(2.0)), bye, goodbye="bye")
        machine.begin()

        assert machine.close()
        assert machine.state == "bye.second_part"
        assert not machine.close()
        assert emitted == [Wait(1.0), Wait(9.0)]

    def test_closing_before_the_beginning_goes_straight_to_the_goodbye(self) -> None:
        machine, emitted, _ = run(Script("one", Wait(1.0)), Script("bye", Wait(2.0)), goodbye="bye")

        assert machine.close()
        assert emitted == [Wait(2.0)]
        assert not machine.close()

    def test_without_a_goodbye_closing_ends_the_scenario(self) -> None:
        machine, _, _ = run(Script("one", Wait(1.0)), Script("two", Wait(2.0)))
        machine.begin()

        assert machine.close()
        assert machine.ended

    def test_an_error_in_the_steps_is_raised_where_the_answer_was_given(self) -> None:
        machine, _, _ = run(Script("one", Wait(1.0), result="error"), Script("two", Wait(2.0)))
        machine.begin()

        with pytest.raises(ValueError, match="in the steps"):
            machine.answer(None)
        assert machine.skip()
        assert machine.state == "two.second_part"

    def test_an_error_in_steps_that_another_scene_leads_to_is_raised_too(self) -> None:
        machine, _, _ = run(Script("one", Wait(1.0)), Script("two", result="error"), Script("three", Wait(3.0)))
        machine.begin()

        with pytest.raises(ValueError, match="in the steps"):
            machine.answer(None)
        assert machine.close()
        assert machine.ended

    def test_a_scene_may_lead_back_to_itself_and_begins_afresh(self) -> None:
        entered: list[str] = []
        emitted: list[Directive] = []
        script = Script("round_and_round", Wait(1.0))
        scene = Scene("round_and_round", script, {"state": "round_and_round", "odd_one": END, SKIPPED: END})
        machine = ScenarioMachine([scene], scene.name, emitted.append, entered.append, lambda draw: 0)
        machine.begin()
        machine.answer(None)

        assert entered == ["round_and_round.first_part", "round_and_round.second_part"] * 2
        assert emitted == [Wait(1.0)] * 2

    @pytest.mark.parametrize("name", ODD_NAMES)
    def test_authors_may_name_scenes_as_they_like(self, name: str) -> None:
        machine, _, _ = run(Script("first", Wait(1.0)), Script(name, Wait(2.0)))
        assert machine.state == BEFORE
        machine.begin()
        machine.answer(None)
        assert machine.state == f"{name}.second_part"
        machine.answer(None)
        assert machine.ended


TURNS = st.one_of(
    st.builds(
        Understood,
        st.sampled_from(["n5", "n4", "n9", "n10", "ending", "other", "yes", "no", "again", "hint"]),
        st.floats(0, 1),
        st.sampled_from(["speech", "touch", "screen", "staff"]),
    ),
    st.builds(Unclear, st.just("speech"), st.sampled_from([(), ("n5", "n4"), ("n9",)])),
    st.builds(Overlap, st.sampled_from([(), ("n5",), ("n4", "n9")])),
    st.just(Nothing()),
)
PLANS: dict[str, Plan] = {name: compiled(checked(name)) for name in (CLASSROOM, CARE)}


def right(pending: Hear | CallStaff) -> Turn:
    option = pending.right[0] if isinstance(pending, Hear) else pending.options[0].id
    return Understood(option, 1.0, "speech")


def shipped(name: str, turns: Callable[[Hear | CallStaff], Turn | None], language: str = "fi") -> Play:
    plan = PLANS[name]
    return Play(turns, scenes=plan.scenes(stage(language, name)), start=plan.start, goodbye=plan.goodbye)


@pytest.mark.parametrize("name", [CLASSROOM, CARE])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_shipped_plays_to_its_end(name: str, language: str) -> None:
    played = shipped(name, right, language).begin()

    assert played.machine.ended
    visited = list(dict.fromkeys(state.partition(".")[0] for state in played.states))
    assert visited == [*PLANS[name].states, END]


@settings(max_examples=40)
@given(st.sampled_from([CLASSROOM, CARE]), st.lists(TURNS, max_size=25), st.integers(0, 60))
def test_skip_reaches_the_next_scene_from_any_state(name: str, turns: list[Turn], steps: int) -> None:
    played, scene = somewhere(name, turns, steps)
    if played.machine.ended:
        assert not played.machine.skip()
        return

    assert played.machine.skip()
    assert played.machine.state.partition(".")[0] == PLANS[name].states[scene].ways.then
    played.turns = right
    assert played.go_on().machine.ended


@settings(max_examples=40)
@given(st.sampled_from([CLASSROOM, CARE]), st.lists(TURNS, max_size=25), st.integers(0, 60))
def test_close_reaches_the_goodbye_from_any_state(name: str, turns: list[Turn], steps: int) -> None:
    played, scene = somewhere(name, turns, steps)

    assert played.machine.close() == (scene not in ("goodbye", END))
    if scene != END:
        assert played.machine.state == "goodbye.parting"
        assert played.go_on().machine.ended


def somewhere(name: str, turns: list[Turn], steps: int) -> tuple[Play, str]:
    """A shipped scenario after some steps, with the scene it is in."""
    script = iter(turns)
    played = shipped(name, lambda pending: next(script, None) or right(pending))
    played.machine.begin()
    played.go_on(steps)
    return played, played.machine.state.partition(".")[0]
