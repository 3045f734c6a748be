from __future__ import annotations

from dataclasses import dataclass

import pytest

from robot.desk.render import chosen


@dataclass
class Voice:
    id: str
    languages: list[str]


ESPEAK = [
    Voice("gmw/en-029", ["en-029"]),
    Voice("gmw/en", ["en-gb"]),
    Voice("gmw/en-us", ["en-us"]),
    Voice("urj/fi", ["fi"]),
    Voice("gmq/sv", ["sv"]),
]
MAC = [Voice("satu", ["fi_FI"]), Voice("alva", ["sv_SE"]), Voice("alex", ["en_US"])]


@pytest.mark.parametrize(
    ("voices", "language", "id_"),
    [
        (ESPEAK, "fi", "urj/fi"),
        (ESPEAK, "sv", "gmq/sv"),
        (ESPEAK, "en", "gmw/en"),
        (MAC, "fi", "satu"),
        (MAC, "sv", "alva"),
        (MAC, "en", "alex"),
        ([Voice("sofia", ["sv-SE"]), Voice("finska", ["sv-FI"])], "sv", "finska"),
        ([Voice("moira", ["en-IE"])], "en", "moira"),
        (ESPEAK[:3], "fi", None),
        ([Voice("mute", [])], "en", None),
        ([Voice("filipino", ["fil"])], "fi", None),
    ],
)
def test_each_language_gets_its_best_voice(voices: list[Voice], language: str, id_: str | None) -> None:
    assert chosen(voices, language) == id_
