"""Which words are forms of one word, as the checker of answers sees them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.language.sense.forms import bases

FORMS = {
    "fi": [
        *["koira koirat koiran koiraa koiraan koiria koirassa", "lapsi lapset lapsia", "lapsi lasta", "talo taloja"],
        *["kukka kukan kukat", "katu kadut", "poika pojat", "nainen naiset naista naisia", "käsi kädet", "vesi vettä"],
        *["kone koneet", "kissa kissoja", "tuuli tuulessa", "lintu linnut", "jalka jalan", "leipä leivän", "apu apua"],
        *[
            "ranta rannalla",
            "yö yöt öitä",
            "kolme kolmas",
            "mies miestä",
            "iloinen iloisia",
            "talo taloihin",
            "maa maahan",
        ],
    ],
    "sv": [
        *["hund hunden hundar", "flicka flickan flickor", "fågel fåglar fågeln", "röd rött röda", "blå blått"],
        *[
            "bok böcker",
            "vatten vattnet",
            "äpple äpplet",
            "syster systrar",
            "bil bilarna",
            "hjul jul",
            "vit vitt vita",
            "båt bot",
        ],
    ],
    "en": [
        "child children",
        "bus buses",
        "city cities",
        "run running",
        "leaf leaves",
        "bake baking",
        "sea see",
        "sheep ship",
        "go goes",
    ],
}
OTHERS = {
    "fi": "kissa koira setä seinä tuli tuuli kuka kukka kala kalja sana kana kassa yksi kuu kuusi pala pallo kyllä ei",
    "sv": "katt hund grön gröt bar barn mamma bi bil bild se sju tre träd ja nej vitt vatten natt",
    "en": "cat dog bed bus red yes no sing string is it this sheep class clap go went white snow",
}


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language, groups in FORMS.items() for words in groups]
)
def test_every_form_leads_to_the_first(language: str, words: str) -> None:
    first, *others = words.split()
    assert [other for other in others if bases(first, language).isdisjoint(bases(other, language))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_other_words_stay_apart(language: str) -> None:
    pairs = combinations(OTHERS[language].split(), 2)
    assert [(a, b) for a, b in pairs if not bases(a, language).isdisjoint(bases(b, language))] == []


@given(st.text(min_size=1, max_size=12), st.sampled_from(["fi", "sv", "en"]))
def test_any_word_is_a_form_of_itself(word: str, language: str) -> None:
    assert word in bases(word, language)
