"""What may stand beside a placeholder: a name or a word is put in as it is."""

from __future__ import annotations

import pytest

from tests.scenarios.test_sense import codes


class TestPlaceholders:
    @pytest.mark.parametrize(
        "said", ["{group}:n", "{group}:lle", "{group}’n", "{group}-lle", "{group}'lle", "{group}lle"]
    )
    def test_no_ending_is_tied_to_a_name(self, said: str) -> None:
        assert codes(("fi: Hei hei!", f'fi: "Hei hei, {said} lapset!"')) == ["K332"]

    @pytest.mark.parametrize("said", ["{group}: hei!", "{group}-ryhmä", "{group} – hei!", "“{group}”", "'{group}'"])
    def test_marks_and_words_may_stand_beside_one(self, said: str) -> None:
        assert codes(("fi: Hei hei!", f'fi: "Hei, {said}"')) == []

    def test_english_has_a_possessive(self) -> None:
        assert codes(("en: Goodbye!", """en: "Goodbye to {group}'s robot!\"""")) == []
