"""Stories from the field that must come out right, each with the files that really travel."""

from itertools import permutations
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.store.answer_sheets import find_sheet, record_sheet
from kyosei_desktop.store.conflicts import find_conflict, list_conflicts
from kyosei_desktop.store.history import Standing, list_changes
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.rounds import open_round_row, round_of
from kyosei_desktop.store.sheet_entry import enter_sheet
from tests.exchange.excel_forms import form_of
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, of_measure

ME = "取りまとめ"


@pytest.fixture(autouse=True)
def check(office: Office):
    """Whatever happens, what is stored follows from the revisions."""
    yield
    check_stored_is_derived(office.ledger)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_offline_edits_of_one_cell_with_an_edit_of_the_coordinators_between_them(
    office: Office, order: tuple[int, int]
) -> None:
    """The clerk knew their own first text, but not what the coordinator wrote meanwhile: a person has to choose."""
    first = office.soumu.answer({entry(1): "7回"})
    office.edit(entry(1), "8回")
    files = first, office.soumu.answer({entry(1): "9回"})
    for number in order:
        office.merge(files[number])
    assert office.conflict_texts() == {str(entry(1)): ["8回", "9回"]}
    assert office.text(entry(1)) == "8回"


def test_the_same_when_the_coordinator_had_seen_the_first_edit(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "7回"}))
    office.edit(entry(1), "8回")
    office.merge(office.soumu.answer({entry(1): "9回"}))
    assert office.conflict_texts() == {str(entry(1)): ["8回", "9回"]}


def test_an_old_version_that_comes_late_changes_nothing(office: Office) -> None:
    old, new = office.soumu.answer({entry(1): "古い"}), office.soumu.answer({entry(1): "新しい"})
    office.merge(new)
    (merged,) = office.merge(old).files
    assert (merged.older, merged.taken, merged.conflicts) == (1, 0, 0)
    assert office.text(entry(1)) == "新しい"


def test_an_old_version_counts_again_once_the_newer_one_is_withdrawn(office: Office) -> None:
    old, new = office.soumu.answer({entry(1): "古い"}), office.soumu.answer({entry(1): "新しい"})
    office.merge(new, old)
    withdraw_file(office.ledger, new, author=ME)
    assert office.text(entry(1)) == "古い"
    office.merge(new)
    assert office.text(entry(1)) == "新しい"


def test_a_work_file_copied_to_two_desks_gives_both_texts_and_loses_none(office: Office) -> None:
    before = office.soumu.answer({entry(1): "写す前", entry(3): "三"})
    other = office.copy_of(office.soumu, "隣の机")
    mine, theirs = (
        office.soumu.answer({entry(1): "こちら"}),
        other.answer({entry(1): "あちら", of_measure(1): "成果一"}),
    )
    for number, files in enumerate(permutations((before, mine, theirs))):
        office.merge(*files)
        assert office.conflict_texts() == {str(entry(1)): ["あちら", "こちら"]}, number
    assert (office.text(entry(3)), office.text(of_measure(1))) == ("三", "成果一")


def test_two_desks_that_unite_before_they_hand_in_leave_nothing_to_settle(office: Office) -> None:
    other = office.copy_of(office.soumu, "隣の机")
    theirs = other.answer({entry(3): "あちらの三"})
    office.soumu.write({entry(1): "こちらの一"})
    run_to_end(join_work_files(office.soumu.work, [theirs], author="担当者"))
    office.merge(office.soumu.hand_in(), theirs)
    assert office.conflict_texts() == {}
    assert (office.text(entry(1)), office.text(entry(3))) == ("こちらの一", "あちらの三")


def test_parallel_edits_of_different_fields_of_one_measure_do_not_touch_each_other(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "実績"}), office.kyosei.answer({of_measure(2): "成果の文"}))
    office.edit(of_measure(2, "record"), "取組実績の文")
    assert office.conflict_texts() == {}
    texts = [office.text(one) for one in (entry(2), of_measure(2), of_measure(2, "record"))]
    assert texts == ["実績", "成果の文", "取組実績の文"]


def test_a_conflict_whose_sides_become_equal_settles_itself(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "12回"}), office.kyosei.answer({entry(2): "13回"}))
    assert len(list_conflicts(office.ledger)) == 1
    office.merge(office.kyosei.answer({entry(2): "12回"}))
    assert office.conflict_texts() == {}
    assert office.text(entry(2)) == "12回"
    standings = {one.revision.value.text: one.standing for one in list_changes(office.ledger)}
    assert standings["13回"] is Standing.SUPERSEDED


def test_a_joined_proposal_goes_by_the_text_of_before(office: Office) -> None:
    """What one desk removed stays removed, what the other changed is taken changed."""
    office.edit(of_measure(2), "・講座を開催する。\n・冊子を配る。\n・催しを開く。")
    for clerk, name in ((office.soumu, SOUMU), (office.kyosei, KYOSEI)):
        clerk.open(office.request(name))
    office.merge(
        office.soumu.answer({of_measure(2): "・講座を12回開催した。\n・催しを開く。"}),
        office.kyosei.answer(
            {of_measure(2): "・講座を開催する。\n・冊子を配る。\n・催しを二度開いた。\n・新しい取組。"}
        ),
    )
    conflict = find_conflict(office.ledger, str(of_measure(2)))
    assert conflict.root.text == "成果"  # what stood there before the coordinator's edit, which both have seen
    assert conflict.joined == "・講座を12回開催した。\n・催しを二度開いた。\n・新しい取組。"


def test_an_excel_form_beside_the_program_file_of_one_department(office: Office) -> None:
    form = form_of(office, SOUMU)
    office.merge(office.soumu.answer({entry(1): "プログラムの一", entry(3): "三"}))
    form.write({entry(1): "Excelの一", entry(2): "Excelの二", entry(3): "三"})
    (merged,) = office.merge(form.save()).files
    assert merged.refused is None
    assert office.conflict_texts() == {str(entry(1)): ["Excelの一", "プログラムの一"]}
    assert (office.text(entry(2)), office.text(entry(3))) == ("Excelの二", "三")


def test_three_carriers_of_one_request_say_three_things_in_any_order(office: Office, tmp_path: Path) -> None:
    with office.ledger.begin() as unit:
        collection = round_of(open_round_row(unit.session))
        word = record_sheet(unit, load_plan(unit.session), collection, office.department(SOUMU), author=ME)
        unit.commit()
    form = form_of(office, SOUMU).write({entry(1): "Excel"}).save()
    sheet = find_sheet(office.ledger, office.department(SOUMU), word)
    enter_sheet(office.ledger, sheet, [(entry(1), Value("紙"))], author=ME)
    office.merge(form, office.soumu.answer({entry(1): "プログラム"}))
    assert office.conflict_texts() == {str(entry(1)): ["Excel", "プログラム", "紙"]}
    office.settle(str(entry(1)), "紙")
    office.merge(form)
    assert office.text(entry(1)) == "紙"
