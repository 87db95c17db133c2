"""Whatever was on its way when departments or measures changed arrives: every carrier through every kind of change."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Address, FieldId, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.reorganisation import Change, Joining, Renaming, Splitting
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.answer_sheets import find_sheet, record_sheet
from kyosei_desktop.store.measure_changes import (
    EndedMeasure,
    MeasureChange,
    RenumberedMeasures,
    SplitMeasure,
    change_measures,
)
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.reorganising import reorganise
from kyosei_desktop.store.rounds import open_round_row, round_of
from kyosei_desktop.store.sheet_entry import enter_sheet
from kyosei_desktop.store.status import round_status
from tests.exchange.excel_forms import form_of
from tests.office import KYOSEI, SOUMU, YEAR, Office, check_stored_is_derived, entry, of_measure

ME = "取りまとめ"
Turn = Callable[[Office], None]
PLACE = entry(3)
"""Of №3, whose first initiative is 福祉総務課's."""


def departments_change(*changes: Change) -> Turn:
    return lambda office: void(run_to_end(reorganise(office.ledger, changes, date(2022, 4, 1), author=ME)))


def measures_change(change: MeasureChange) -> Turn:
    return lambda office: void(run_to_end(change_measures(office.ledger, change, author=ME)))


def void(_result: object) -> None:
    """What a turn tells is not what these tests look at."""


TURNS = {
    "joined": departments_change(Joining([SOUMU, KYOSEI], "福祉課")),
    "renamed, then joined, then split": departments_change(
        Renaming(SOUMU, "福祉政策課"), Joining(["福祉政策課", KYOSEI], "福祉課"), Splitting("福祉課", ["甲課", "乙課"])
    ),
    "measure renumbered": measures_change(RenumberedMeasures({3: "33"})),
    "measure split": measures_change(SplitMeasure(3, [1], "30")),
    "measure ended": measures_change(EndedMeasure(3, YEAR)),
}


@pytest.fixture(params=TURNS.values(), ids=TURNS)
def turn(request: pytest.FixtureRequest) -> Turn:
    return request.param


def said(office: Office, field: FieldId) -> tuple[str, bool]:
    """The text of a field wherever it stands now, and whether it is in conflict."""
    plan = office.ledger.plan()
    place = next(one for one in plan.fields() if one.id == field)
    check_stored_is_derived(office.ledger)
    return plan.value(place).text, str(plan.address_of(place)) in office.conflict_texts()


def heir_of(office: Office, address: Address) -> str:
    """The department of today that answers for what 福祉総務課 was asked."""
    names = [one.department.name for one in round_status(office.ledger).departments]
    return next(one for one in (SOUMU, "福祉課", "甲課") if one in names)


def test_an_answer_to_the_request_of_before_arrives(office: Office, turn: Turn) -> None:
    field, file = office.field(PLACE), office.soumu.answer({PLACE: "三"})
    turn(office)
    (merged,) = office.merge(file).files
    assert merged.refused is None
    # the end of a measure is the coordinator's word on its blank cells, which the clerk has not seen
    assert said(office, field) == (("", True) if turn is TURNS["measure ended"] else ("三", False))


def test_an_answer_merged_before_stays_and_is_withdrawn_and_comes_back_after(office: Office, turn: Turn) -> None:
    field, file = office.field(PLACE), office.soumu.answer({PLACE: "三"})
    office.merge(file)
    turn(office)
    assert said(office, field) == ("三", False)
    withdraw_file(office.ledger, file, author=ME)
    assert said(office, field)[0] == ""
    office.merge(file)
    assert said(office, field) == ("三", False)


def test_a_return_of_before_is_answered_after(office: Office, turn: Turn) -> None:
    field = office.field(PLACE)
    office.merge(office.soumu.answer({PLACE: "三"}))
    returned = office.returned(SOUMU, PLACE)
    turn(office)
    office.soumu.open(returned)
    office.merge(office.soumu.answer({PLACE: "三を直した"}))
    assert said(office, field) == ("三を直した", False)


def test_two_desks_unite_what_they_wrote_before_and_hand_it_in_after(office: Office, turn: Turn) -> None:
    field, other = office.field(of_measure(1)), office.copy_of(office.soumu, "隣の机")
    theirs = other.answer({of_measure(1): "あちらの成果"})
    turn(office)
    run_to_end(join_work_files(office.soumu.work, [theirs], author="担当者"))
    office.merge(office.soumu.hand_in())
    assert said(office, field) == ("あちらの成果", False)


def test_what_comes_after_the_acceptance_of_who_answers_now_is_held_until_it_is_revoked(
    office: Office, turn: Turn
) -> None:
    field = office.field(of_measure(1))
    turn(office)
    for one in round_status(office.ledger).departments:
        accept_department(office.ledger, one.department.id, author=ME)
    (merged,) = office.merge(office.soumu.answer({of_measure(1): "遅い成果"})).files
    assert (merged.held, said(office, field)[0]) == (1, "成果")
    for one in round_status(office.ledger).departments:
        revoke_acceptance(office.ledger, one.department.id, author=ME)
    assert said(office, field) == ("遅い成果", False)


def test_paper_and_excel_of_before_arrive(office: Office, turn: Turn, tmp_path: Path) -> None:
    field, outcome = office.field(of_measure(1)), office.field(of_measure(2))
    with office.ledger.begin() as unit:
        collection = round_of(open_round_row(unit.session))
        word = record_sheet(unit, load_plan(unit.session), collection, office.department(SOUMU), author=ME)
        unit.commit()
    form = form_of(office, SOUMU).write({of_measure(2): "Excelの成果"}).save()
    turn(office)
    sheet = find_sheet(office.ledger, office.department(heir_of(office, PLACE)), word)
    enter_sheet(office.ledger, sheet, [(of_measure(1), Value("紙の成果"))], author=ME)
    (merged,) = office.merge(form).files
    assert merged.refused is None
    assert (said(office, field), said(office, outcome)) == (("紙の成果", False), ("Excelの成果", False))
