"""The deck: each card once, and a missed one once more a little later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from behaviours.items import RETURN_AFTER, Deck


def all_of(deck: Deck[str]) -> list[str]:
    given = []
    while deck.choices():
        given.append(deck.take(0))
    return given


def test_each_card_comes_once() -> None:
    assert all_of(Deck(["a", "b", "c"])) == ["a", "b", "c"]


def test_chance_picks_among_those_that_are_left() -> None:
    deck = Deck(["a", "b", "c"])

    assert deck.choices() == 3
    assert deck.take(2) == "c"
    assert deck.choices() == 2
    assert deck.take(1) == "b"
    assert deck.choices() == 1
    assert deck.take(0) == "a"
    assert deck.choices() == 0


def test_an_empty_deck_has_nothing_to_choose_from() -> None:
    assert Deck(()).choices() == 0


def test_a_missed_card_comes_back_after_two_others() -> None:
    deck = Deck(["a", "b", "c", "d"])
    deck.bring_back(deck.take(0))

    assert all_of(deck) == ["b", "c", "a", "d"]


def test_what_is_due_is_not_left_to_chance() -> None:
    deck = Deck(["a", "b", "c", "d"])
    deck.bring_back(deck.take(0))
    deck.take(0)
    deck.take(0)

    assert deck.choices() == 1


def test_the_last_card_comes_back_though_no_others_are_left_between() -> None:
    deck = Deck(["a"])
    deck.bring_back(deck.take(0))

    assert all_of(deck) == ["a"]


def test_several_missed_cards_come_back_in_the_order_they_were_missed() -> None:
    deck = Deck(["a", "b", "c", "d", "e"])
    deck.bring_back(deck.take(0))
    deck.bring_back(deck.take(0))

    assert all_of(deck) == ["c", "a", "b", "d", "e"]


@given(st.integers(0, 12), st.data())
def test_no_card_is_lost_and_none_comes_too_often(size: int, data: st.DataObject) -> None:
    deck = Deck(range(size))
    given: list[int] = []
    missed: dict[int, int] = {}
    while choices := deck.choices():
        card = deck.take(data.draw(st.integers(0, choices - 1)))
        given.append(card)
        if card not in missed and data.draw(st.booleans()):
            deck.bring_back(card)
            missed[card] = len(given)

    assert sorted(given) == sorted([*range(size), *missed])
    for card, place in missed.items():
        again = given.index(card, place)
        others_were_left = len(set(given[place:]) - set(missed)) >= RETURN_AFTER
        assert again >= place + RETURN_AFTER or not others_were_left
