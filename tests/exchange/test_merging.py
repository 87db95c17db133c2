"""Merging real submissions into a real ledger: every example of the merge rule, and what files report."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.status import round_status
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, of_measure

CO_OWNED = entry(2)
CONFLICT = "2.1.2021.second_half"


def says(office: Office, text: str, conflict: Sequence[str] = ()) -> None:
    """Hold what the co-owned entry shows, and the texts it is in conflict between."""
    assert office.text(CO_OWNED) == text
    assert office.conflict_texts() == ({CONFLICT: sorted(conflict)} if conflict else {})
    check_stored_is_derived(office.ledger)


class TestExamplesOfTheRule:
    """The rows of the table in the merge rule, in its order."""

    def test_one_answer_is_the_value(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}))
        says(office, "x")

    def test_two_equal_answers_are_the_value(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "x"}))
        says(office, "x")

    def test_two_differing_answers_are_a_conflict_that_shows_the_root(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"}))
        says(office, "", ["x", "y"])

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_a_later_answer_of_one_work_file_supersedes_the_earlier(
        self, office: Office, order: tuple[int, int]
    ) -> None:
        files = [office.soumu.answer({CO_OWNED: "x"}), office.soumu.answer({CO_OWNED: "y"})]
        for number in order:
            office.merge(files[number])
        says(office, "y")

    def test_two_copies_of_a_work_file_changed_apart_are_a_conflict(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}))
        other = office.copy_of(office.soumu, "写し")
        office.merge(office.soumu.answer({CO_OWNED: "y"}), other.answer({CO_OWNED: "z"}))
        says(office, "", ["y", "z"])

    def test_the_coordinators_edit_of_what_was_seen_is_the_value(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}))
        office.edit(CO_OWNED, "z")
        says(office, "z")

    def test_an_edit_and_an_answer_that_did_not_see_it_are_a_conflict_that_shows_the_edit(self, office: Office) -> None:
        file = office.soumu.answer({CO_OWNED: "x"})
        office.edit(CO_OWNED, "z")
        office.merge(file)
        says(office, "z", ["x", "z"])

    def test_the_coordinator_may_take_the_root_back(self, office: Office) -> None:
        office.merge(office.soumu.answer({of_measure(2): "x"}))
        office.edit(of_measure(2), "成果")
        assert office.text(of_measure(2)) == "成果"
        assert office.conflict_texts() == {}

    def test_an_answer_that_did_not_see_the_settlement_is_a_conflict_that_shows_it(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"}))
        office.settle(CONFLICT, "x")
        says(office, "x")
        office.merge(office.kyosei.answer({CO_OWNED: "y2"}))
        says(office, "x", ["x", "y2"])

    def test_an_answer_to_the_reissued_request_comes_after_the_settlement(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"}))
        office.settle(CONFLICT, "x")
        office.kyosei.open(office.request(KYOSEI))
        office.merge(office.kyosei.answer({CO_OWNED: "y3"}))
        says(office, "y3")

    def test_a_person_who_cleared_a_field_left_it_blank(self, office: Office) -> None:
        files = office.soumu.answer({CO_OWNED: "x"}), office.soumu.answer({CO_OWNED: ""})
        office.merge(*files)
        says(office, "")

    def test_leaving_a_field_as_it_was_is_no_answer(self, office: Office) -> None:
        untouched = office.soumu.answer({of_measure(2): "成果"})
        office.merge(untouched, office.kyosei.answer({of_measure(2): "y"}))
        assert office.text(of_measure(2)) == "y"
        assert office.conflict_texts() == {}

    def test_answers_that_differ_in_notation_only_are_a_conflict_marked_so(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "12人"}), office.kyosei.answer({CO_OWNED: "１２人"}))
        says(office, "", ["12人", "１２人"])
        assert [one.is_notation_only for one in list_conflicts(office.ledger)] == [True]

    def test_a_reason_for_a_blank_differs_from_a_plain_blank(self, office: Office) -> None:
        ended = Value(blank=BlankReason.ENDED)
        office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: ended}))
        says(office, "", ["", "x"])
        office.merge(office.soumu.answer({CO_OWNED: ended}))
        assert office.value(CO_OWNED) == ended
        assert office.conflict_texts() == {}


class TestOrderAndRepetition:
    @pytest.mark.parametrize("order", list(permutations(range(3))))
    def test_any_order_of_arrival_gives_the_same_ledger(self, office: Office, order: tuple[int, ...]) -> None:
        other = office.copy_of(office.soumu, "写し")
        files = [
            office.soumu.answer({CO_OWNED: "x", entry(1): "一"}),
            office.kyosei.answer({CO_OWNED: "x"}),
            other.answer({CO_OWNED: "y", entry(1): "一"}),
        ]
        for number in order:
            office.merge(files[number])
        says(office, "", ["x", "x", "y"])
        assert office.text(entry(1)) == "一"

    def test_merging_again_does_nothing(self, office: Office) -> None:
        files = office.soumu.answer({CO_OWNED: "x", entry(1): "一"}), office.kyosei.answer({CO_OWNED: "y"})
        office.merge(*files)
        acts, before = list_acts(office.ledger), office.stored()
        again = office.merge(*files)
        assert [(one.taken, one.same, one.older, one.held, one.conflicts) for one in again.files] == [
            (0, 2, 0, 0, 1),
            (0, 1, 0, 0, 1),
        ]
        assert again.conflicts == 1
        assert list_acts(office.ledger) == acts
        assert office.stored() == before

    def test_one_file_given_twice_in_one_merge_counts_once(self, office: Office) -> None:
        file = office.soumu.answer({CO_OWNED: "x"})
        result = office.merge(file, file)
        assert [(one.taken, one.same) for one in result.files] == [(1, 0), (0, 1)]
        assert [one.kind for one in list_acts(office.ledger)].count(ActKind.MERGED) == 1


class TestWhatAFileReports:
    def test_taken_same_older_held_and_conflicting_answers_are_counted_apart(self, office: Office) -> None:
        first = office.soumu.answer({entry(1): "一", entry(3): "三"})
        second = office.soumu.answer({entry(1): "一の二"})
        newest = office.merge(second).files[0]
        older = office.merge(first).files[0]
        assert (newest.taken, newest.same, newest.older) == (2, 0, 0)
        assert (older.taken, older.same, older.older) == (0, 1, 1)
        assert newest.department is not None
        assert newest.department.name == SOUMU

    def test_an_equal_answer_of_a_co_owner_is_the_same(self, office: Office) -> None:
        result = office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "x"}))
        assert [(one.taken, one.same, one.conflicts) for one in result.files] == [(1, 0, 0), (0, 1, 0)]

    def test_the_first_of_two_differing_answers_was_taken_and_the_second_conflicts(self, office: Office) -> None:
        result = office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"}))
        assert [(one.taken, one.conflicts) for one in result.files] == [(1, 0), (0, 1)]
        assert result.conflicts == 1

    def test_a_submission_made_after_the_due_date_is_taken_and_late(self, office: Office) -> None:
        office.clock.now = office.clock.now.replace(month=4, day=17)
        merged = office.merge(office.soumu.answer({CO_OWNED: "x"})).files[0]
        assert merged.is_late
        assert merged.taken == 1

    def test_a_submission_made_in_time_and_merged_later_is_not_late(self, office: Office) -> None:
        file = office.soumu.answer({CO_OWNED: "x"})
        office.clock.now = office.clock.now.replace(month=5)
        assert not office.merge(file).files[0].is_late

    def test_a_submission_without_answers_is_taken_note_of(self, office: Office) -> None:
        merged = office.merge(office.soumu.hand_in()).files[0]
        assert merged.refused is None
        assert merged.fields == ()
        assert list_acts(office.ledger)[-1].kind is ActKind.MERGED

    def test_two_departments_that_changed_nothing_have_handed_in_two_submissions(self, office: Office) -> None:
        """Nothing but the manifest tells their files apart."""
        result = office.merge(office.soumu.hand_in(), office.kyosei.hand_in())
        assert [one.refused for one in result.files] == [None, None]
        states = [one.state for one in round_status(office.ledger).departments]
        assert states == [DepartmentState.SUBMITTED, DepartmentState.SUBMITTED]
        assert [one.kind for one in list_acts(office.ledger)].count(ActKind.MERGED) == 2


class TestDryRun:
    def test_it_says_what_a_merge_would_do_and_does_nothing(self, office: Office) -> None:
        files = office.soumu.answer({CO_OWNED: "x", entry(1): "一"}), office.kyosei.answer({CO_OWNED: "y"})
        before = office.stored()
        dry = office.merge(*files, is_dry_run=True)
        assert office.stored() == before
        assert list_backups(office.path) == []
        assert office.merge(*files) == dry


class TestStopping:
    def test_a_merge_that_is_stopped_leaves_nothing_behind(self, office: Office) -> None:
        files = [office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"})]
        before = office.stored()
        for stopped_after in (1, 2, 3):
            work = merge_files(office.ledger, files, author="取りまとめ")
            for _step in range(stopped_after):
                next(work)
            work.close()
            assert office.stored() == before
            assert list_backups(office.path) == []


class TestAfterAReturn:
    def test_the_answer_to_a_return_comes_after_what_was_there(self, office: Office) -> None:
        office.merge(office.soumu.answer({CO_OWNED: "x"}), office.kyosei.answer({CO_OWNED: "y"}))
        office.soumu.open(office.returned(SOUMU, CO_OWNED))
        office.merge(office.soumu.answer({CO_OWNED: "二つの課で決めた文"}))
        says(office, "二つの課で決めた文")

    def test_a_return_leaves_an_answer_that_was_on_its_way_valid(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}))
        on_its_way = office.soumu.answer({entry(1): "一の二"})
        office.soumu.open(office.returned(SOUMU, entry(1)))
        office.merge(on_its_way)
        office.merge(office.soumu.answer({entry(1): "一の三"}))
        assert office.text(entry(1)) == "一の三"
        assert office.conflict_texts() == {}

    def test_what_the_coordinator_changed_meanwhile_is_seen_in_the_work_file(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}))
        office.edit(entry(1), "直した一")
        office.soumu.open(office.returned(SOUMU, entry(1)))
        plan = office.soumu.work.plan()
        place = plan.field_at(entry(1))
        assert place is not None
        assert plan.value(place).text == "直した一"
        office.merge(office.soumu.answer({entry(1): "直した一に書き足した"}))
        assert office.text(entry(1)) == "直した一に書き足した"

    def test_a_clerk_who_never_opened_the_first_request_can_answer_the_return(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}))
        fresh = office.clerk("新しい机")
        fresh.open(office.returned(SOUMU, entry(1)))
        office.merge(fresh.answer({entry(1): "一の二"}))
        assert office.text(entry(1)) == "一の二"
        assert office.conflict_texts() == {}
