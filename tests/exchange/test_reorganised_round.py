"""A reorganisation while a round is open: requests that are out stay valid, and answers count for who is there now."""

from collections.abc import Sequence
from datetime import date

import pytest

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.reorganisation import Change, Joining, Renaming, Splitting
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.store.acceptance import DepartmentHasConflicts, accept_department, revoke_acceptance
from kyosei_desktop.store.past import plan_at
from kyosei_desktop.store.reminding import reminder_text
from kyosei_desktop.store.reorganising import ChosenOwners, Reorganisation, reorganise
from kyosei_desktop.store.rounds import close_round, reopen_round
from kyosei_desktop.store.status import DepartmentStatus, round_status
from kyosei_desktop.store.withdrawing import DepartmentIsAccepted
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, of_measure

ME = "取りまとめ"
JOINED = Joining([SOUMU, KYOSEI], "福祉課")


def change(office: Office, *changes: Change, chosen: ChosenOwners | None = None) -> Reorganisation:
    return run_to_end(reorganise(office.ledger, changes, date(2022, 4, 1), chosen=chosen, author=ME))


def status(office: Office, name: str) -> DepartmentStatus:
    (found,) = (one for one in round_status(office.ledger).departments if one.department.name == name)
    return found


def missing(office: Office, name: str) -> Sequence[str]:
    return [str(one) for one in status(office, name).missing]


class TestRenamed:
    def test_answers_to_the_request_under_the_old_name_count(self, office: Office) -> None:
        change(office, Renaming(SOUMU, "福祉政策課"))
        (merged,) = office.merge(office.soumu.answer({entry(1): "一", entry(2): "二", entry(3): "三"})).files
        assert (merged.taken, merged.refused) == (3, None)
        assert merged.department is not None
        assert merged.department.name == "福祉政策課"
        assert status(office, "福祉政策課").state is DepartmentState.SUBMITTED
        assert missing(office, "福祉政策課") == []


class TestJoined:
    def test_only_the_new_department_stands_in_the_round(self, office: Office) -> None:
        found = change(office, JOINED)
        assert [one.department.name for one in round_status(office.ledger).departments] == ["福祉課"]
        assert status(office, "福祉課").state is DepartmentState.ASKED
        assert found.awaited == [(SOUMU, "福祉課"), (KYOSEI, "福祉課")]

    def test_answers_of_both_count_for_it(self, office: Office) -> None:
        change(office, JOINED)
        (merged,) = office.merge(office.soumu.answer({entry(1): "一", entry(2): "二", entry(3): "三"})).files
        assert (merged.taken, merged.refused) == (3, None)
        assert status(office, "福祉課").state is DepartmentState.ASKED
        assert missing(office, "福祉課") == ["3.2.2021.second_half"]
        office.merge(office.kyosei.answer({entry(3, 2): "四"}))
        assert status(office, "福祉課").state is DepartmentState.SUBMITTED
        assert missing(office, "福祉課") == []
        check_stored_is_derived(office.ledger)

    def test_answers_from_before_the_day_count_too(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}), office.kyosei.answer({entry(3, 2): "四"}))
        change(office, JOINED)
        assert status(office, "福祉課").state is DepartmentState.SUBMITTED
        assert status(office, "福祉課").last is not None

    def test_a_request_to_the_new_department_is_answered_alone(self, office: Office) -> None:
        change(office, JOINED)
        clerk = office.clerk("福祉課")
        clerk.open(office.request("福祉課"))
        (merged,) = office.merge(clerk.answer({entry(1): "一", entry(3, 2): "四"})).files
        assert (merged.taken, merged.refused) == (2, None)
        assert status(office, "福祉課").state is DepartmentState.SUBMITTED

    def test_two_answers_to_one_field_are_a_conflict_that_keeps_it_from_acceptance(self, office: Office) -> None:
        change(office, JOINED)
        office.merge(office.soumu.answer({entry(2): "12回"}), office.kyosei.answer({entry(2): "13回"}))
        assert office.conflict_texts() == {"2.1.2021.second_half": ["12回", "13回"]}
        assert status(office, "福祉課").conflicts == 1
        with pytest.raises(DepartmentHasConflicts):
            accept_department(office.ledger, office.department("福祉課"), author=ME)

    def test_its_acceptance_holds_what_comes_from_both(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}))
        change(office, JOINED)
        joined = office.department("福祉課")
        accept_department(office.ledger, joined, author=ME)
        late = office.soumu.answer({entry(1): "遅い一"}), office.kyosei.answer({entry(3, 2): "遅い四"})
        assert [one.held for one in office.merge(*late).files] == [1, 1]
        assert (office.text(entry(1)), office.text(entry(3, 2))) == ("一", "")
        assert (status(office, "福祉課").state, status(office, "福祉課").held) == (DepartmentState.ACCEPTED, 2)
        with pytest.raises(DepartmentIsAccepted, match="福祉課"):
            withdraw_file(office.ledger, late[0], author=ME)
        before = office.clock()
        revoke_acceptance(office.ledger, joined, author=ME)
        assert (office.text(entry(1)), office.text(entry(3, 2))) == ("遅い一", "遅い四")
        check_stored_is_derived(office.ledger)
        place = office.ledger.plan().field_at(entry(3, 2))
        assert place is not None
        assert plan_at(office.ledger, before).value(place) == Value()

    def test_it_is_accepted_where_both_were(self, office: Office) -> None:
        for name in (SOUMU, KYOSEI):
            accept_department(office.ledger, office.department(name), author=ME)
        assert change(office, JOINED).reopened == []
        assert status(office, "福祉課").state is DepartmentState.ACCEPTED

    def test_it_is_open_again_where_one_was_not_and_what_was_held_counts(self, office: Office) -> None:
        accept_department(office.ledger, office.department(SOUMU), author=ME)
        office.merge(office.soumu.answer({entry(1): "遅い一"}))
        assert office.text(entry(1)) == ""
        assert change(office, JOINED).reopened == ["福祉課"]
        assert office.text(entry(1)) == "遅い一"
        assert status(office, "福祉課").state is DepartmentState.ASKED
        check_stored_is_derived(office.ledger)

    def test_what_was_returned_before_waits_for_its_answer(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}), office.kyosei.answer({entry(3, 2): "四"}))
        returned = office.returned(SOUMU, entry(1))
        change(office, JOINED)
        assert status(office, "福祉課").state is DepartmentState.RETURNED
        assert "書き足してください" in reminder_text(office.ledger, office.department("福祉課"))
        office.soumu.open(returned)
        office.merge(office.soumu.answer({entry(1): "一を直した"}))
        assert status(office, "福祉課").state is DepartmentState.SUBMITTED
        assert office.text(entry(1)) == "一を直した"

    def test_a_return_to_the_new_department_shows_what_both_had_answered(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}), office.kyosei.answer({entry(3, 2): "四"}))
        change(office, JOINED)
        clerk = office.clerk("福祉課")
        clerk.open(office.returned("福祉課", entry(1), entry(3, 2)))
        assert status(office, "福祉課").state is DepartmentState.RETURNED
        (merged,) = office.merge(clerk.answer({entry(1): "一を直した"})).files
        assert (merged.taken, merged.conflicts, merged.refused) == (1, 0, None)
        assert status(office, "福祉課").state is DepartmentState.SUBMITTED
        assert office.text(entry(3, 2)) == "四"


class TestSplit:
    def split(self, office: Office) -> None:
        initiatives = [one.initiatives[0].id for one in office.ledger.plan().measures]
        change(office, Splitting(SOUMU, ["一課", "二課"]), chosen={initiatives[1]: ["二課"], initiatives[2]: ["二課"]})

    def test_each_owes_what_is_its_own_and_one_answer_serves_both(self, office: Office) -> None:
        self.split(office)
        assert missing(office, "一課") == ["1.1.2021.second_half"]
        assert missing(office, "二課") == ["2.1.2021.second_half", "3.1.2021.second_half"]
        office.merge(office.soumu.answer({entry(1): "一", entry(2): "二"}))
        assert (missing(office, "一課"), missing(office, "二課")) == ([], ["3.1.2021.second_half"])
        assert status(office, "一課").state is status(office, "二課").state is DepartmentState.SUBMITTED

    def test_acceptance_of_one_holds_its_own_fields_only(self, office: Office) -> None:
        self.split(office)
        accept_department(office.ledger, office.department("一課"), author=ME)
        (merged,) = office.merge(office.soumu.answer({entry(1): "一", entry(2): "二"})).files
        assert (merged.held, merged.taken) == (1, 1)
        assert (status(office, "一課").held, status(office, "二課").held) == (1, 0)
        accept_department(office.ledger, office.department("二課"), author=ME)
        revoke_acceptance(office.ledger, office.department("一課"), author=ME)
        assert office.text(entry(1)) == "一"
        check_stored_is_derived(office.ledger)

    def test_a_conflict_of_the_other_does_not_keep_one_from_acceptance(self, office: Office) -> None:
        self.split(office)
        office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
        accept_department(office.ledger, office.department("一課"), author=ME)
        with pytest.raises(DepartmentHasConflicts):
            accept_department(office.ledger, office.department("二課"), author=ME)

    def test_a_field_that_both_answered_for_is_held_by_either(self, office: Office) -> None:
        self.split(office)
        accept_department(office.ledger, office.department("二課"), author=ME)
        (merged,) = office.merge(office.soumu.answer({of_measure(2): "成果二", of_measure(1): "成果一"})).files
        assert (merged.held, merged.taken) == (1, 1)


def test_requests_of_a_closed_round_are_carried_on_when_it_is_reopened(office: Office) -> None:
    close_round(office.ledger, author=ME)
    change(office, JOINED)
    reopen_round(office.ledger, author=ME)
    (merged,) = office.merge(office.soumu.answer({entry(1): Value(blank=BlankReason.ENDED)})).files
    assert (merged.taken, merged.refused) == (1, None)
    assert status(office, "福祉課").state is DepartmentState.ASKED
