"""Taking back the newest acceptance, return or bulk settling of a round, however long ago it was."""

import pytest

from kyosei_desktop.domain.notation import Notation
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.acceptance import accept_departments
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.rounds import close_round
from kyosei_desktop.store.settling import SettledRoundClosed, choose_alike, settle_alike, undo_settling_alike
from kyosei_desktop.store.status import round_status
from kyosei_desktop.store.undoing import NothingToUndo, UndoableKind, find_undoable, undo_newest
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry


def accept(office: Office, *names: str) -> None:
    accept_departments(office.ledger, [office.department(one) for one in names], author="取りまとめ")


def undo(office: Office) -> tuple[UndoableKind, list[str], int]:
    undone = undo_newest(office.ledger, author="取りまとめ")
    check_stored_is_derived(office.ledger)
    return undone.kind, list(undone.departments), undone.fields


def states(office: Office) -> list[DepartmentState]:
    return [one.state for one in round_status(office.ledger).departments]


def test_what_was_accepted_together_is_taken_back_together_with_a_backup(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}), office.kyosei.answer({entry(3, 2): "三"}))
    accept(office, SOUMU, KYOSEI)
    backups = len(list_backups(office.path))
    assert undo(office) == (UndoableKind.ACCEPTED, [SOUMU, KYOSEI], 0)
    assert states(office) == [DepartmentState.SUBMITTED] * 2
    assert len(list_backups(office.path)) == backups + 1
    assert list_acts(office.ledger)[-1].kind is ActKind.ACCEPTANCE_REVOKED


def test_one_after_the_other_is_taken_back_in_the_order_newest_first(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "・１２人"}), office.kyosei.answer({entry(2): "・12人"}))
    settle_alike(office.ledger, choose_alike(office.ledger, Notation.HALF_WIDTH), author="取りまとめ")
    accept(office, SOUMU)
    office.returned(KYOSEI, entry(2))
    assert undo(office) == (UndoableKind.RETURNED, [KYOSEI], 0)
    assert undo(office) == (UndoableKind.ACCEPTED, [SOUMU], 0)
    assert undo(office) == (UndoableKind.SETTLED_ALIKE, [], 1)
    assert len(list_conflicts(office.ledger)) == 1
    with pytest.raises(NothingToUndo):
        undo(office)


def test_a_return_that_was_answered_is_no_more_taken_back(office: Office) -> None:
    office.merge(office.kyosei.answer({entry(2): "一度目"}))
    office.kyosei.open(office.returned(KYOSEI, entry(2)))
    office.merge(office.kyosei.answer({entry(2): "二度目"}))
    assert find_undoable(office.ledger) is None


def test_what_a_closed_round_rests_on_stays(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "・１２人"}), office.kyosei.answer({entry(2): "・12人"}))
    settle_alike(office.ledger, choose_alike(office.ledger, Notation.HALF_WIDTH), author="取りまとめ")
    close_round(office.ledger, author="取りまとめ")
    assert find_undoable(office.ledger) is None
    with pytest.raises(SettledRoundClosed):
        undo_settling_alike(office.ledger, author="取りまとめ")
