"""Settling many conflicts in one act: one backup, one act in the history, one undo, later work untouched."""

import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.ledger import LedgerReadOnly
from kyosei_desktop.store.rounds import close_round
from kyosei_desktop.store.settling import (
    Choice,
    NothingSettledAlike,
    SettledRoundClosed,
    settle_alike,
    undo_settling_alike,
)
from kyosei_desktop.store.withdrawing import DepartmentIsAccepted
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, ledger_state, of_measure

FIELDS = (entry(2), of_measure(2), of_measure(3))
HALF, FULL = "・12人", "・１２人"


@pytest.fixture
def alike(office: Office) -> Office:
    """An office in which three fields are in conflict of notation alone."""
    office.merge(office.soumu.answer(dict.fromkeys(FIELDS, HALF)), office.kyosei.answer(dict.fromkeys(FIELDS, FULL)))
    assert [one.is_notation_only for one in list_conflicts(office.ledger)] == [True] * 3
    return office


def settle(office: Office, *, text: str = HALF, only: int | None = None) -> int:
    choices = [Choice(one, Value(text)) for one in list_conflicts(office.ledger)[:only]]
    return settle_alike(office.ledger, choices, author="取りまとめ", reason="半角にそろえる")


def undo(office: Office) -> int:
    fields = undo_settling_alike(office.ledger, author="取りまとめ")
    check_stored_is_derived(office.ledger)
    return len(fields)


def test_all_are_settled_in_one_act_with_one_backup(alike: Office) -> None:
    backups = len(list_backups(alike.path))
    assert settle(alike) == 3
    check_stored_is_derived(alike.ledger)
    assert list_conflicts(alike.ledger) == []
    assert {alike.text(one) for one in FIELDS} == {HALF}
    act = list_acts(alike.ledger)[-1]
    assert (act.kind, act.note, act.done_by) == (ActKind.SETTLED_ALIKE, "3", "取りまとめ")
    assert len(list_backups(alike.path)) == backups + 1


def test_every_field_keeps_who_settled_it_and_why(alike: Office) -> None:
    settle(alike)
    for measure in (2, 3):
        settled = list_changes(alike.ledger, measure)[-1].revision
        assert (settled.author, settled.reason) == ("取りまとめ", "半角にそろえる")
        assert len(settled.after) == 2


def test_one_undo_brings_all_conflicts_back_as_they_were(alike: Office) -> None:
    before = ledger_state(alike.ledger)
    settle(alike)
    assert undo(alike) == 3
    assert ledger_state(alike.ledger) == before
    assert list_acts(alike.ledger)[-1].kind is ActKind.SETTLING_UNDONE
    with pytest.raises(NothingSettledAlike):
        undo(alike)


def test_undo_leaves_what_was_written_after_the_settling(alike: Office) -> None:
    settle(alike)
    alike.edit(of_measure(2), "書き直した")
    undo(alike)
    assert alike.text(of_measure(2)) == "書き直した"
    assert len(list_conflicts(alike.ledger)) == 2


def test_only_the_last_of_two_settlings_is_undone_at_a_time(alike: Office) -> None:
    settle(alike, only=1)
    settle(alike)
    assert undo(alike) == 2
    assert undo(alike) == 1
    assert len(list_conflicts(alike.ledger)) == 3


def test_settling_twice_after_an_undo_holds(alike: Office) -> None:
    settle(alike)
    undo(alike)
    settle(alike, text=FULL)
    check_stored_is_derived(alike.ledger)
    assert {alike.text(one) for one in FIELDS} == {FULL}
    assert undo(alike) == 3


def test_conflicts_do_not_come_back_into_an_accepted_department_or_a_closed_round(alike: Office) -> None:
    settle(alike)
    accept_department(alike.ledger, alike.department(KYOSEI), author="取りまとめ")
    with pytest.raises(DepartmentIsAccepted):
        undo(alike)
    accept_department(alike.ledger, alike.department(SOUMU), author="取りまとめ")
    close_round(alike.ledger, author="取りまとめ")
    with pytest.raises(SettledRoundClosed):
        undo(alike)
    assert list_conflicts(alike.ledger) == []


def test_nothing_chosen_is_no_act_and_no_backup(alike: Office) -> None:
    backups, acts = len(list_backups(alike.path)), len(list_acts(alike.ledger))
    assert settle_alike(alike.ledger, [], author="取りまとめ") == 0
    assert (len(list_backups(alike.path)), len(list_acts(alike.ledger))) == (backups, acts)


def test_a_ledger_open_for_reading_refuses_and_makes_no_backup(alike: Office) -> None:
    alike.ledger.is_read_only = True
    backups = len(list_backups(alike.path))
    with pytest.raises(LedgerReadOnly):
        settle(alike)
    assert len(list_backups(alike.path)) == backups
