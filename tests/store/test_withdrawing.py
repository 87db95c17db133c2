"""Undoing a merge: as if its files had never come, later work untouched, and merging again brings them back."""

from pathlib import Path

import pytest

from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.exchange.refusals import RequestInsteadOfSubmission
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.rounds import close_round, reopen_round
from kyosei_desktop.store.submissions import list_submissions
from kyosei_desktop.store.withdrawing import (
    DepartmentIsAccepted,
    NothingToWithdraw,
    Withdrawal,
    WithdrawnRoundClosed,
    withdraw_last_merge,
    withdraw_submission,
)
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, ledger_state

CO_OWNED = entry(2)
CONFLICT = "2.1.2021.second_half"


def undo(office: Office, file: Path | None = None) -> Withdrawal:
    if file is None:
        withdrawal = withdraw_last_merge(office.ledger, author="取りまとめ")
    else:
        withdrawal = withdraw_file(office.ledger, file, author="取りまとめ")
    check_stored_is_derived(office.ledger)
    return withdrawal


def test_undo_leaves_what_would_be_there_had_the_files_never_come(office: Office) -> None:
    office.merge(office.soumu.answer({CO_OWNED: "x", entry(1): "一"}))
    before = ledger_state(office.ledger)
    file = office.kyosei.answer({CO_OWNED: "y", entry(3, 2): "三の二"})
    office.merge(file)
    assert office.conflict_texts() == {CONFLICT: ["x", "y"]}
    withdrawal = undo(office)
    assert ledger_state(office.ledger) == before
    assert withdrawal.files == [file.name]
    assert set(withdrawal.fields) == {office.field(CO_OWNED), office.field(entry(3, 2))}


def test_undo_withdraws_all_files_of_the_last_merge_and_no_other(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.merge(office.soumu.answer({entry(1): "一の二"}), office.kyosei.answer({CO_OWNED: "y"}))
    undo(office)
    assert office.text(entry(1)) == "一"
    assert office.text(CO_OWNED) == ""
    undo(office)
    assert office.text(entry(1)) == ""
    with pytest.raises(NothingToWithdraw):
        undo(office)


def test_merging_a_withdrawn_file_again_brings_it_back(office: Office) -> None:
    file = office.soumu.answer({CO_OWNED: "x", entry(1): "一"})
    office.merge(file)
    before = ledger_state(office.ledger)
    undo(office)
    again = office.merge(file).files[0]
    assert (again.taken, again.same) == (2, 0)
    assert ledger_state(office.ledger) == before
    check_stored_is_derived(office.ledger)


def test_undo_after_a_file_was_merged_again_withdraws_that_merge(office: Office) -> None:
    """The last merge is the one that was done last, though its file had come before the other one."""
    first, second = office.soumu.answer({entry(1): "一"}), office.kyosei.answer({CO_OWNED: "y"})
    office.merge(first)
    office.merge(second)
    undo(office, first)
    office.merge(first)
    assert undo(office).files == [first.name]
    assert office.text(CO_OWNED) == "y"


def test_undo_of_one_file_leaves_the_others_of_its_merge(office: Office) -> None:
    first, second = office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"})
    office.merge(first, second)
    assert undo(office, second).files == [second.name]
    assert office.text(CO_OWNED) == "x"
    assert office.conflict_texts() == {}


def test_a_renamed_copy_of_the_file_is_the_same_file(office: Office) -> None:
    file = office.soumu.answer({CO_OWNED: "x"})
    office.merge(file)
    renamed = file.rename(file.with_name("受け取った回答.kyoa"))
    undo(office, renamed)
    assert office.text(CO_OWNED) == ""


def test_a_revision_that_another_file_brought_too_stays(office: Office) -> None:
    first = office.soumu.answer({entry(1): "一"})
    second = office.soumu.answer({entry(3): "三"})  # carries the answer to №1 again
    office.merge(first)
    office.merge(second)
    undo(office, first)
    assert office.text(entry(1)) == "一"
    undo(office, second)
    assert office.text(entry(1)) == ""


def test_an_older_answer_is_back_when_the_newer_one_is_withdrawn(office: Office) -> None:
    older, newer = office.soumu.answer({entry(1): "一"}), office.soumu.answer({entry(1): "一の二"})
    office.merge(newer, older)
    undo(office, newer)
    assert office.text(entry(1)) == "一"


def test_later_work_of_the_coordinator_survives_and_is_listed_for_review(office: Office) -> None:
    office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y", entry(3, 2): "三"}))
    office.settle(CONFLICT, "x")
    withdrawal = undo(office)
    assert office.text(CO_OWNED) == "x"
    assert office.text(entry(3, 2)) == ""
    assert withdrawal.to_review == [office.field(CO_OWNED)]


def test_a_word_that_saw_nothing_of_the_file_is_not_listed_for_review(office: Office) -> None:
    office.edit(CO_OWNED, "z")
    office.merge(office.soumu.answer({CO_OWNED: "x"}))
    assert undo(office).to_review == []
    assert office.text(CO_OWNED) == "z"


def test_undo_makes_a_backup_first_and_is_recorded(office: Office) -> None:
    file = office.soumu.answer({CO_OWNED: "x"})
    office.merge(file)
    backups = len(list_backups(office.path))
    undo(office, file)
    assert len(list_backups(office.path)) == backups + 1
    act = list_acts(office.ledger)[-1]
    assert (act.kind, act.note, act.done_by) == (ActKind.WITHDRAWN, file.name, "取りまとめ")


def test_a_file_that_was_never_merged_cannot_be_withdrawn(office: Office) -> None:
    file = office.soumu.answer({CO_OWNED: "x"})
    before = office.stored()
    with pytest.raises(NothingToWithdraw):
        undo(office, file)
    office.merge(file)
    undo(office, file)
    with pytest.raises(NothingToWithdraw):
        undo(office, file)
    with pytest.raises(RequestInsteadOfSubmission):
        undo(office, office.requests[SOUMU])
    assert office.stored() != before  # merged and withdrawn, both of which are kept


def test_undo_is_refused_for_an_accepted_department_and_changes_nothing_of_the_others(office: Office) -> None:
    files = office.soumu.answer({entry(1): "一"}), office.kyosei.answer({entry(3, 2): "三"})
    office.merge(*files)
    accept_department(office.ledger, office.department(KYOSEI), author="取りまとめ")
    before = ledger_state(office.ledger)
    with pytest.raises(DepartmentIsAccepted) as refused:
        undo(office)
    assert KYOSEI in str(refused.value)
    with pytest.raises(DepartmentIsAccepted):
        undo(office, files[1])
    assert ledger_state(office.ledger) == before
    undo(office, files[0])
    revoke_acceptance(office.ledger, office.department(KYOSEI), author="取りまとめ")
    undo(office, files[1])
    assert office.text(entry(3, 2)) == ""


def test_a_file_of_a_closed_round_is_withdrawn_only_after_it_is_reopened(office: Office) -> None:
    """What was printed from a closed round must not change unnoticed, nor may a settled conflict come back there."""
    office.merge(office.soumu.answer({entry(1): "一"}))
    close_round(office.ledger, author="取りまとめ")
    (submission,) = list_submissions(office.ledger)
    with pytest.raises(WithdrawnRoundClosed) as refused:
        withdraw_submission(office.ledger, submission.id, author="取りまとめ")
    assert submission.file_name in str(refused.value)
    with pytest.raises(WithdrawnRoundClosed):
        withdraw_last_merge(office.ledger, author="取りまとめ")
    assert office.text(entry(1)) == "一"
    reopen_round(office.ledger, author="取りまとめ")
    withdraw_submission(office.ledger, submission.id, author="取りまとめ")
    assert office.text(entry(1)) == ""


def test_a_trial_of_withdrawing_tells_what_would_go_and_changes_nothing(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一", entry(3): "三"}))
    before = ledger_state(office.ledger)
    found = withdraw_last_merge(office.ledger, author="取りまとめ", is_dry_run=True)
    assert len(found.fields) == 2
    assert ledger_state(office.ledger) == before
    assert not list_submissions(office.ledger)[0].is_withdrawn


def test_the_list_of_merged_files_tells_when_who_and_how_many(office: Office) -> None:
    first = office.soumu.answer({entry(1): "一", entry(3): "三"}, person="担当者", extension="2345", message="よろしく")
    office.merge(first)
    second = office.kyosei.answer({entry(2): "二"})
    office.merge(second)
    newest, oldest = list_submissions(office.ledger)
    assert (newest.file_name, oldest.file_name) == (second.name, first.name)
    assert (oldest.department.name, oldest.merged_by, oldest.answers) == (SOUMU, "取りまとめ", 2)
    assert (oldest.person, oldest.extension, oldest.message) == ("担当者", "2345", "よろしく")
    assert oldest.made_at < oldest.arrived_at < newest.arrived_at
    withdraw_submission(office.ledger, oldest.id, author="取りまとめ")
    assert [one.is_withdrawn for one in list_submissions(office.ledger)] == [False, True]
