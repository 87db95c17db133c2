"""Whatever was on its way when departments or measures changed arrives: every carrier through every kind of change."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Address, DepartmentId, FieldId, Value
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
PLACE, MERGED = entry(3), entry(3, period="plan", year=2022)
"""Of №3, whose first initiative is 福祉総務課's: what is on its way, and what has been merged before."""
WORD, FORM, RETURN, LATE, NEXT_DESK = "照合語.txt", "Excel様式.xlsx", "差戻し.kyoq", "遅い机-1.kyoa", "隣の机-1.kyoa"


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


@dataclass(frozen=True)
class Turned:
    """An office after a change: its folder, to be copied; the ids that fields had before by their address then."""

    turn: str
    folder: Path
    fields: Mapping[Address, FieldId]


@pytest.fixture(scope="module")
def before(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Turned:
    """An office in which one answer has been merged, and one by every carrier is on its way."""
    folder = tmp_path_factory.mktemp("before") / "office"
    shutil.copytree(office_files, folder)
    office = Office(folder)
    late, next_desk = office.copy_of(office.soumu, "遅い机"), office.copy_of(office.soumu, "隣の机")
    assert late.answer({PLACE: "三"}).name == LATE
    assert next_desk.answer({of_measure(1): "あちらの成果"}).name == NEXT_DESK
    office.merge(office.soumu.answer({MERGED: "前の三"}).rename(folder / "取り込み済み.kyoa"))
    office.returned(SOUMU, MERGED).rename(folder / RETURN)
    with office.ledger.begin() as unit:
        collection = round_of(open_round_row(unit.session))
        word = record_sheet(unit, load_plan(unit.session), collection, office.department(SOUMU), author=ME)
        unit.commit()
    (folder / WORD).write_text(word, "utf-8")
    form_of(office, SOUMU).write({of_measure(2): "Excelの成果"}).save(folder / FORM)
    fields = {one: office.field(one) for one in (PLACE, MERGED, of_measure(1), of_measure(2))}
    office.close()
    return Turned("", folder, fields)


@pytest.fixture(scope="module", params=TURNS)
def turned(request: pytest.FixtureRequest, before: Turned, tmp_path_factory: pytest.TempPathFactory) -> Turned:
    """The same after one kind of change."""
    folder = Path(shutil.copytree(before.folder, tmp_path_factory.mktemp("turned") / "office"))
    office = Office(folder)
    TURNS[request.param](office)
    office.close()
    return Turned(request.param, folder, before.fields)


@pytest.fixture
def office(turned: Turned, tmp_path: Path) -> Iterator[Office]:
    """A copy of it for one test."""
    office = Office(Path(shutil.copytree(turned.folder, tmp_path / "office")))
    yield office
    office.close()


def said(office: Office, field: FieldId) -> tuple[str, bool]:
    """The text of a field wherever it stands now, and whether it is in conflict."""
    plan = office.ledger.plan()
    place = next(one for one in plan.fields() if one.id == field)
    check_stored_is_derived(office.ledger)
    return plan.value(place).text, str(plan.address_of(place)) in office.conflict_texts()


def heir_of_soumu(office: Office) -> DepartmentId:
    """The department of today that answers for what 福祉総務課 was asked."""
    departments = {one.department.name: one.department.id for one in round_status(office.ledger).departments}
    return next(departments[one] for one in (SOUMU, "福祉課", "甲課") if one in departments)


def test_an_answer_to_the_request_of_before_arrives(office: Office, turned: Turned) -> None:
    (merged,) = office.merge(office.folder / LATE).files
    assert merged.refused is None
    # the end of a measure is the coordinator's word on its blank cells, which the clerk has not seen
    expected = ("", True) if turned.turn == "measure ended" else ("三", False)
    assert said(office, turned.fields[PLACE]) == expected


def test_an_answer_merged_before_stays_and_is_withdrawn_and_comes_back_after(office: Office, turned: Turned) -> None:
    field, file = turned.fields[MERGED], office.folder / "取り込み済み.kyoa"
    assert said(office, field) == ("前の三", False)
    withdraw_file(office.ledger, file, author=ME)
    assert said(office, field)[0] == ""
    office.merge(file)
    assert said(office, field) == ("前の三", False)


def test_a_return_of_before_is_answered_after(office: Office, turned: Turned) -> None:
    office.soumu.open(office.folder / RETURN)
    office.merge(office.soumu.answer({MERGED: "三を直した"}))
    assert said(office, turned.fields[MERGED]) == ("三を直した", False)


def test_two_desks_unite_what_they_wrote_before_and_hand_it_in_after(office: Office, turned: Turned) -> None:
    run_to_end(join_work_files(office.soumu.work, [office.folder / NEXT_DESK], author="担当者"))
    office.merge(office.soumu.hand_in())
    assert said(office, turned.fields[of_measure(1)]) == ("あちらの成果", False)


def test_what_comes_after_the_acceptance_of_who_answers_now_is_held_until_it_is_revoked(
    office: Office, turned: Turned
) -> None:
    field = turned.fields[of_measure(1)]
    for one in round_status(office.ledger).departments:
        accept_department(office.ledger, one.department.id, author=ME)
    (merged,) = office.merge(office.soumu.answer({of_measure(1): "遅い成果"})).files
    assert (merged.held, said(office, field)[0]) == (1, "成果")
    for one in round_status(office.ledger).departments:
        revoke_acceptance(office.ledger, one.department.id, author=ME)
    assert said(office, field) == ("遅い成果", False)


def test_paper_and_excel_of_before_arrive(office: Office, turned: Turned) -> None:
    sheet = find_sheet(office.ledger, heir_of_soumu(office), (office.folder / WORD).read_text("utf-8"))
    enter_sheet(office.ledger, sheet, [(of_measure(1), Value("紙の成果"))], author=ME)
    (merged,) = office.merge(office.folder / FORM).files
    assert merged.refused is None
    assert said(office, turned.fields[of_measure(1)]) == ("紙の成果", False)
    assert said(office, turned.fields[of_measure(2)]) == ("Excelの成果", False)
