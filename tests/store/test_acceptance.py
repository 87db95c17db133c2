"""Acceptance freezes a department's answers; what comes later is kept, held and counted, until it is revoked."""

import pytest

from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.merging import MergedFile
from kyosei_desktop.store.acceptance import (
    DepartmentHasConflicts,
    NotAccepted,
    NotAskedYet,
    accept_department,
    revoke_acceptance,
)
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.history import Standing, list_changes
from kyosei_desktop.store.rounds import NoOpenRound, close_round, open_round
from kyosei_desktop.store.status import DepartmentStatus, round_status
from kyosei_desktop.store.withdrawing import DepartmentIsAccepted, withdraw_last_merge
from tests.office import DUE, EVERYTHING, KYOSEI, PERIOD, SOUMU, YEAR, Office, check_stored_is_derived, entry

CO_OWNED = entry(2)
CONFLICT = "2.1.2021.second_half"


def accept(office: Office, name: str) -> None:
    accept_department(office.ledger, office.department(name), author="取りまとめ")


def revoke(office: Office, name: str) -> None:
    revoke_acceptance(office.ledger, office.department(name), author="取りまとめ")


def status_of(office: Office, name: str) -> DepartmentStatus:
    return next(one for one in round_status(office.ledger).departments if one.department.name == name)


def counts(merged: MergedFile) -> tuple[int, int, int, int]:
    return merged.taken, merged.same, merged.older, merged.held


def test_a_later_answer_is_held_and_counts_once_the_acceptance_is_revoked(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    accept(office, SOUMU)
    later = office.merge(office.soumu.answer({entry(1): "一の二", entry(3): "三"})).files[0]
    assert counts(later) == (0, 0, 0, 2)
    assert office.text(entry(1)) == "一"
    assert office.text(entry(3)) == ""
    assert (status_of(office, SOUMU).state, status_of(office, SOUMU).held) == (DepartmentState.ACCEPTED, 2)
    check_stored_is_derived(office.ledger)
    revoke(office, SOUMU)
    assert office.text(entry(1)) == "一の二"
    assert office.text(entry(3)) == "三"
    assert (status_of(office, SOUMU).state, status_of(office, SOUMU).held) == (DepartmentState.SUBMITTED, 0)
    check_stored_is_derived(office.ledger)


def test_a_held_answer_stands_so_in_the_history(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    accept(office, SOUMU)
    office.merge(office.soumu.answer({entry(1): "一の二"}))
    standings = {one.revision.value.text: one.standing for one in list_changes(office.ledger, 1)}
    assert standings == {"": Standing.SUPERSEDED, "一": Standing.HEAD, "一の二": Standing.HELD}


def test_merging_an_answer_again_that_came_before_the_acceptance_holds_nothing(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    office.merge(file)
    accept(office, SOUMU)
    assert counts(office.merge(file).files[0]) == (0, 1, 0, 0)
    assert status_of(office, SOUMU).held == 0
    again = office.merge(office.soumu.hand_in()).files[0]  # a new file with the same answer
    assert counts(again) == (0, 1, 0, 0)
    assert office.text(entry(1)) == "一"


def test_a_co_owner_and_the_coordinator_still_act(office: Office) -> None:
    office.merge(office.soumu.answer({CO_OWNED: "x"}))
    accept(office, SOUMU)
    office.merge(office.kyosei.answer({CO_OWNED: "y"}))
    assert office.conflict_texts() == {CONFLICT: ["x", "y"]}
    office.settle(CONFLICT, "x と y")
    assert office.text(CO_OWNED) == "x と y"
    office.edit(entry(1), "取りまとめの一")
    assert office.text(entry(1)) == "取りまとめの一"


def test_a_file_withdrawn_before_the_acceptance_and_merged_after_it_is_held(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    office.merge(file)
    withdraw_last_merge(office.ledger, author="取りまとめ")
    accept(office, SOUMU)
    assert counts(office.merge(file).files[0]) == (0, 0, 0, 1)
    assert office.text(entry(1)) == ""


def test_acceptance_is_refused_while_answers_are_in_conflict(office: Office) -> None:
    office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"}))
    with pytest.raises(DepartmentHasConflicts) as refused:
        accept(office, SOUMU)
    assert refused.value.count == 1
    office.settle(CONFLICT, "x")
    accept(office, SOUMU)


def test_a_conflict_of_others_is_no_obstacle(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}), office.copy_of(office.soumu, "写し").answer({entry(1): "二"}))
    accept(office, KYOSEI)
    assert status_of(office, KYOSEI).state is DepartmentState.ACCEPTED


def test_acceptance_and_its_revocation_are_recorded_each_once(office: Office) -> None:
    accept(office, SOUMU)
    with pytest.raises(DepartmentIsAccepted):
        accept(office, SOUMU)
    revoke(office, SOUMU)
    with pytest.raises(NotAccepted):
        revoke(office, SOUMU)
    acts = [(one.kind, one.department) for one in list_acts(office.ledger)][-2:]
    department = office.department(SOUMU)
    assert acts == [(ActKind.ACCEPTED, department), (ActKind.ACCEPTANCE_REVOKED, department)]


def test_only_a_department_that_was_asked_in_the_open_round_is_accepted(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    with pytest.raises(NoOpenRound):
        accept(office, SOUMU)
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, asks=EVERYTHING, author="取りまとめ")
    with pytest.raises(NotAskedYet) as refused:
        accept(office, SOUMU)
    assert SOUMU in str(refused.value)


def test_what_an_earlier_round_held_stays_held_when_a_later_acceptance_is_revoked(office: Office) -> None:
    """A round that was closed with answers left out is not changed by what happens in the next."""
    accept(office, SOUMU)
    office.merge(office.soumu.answer({entry(1): "締切の後の文"}))
    close_round(office.ledger, author="取りまとめ")
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, asks=EVERYTHING, author="取りまとめ")
    office.request(SOUMU)
    assert status_of(office, SOUMU).held == 0
    accept(office, SOUMU)
    revoke(office, SOUMU)
    assert office.text(entry(1)) == ""
    check_stored_is_derived(office.ledger)
