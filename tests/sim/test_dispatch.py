"""Which overload a call reaches, and that nothing can be called that breaks the robot."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.nao.errors import NaoqiError
from sim.nao.service import Overload, Service, method
from sim.nao.signature import fit, parse, split
from sim.nao.virtual_nao import SERVICES
from tests.sim.room import Room


class Lamp(Service):
    """A service with the overloads of fadeRGB."""

    name = "Lamp"

    @method("s::show(sff)")
    def by_parts(self, name: str, red: float, green: float) -> str:
        return f"parts {name} {red} {green}"

    @method("s::show(ssf)")
    def by_name(self, name: str, colour: str, duration: float) -> str:
        return f"name {name} {colour} {duration}"

    @method("s::show(sif)")
    def by_number(self, name: str, rgb: int, duration: float) -> str:
        return f"number {name} {rgb} {duration}"

    @method("m::keep(si)", "m::keep(sm)")
    def keep(self, key: str, value: Any) -> Any:
        return value


@pytest.fixture
def lamp() -> Lamp:
    return Lamp(Room().nao)


@pytest.mark.parametrize(
    ("arguments", "reached"),
    [
        (["a", 0.5, 1.0], "parts a 0.5 1.0"),
        (["a", "red", 1], "name a red 1.0"),
        (["a", 255, 1], "number a 255 1.0"),
        (["a", 0.5, 1], "parts a 0.5 1.0"),
    ],
)
def test_the_types_choose_the_overload(lamp: Lamp, arguments: list[Any], reached: str) -> None:
    assert lamp.call("show", arguments) == reached


@pytest.mark.parametrize("value", [1, True, None, 2.5, "x", [1], {"a": 1}, 2**40])
def test_any_value_is_kept_as_it_is(lamp: Lamp, value: Any) -> None:
    kept = lamp.call("keep", ["k", value])
    assert kept == value
    assert type(kept) is type(value)


@pytest.mark.parametrize(
    "arguments", [[], ["a"], ["a", "b", "c"], ["a", None, 1.0], [1, 2, 3], ["a", 2**40, "x"], ["a", math.inf, 1.0]]
)
def test_what_fits_no_overload_is_refused_with_the_candidates(lamp: Lamp, arguments: list[Any]) -> None:
    with pytest.raises(NaoqiError, match="Arguments types did not match for show") as refused:
        lamp.call("show", arguments)
    assert str(refused.value).endswith("  Candidates:\n  show::(sff) (1)\n  show::(ssf) (1)\n  show::(sif) (1)\n")


def test_a_signature_is_taken_apart() -> None:
    assert parse("v::createGroup(s[s])").takes == ("s", "[s]")
    assert split("s{s[i]}(if)m") == ("s", "{s[i]}", "(if)", "m")
    assert parse("b::wakeUp()").takes == ()


@pytest.mark.parametrize(
    ("letters", "value", "converted"),
    [
        ("f", 1, 1.0),
        ("f", "1", None),
        ("i", 3.7, 3),
        ("i", 2**31, None),
        ("I", -1, None),
        ("b", 1, True),
        ("b", "true", None),
        ("[s]", ("a", "b"), ["a", "b"]),
        ("[s]", "ab", None),
        ("[f]", [1, "x"], None),
        ("{s[s]}", {"a": ["b"]}, {"a": ["b"]}),
        ("{s[s]}", {1: ["b"]}, None),
        ("r", b"ab", b"ab"),
    ],
)
def test_values_convert_as_libqi_converts_them(letters: str, value: Any, converted: Any) -> None:
    fitted = fit(letters)(value)
    assert (None if fitted is None else fitted[1]) == converted


OVERLOADS = [(service.name, overload) for service in SERVICES for overload in service.overloads()]

NAMES = [
    *("HeadYaw", "Body", "LArm", "RHand", "FaceLeds", "LeftFaceLed1", "red", "Stand", "Sit", "Finnish", "English"),
    *("solitary", "disabled", "speed", "Sensitivity", "Bpm", "Head", "ServoingSpeed", "hello", "SpeechDetected"),
    *("animations/Stand/Gestures/Hey_1", "BatteryChargeChanged", r"a \mrk=1\ b", "", "x"),
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**33), 2**33)
    | st.floats(-10, 10)
    | st.sampled_from([math.nan, math.inf, -0.0, 1e308])
    | st.sampled_from(NAMES)
    | st.text(max_size=8)
    | st.binary(max_size=3)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
    max_leaves=8,
)
FITTING = {
    "s": st.sampled_from(NAMES),
    "f": st.floats(-1, 3),
    "i": st.integers(-2, 300),
    "I": st.integers(0, 3),
    "b": st.booleans(),
    "[s]": st.lists(st.sampled_from(NAMES), max_size=3),
    "[f]": st.lists(st.floats(0, 1), max_size=3),
    "m": st.sampled_from(NAMES)
    | st.floats(-1, 2)
    | st.lists(st.floats(-1, 2), max_size=3)
    | st.lists(st.sampled_from(NAMES), max_size=3)
    | st.just({"bodyLanguageMode": "random"})
    | ANYTHING,
}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, str, list[Any]]:
    """A call of some overload, with arguments that mostly fit its types."""
    service, overload = draw(st.sampled_from(OVERLOADS))
    arguments = [
        draw(ANYTHING if draw(st.integers(0, 9)) == 0 else FITTING.get(letters, ANYTHING))
        for letters in overload.signature.takes
    ]
    if draw(st.integers(0, 19)) == 0:
        arguments.append(draw(ANYTHING))
    return service, overload.signature.name, arguments


def _refusal(room: Room, service: str, name: str, arguments: list[Any]) -> str:
    """The text with which a call is refused; empty where it is answered."""
    try:
        room.begin(service, name, *arguments)
    except NaoqiError as refusal:
        return str(refusal)
    return ""


@settings(max_examples=300, derandomize=True)
@given(st.lists(calls(), min_size=1, max_size=12))
def test_whatever_is_called_the_robot_answers_or_refuses_as_naoqi_does(sequence: list[Any]) -> None:
    room = Room(posture="Sit", life=True)
    for service, name, arguments in sequence:
        refusal = _refusal(room, service, name, arguments)
        assert ".py" not in refusal
        room.let_pass(0.7)
    now = room.clock.now()
    for joint in room.call("ALMotion", "getBodyNames", "Body"):
        assert abs(room.nao.joints.angle(joint, now)) < 2.2


def test_every_overload_is_callable_by_its_own_types() -> None:
    sample: dict[str, Any] = {"s": "x", "f": 0.5, "i": 1, "I": 1, "b": True, "m": "x", "[s]": ["x"], "[f]": [0.5]}
    sample["{s[s]}"] = {"x": ["x"]}
    for service, overload in OVERLOADS:
        hosted = Room().nao.services[service]
        chosen, _ = hosted._choose(
            overload.signature.name,
            hosted.table[overload.signature.name],
            [sample[letters] for letters in overload.signature.takes],
        )
        assert isinstance(chosen, Overload)
