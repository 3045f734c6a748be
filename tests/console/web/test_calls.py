"""Who calls a colleague from the pages, on which devices it rings, and who comes."""

from __future__ import annotations

from console.web.calls import Calls
from sessions.staff import Account

AINO, VAINO = Account("s-1", "Aino", "manager"), Account("s-2", "Väinö", "carer")


def calls() -> tuple[Calls, list[None]]:
    told: list[None] = []
    it = Calls(lambda: told.append(None))
    it.joined("page 1", "tablet", AINO)
    it.joined("page 2", "tablet", AINO)
    return it, told


def test_a_call_rings_on_other_devices_alone() -> None:
    it, told = calls()
    assert it.elsewhere("tablet") == 0
    it.joined("page 3", "phone", VAINO)
    assert (it.elsewhere("tablet"), it.elsewhere("phone"), len(told)) == (1, 1, 3)
    it.left("page 3")
    it.left("page 3")
    assert (it.elsewhere("tablet"), len(told)) == (0, 4)


def test_who_called_learns_who_comes() -> None:
    it, _ = calls()
    it.joined("page 3", "phone", VAINO)
    it.called("tablet")
    it.stands(True)
    it.called("phone")
    assert it.call is not None
    assert (it.call.device, it.call.who, it.call.is_settled) == ("tablet", AINO, False)

    assert not it.acknowledged("phone")
    it.stands(False)
    assert (it.call.answered, it.call.coming) == (True, VAINO)
    it.over()
    assert it.call is None


def test_who_called_takes_it_back_and_nobody_comes() -> None:
    it, _ = calls()
    it.called("tablet")
    it.stands(True)
    assert it.acknowledged("tablet")
    assert it.call is not None
    assert it.call.is_settled
    it.stands(False)
    assert it.call is None


def test_a_call_that_is_answered_elsewhere_is_answered_by_nobody_known() -> None:
    it, _ = calls()
    it.called("tablet")
    it.stands(True)
    it.stands(False)
    assert it.call is not None
    assert (it.call.answered, it.call.coming) == (True, None)


def test_a_call_that_no_page_made_is_nobodys_to_take_back() -> None:
    it, _ = calls()
    it.stands(True)
    assert not it.acknowledged("tablet")
    assert it.call is None
