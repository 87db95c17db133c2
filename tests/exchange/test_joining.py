"""Two desks of one department: what each knows after joining, taking it back, and handing in."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.joining import JoinResult, NotAWorkFile, join_work_files
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.joining import AnswersDisagree, last_writer, list_joined
from kyosei_desktop.store.receiving import Outcome
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from kyosei_desktop.store.work_files import read_work
from tests.office import KYOSEI, SOUMU, Clerk, Office, check_stored_is_derived, entry, of_measure

MINE, THEIRS, BOTH = entry(1), entry(2), of_measure(2)
"""What the first desk writes, what the second, and what both do."""


def join(desk: Clerk, *files: Path, is_dry_run: bool = False) -> JoinResult:
    """Join files into a desk's work file."""
    result = run_to_end(join_work_files(desk.work, files, author="担当者", is_dry_run=is_dry_run))
    check_stored_is_derived(desk.work)
    return result


def said(desk: Clerk) -> dict[str, str]:
    """What a work file says in the fields that are not as they were asked."""
    return {
        str(one.address): one.value.text for one in read_work(desk.work).fields if one.value.text not in ("", "成果")
    }


def settle(desk: Clerk, text: str) -> None:
    """Settle the only conflict of a work file."""
    (conflict,) = list_conflicts(desk.work)
    settle_conflict(desk.work, conflict, Value(text), author="担当者")


@pytest.fixture
def desks(office: Office) -> tuple[Clerk, Clerk]:
    """Two work files of one department, both made from the request."""
    other = office.clerk("隣の机")
    other.open(office.requests[SOUMU])
    return office.soumu, other


def test_measures_filled_in_at_two_desks_come_together(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    one.write({MINE: "私の文"})
    result = join(one, other.answer({THEIRS: "隣の文"}, person="隣の担当者"))
    assert said(one) == {str(MINE): "私の文", str(THEIRS): "隣の文"}
    (file,) = result.files
    (field,) = file.fields
    assert (file.person, field.outcome, field.ours, field.theirs) == (
        "隣の担当者",
        Outcome.TAKEN,
        Value(""),
        Value("隣の文"),
    )


@pytest.mark.parametrize("order", [(0,), (1,), (0, 1), (1, 0)])
def test_the_coordinator_gets_the_joined_answers_whoever_hands_in(
    office: Office, desks: tuple[Clerk, Clerk], order: tuple[int, ...]
) -> None:
    one, other = desks
    first = one.answer({MINE: "私の文"})
    join(one, other.answer({THEIRS: "隣の文"}))
    join(other, first)
    files = [one.hand_in(), other.hand_in()]
    for number in order:
        office.merge(files[number])
    assert (office.text(MINE), office.text(THEIRS)) == ("私の文", "隣の文")
    assert office.conflict_texts() == {}


def test_a_preview_says_what_joining_would_do_and_changes_nothing(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    one.write({BOTH: "一方の成果"})
    file = other.answer({THEIRS: "隣の文", BOTH: "他方の成果"})
    result = join(one, file, is_dry_run=True)
    assert [field.outcome for field in result.files[0].fields] == [Outcome.CONFLICT, Outcome.TAKEN]
    assert result.conflicts == 1
    assert said(one) == {str(BOTH): "一方の成果"}
    assert list_joined(one.work) == []


def test_two_texts_in_one_field_are_a_conflict_that_no_hand_in_leaves_out(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    one.write({BOTH: "一方の成果"})
    join(one, other.answer({BOTH: "他方の成果"}))
    with pytest.raises(AnswersDisagree, match=r"№2\.outcome"):
        one.hand_in()
    settle(one, "合わせた成果")
    assert one.hand_in().exists()


def test_what_is_settled_at_the_desk_is_settled_for_the_coordinator(office: Office, desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    early, theirs = one.answer({BOTH: "一方の成果"}), other.answer({BOTH: "他方の成果"})
    one.write({BOTH: "一方の成果、改"})
    join(one, theirs)
    settle(one, "合わせた成果")
    late = one.hand_in()
    for file in (theirs, late, early):
        office.merge(file)
    assert (office.text(BOTH), office.conflict_texts()) == ("合わせた成果", {})


def test_typing_in_a_field_in_conflict_does_not_overwrite_the_other_text(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    one.write({BOTH: "一方の成果"})
    join(one, other.answer({BOTH: "他方の成果"}))
    one.write({BOTH: "他方の成果、改"})
    (conflict,) = list_conflicts(one.work)
    assert sorted(side.value.text for side in conflict.sides) == ["一方の成果", "他方の成果、改"]


def test_the_same_text_at_two_desks_is_no_conflict_and_a_later_one_is(
    office: Office, desks: tuple[Clerk, Clerk]
) -> None:
    """The joined hand-in speaks for both texts; who changes one of them later has not seen that."""
    one, other = desks
    one.write({BOTH: "同じ成果"})
    join(one, other.answer({BOTH: "同じ成果"}))
    joined = one.hand_in()
    later = other.answer({BOTH: "後の成果"})
    office.merge(later, joined)
    assert office.conflict_texts() == {"2.outcome": ["同じ成果", "後の成果"]}


def test_joining_twice_does_nothing(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    file = other.answer({THEIRS: "隣の文"})
    join(one, file)
    again = join(one, file)
    assert again.files[0].count(Outcome.SAME) == 1
    assert len([act for act in list_acts(one.work) if act.kind is ActKind.MERGED]) == 1


def test_a_join_can_be_taken_back_and_what_was_written_since_stays(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    file = other.answer({THEIRS: "隣の文", BOTH: "隣の成果"})
    join(one, file)
    one.write({BOTH: "隣の成果、改", MINE: "私の文"})
    withdraw_last_merge(one.work, author="担当者")
    assert said(one) == {str(MINE): "私の文", str(BOTH): "隣の成果、改"}
    assert list_joined(one.work) == []
    check_stored_is_derived(one.work)
    join(one, file)
    assert said(one) == {str(MINE): "私の文", str(BOTH): "隣の成果、改", str(THEIRS): "隣の文"}


def test_what_is_taken_back_is_not_handed_in(office: Office, desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    file = other.answer({THEIRS: "隣の文", BOTH: "隣の成果"})
    one.write({BOTH: "私の成果"})
    join(one, file)
    withdraw_file(one.work, file, author="担当者")
    one.write({BOTH: "私の成果、改"})
    office.merge(one.hand_in(), file)
    assert office.text(THEIRS) == "隣の文"
    assert office.conflict_texts() == {"2.outcome": ["私の成果、改", "隣の成果"]}


def test_taking_back_a_join_keeps_ones_own_text_that_came_home_in_it(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    join(other, one.answer({MINE: "私の文"}))
    join(one, other.answer({THEIRS: "隣の文"}))
    withdraw_last_merge(one.work, author="担当者")
    assert said(one) == {str(MINE): "私の文"}


def test_a_copied_work_file_joins_as_one_made_from_the_request(office: Office) -> None:
    office.soumu.write({MINE: "写す前の文"})
    other = office.copy_of(office.soumu, "写し")
    other.write({MINE: "写した後の文", THEIRS: "隣の文"})
    join(office.soumu, other.hand_in())
    assert said(office.soumu) == {str(MINE): "写した後の文", str(THEIRS): "隣の文"}
    office.merge(office.soumu.hand_in())
    assert office.text(MINE) == "写した後の文"


def test_a_joined_file_is_no_hand_in_of_ones_own(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    join(one, other.answer({THEIRS: "隣の文"}))
    assert read_work(one.work).handed_in == ()
    one.hand_in()
    assert [each.serial for each in read_work(one.work).handed_in] == [1]


def test_a_text_that_a_return_brought_is_known_and_stays_when_the_join_is_taken_back(
    office: Office, desks: tuple[Clerk, Clerk]
) -> None:
    one, other = desks
    first = other.answer({THEIRS: "隣の文"})
    office.merge(first)
    one.open(office.returned(SOUMU, THEIRS))
    result = join(one, first)
    assert [field.outcome for field in result.files[0].fields] == [Outcome.SAME]
    withdraw_last_merge(one.work, author="担当者")
    assert said(one) == {str(THEIRS): "隣の文"}


def test_a_text_taken_back_here_comes_again_with_the_coordinators_return(
    office: Office, desks: tuple[Clerk, Clerk]
) -> None:
    one, other = desks
    file = other.answer({THEIRS: "隣の文"})
    join(one, file)
    withdraw_last_merge(one.work, author="担当者")
    office.merge(file)
    one.open(office.returned(SOUMU, THEIRS))
    assert said(one) == {str(THEIRS): "隣の文"}
    check_stored_is_derived(one.work)


def test_a_blank_with_its_reason_is_joined_too(desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    join(one, other.answer({THEIRS: Value(blank=BlankReason.ENDED)}))
    assert next(each.value.blank for each in read_work(one.work).fields if each.address == THEIRS) is BlankReason.ENDED


def test_files_of_others_are_refused_with_a_sentence_each(office: Office, tmp_path: Path) -> None:
    foreign = office.kyosei.answer({entry(3, 2): "別の課の文"})
    broken = tmp_path / "壊れた.kyoa"
    broken.write_bytes(b"x")
    result = join(office.soumu, foreign, broken)
    refused = [one.refused or "" for one in result.files]
    assert "別の課の回答です" in refused[0]
    assert "壊れた.kyoa" in refused[1]
    assert said(office.soumu) == {}


def test_an_altered_file_is_refused(office: Office, desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    file = other.answer({THEIRS: "隣の文"})
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert join(one, file).files[0].refused


def test_a_ledger_joins_nothing(office: Office) -> None:
    with pytest.raises(NotAWorkFile):
        run_to_end(join_work_files(office.ledger, [], author="取りまとめ"))


def test_the_last_writer_is_who_typed_here_not_who_was_joined(office: Office, desks: tuple[Clerk, Clerk]) -> None:
    one, other = desks
    assert last_writer(one.work) is None
    one.write({MINE: "私の文"})
    join(one, other.answer({THEIRS: "隣の文"}))
    assert last_writer(one.work) == "担当者"
    assert last_writer(office.kyosei.work) is None


def test_two_departments_are_not_joined_by_their_common_measure(office: Office) -> None:
    assert "別の課" in (join(office.soumu, office.kyosei.answer({THEIRS: f"{KYOSEI}の文"})).files[0].refused or "")
