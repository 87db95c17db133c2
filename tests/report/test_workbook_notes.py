"""What an official workbook carries for its way back: out and in again, within Excel's limits, and nothing else."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.merge import RevisionId
from kyosei_desktop.domain.plan import FieldId, Plan, PlanId
from kyosei_desktop.report.composition import Composition
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.sheet_layout import lay_out_sheet
from kyosei_desktop.report.workbook import check_workbook, official_workbook
from kyosei_desktop.report.workbook_notes import (
    NOTES_SHEET,
    NOTES_VERSION,
    FieldNote,
    MergeNotes,
    merge_notes,
    notes_in,
    text_digest,
    write_notes,
)
from kyosei_desktop.report.workbook_text import MOST_CELL_UNITS, text_of
from tests.report.conftest import PlanWith

HEAD = [NOTES_VERSION, "p", "題名", "", ""]


@pytest.fixture(scope="module")
def composition(plan_with: PlanWith, definition: Definition) -> Composition:
    """Two measures."""
    return compose_report(plan_with("文"), definition)


def lines_of(workbook: bytes) -> list[list[str]]:
    """The texts of the hidden sheet."""
    sheet = load_workbook(io.BytesIO(workbook))[NOTES_SHEET]
    return [[text_of(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def seen_of(plan: Plan) -> dict[FieldId, tuple[RevisionId, ...]]:
    """Two revisions for every field."""
    return {one.id: (RevisionId("ab" * 16), RevisionId("cd" * 16)) for one in plan.fields()}


def test_the_notes_of_a_book_come_out_as_they_went_in(composition: Composition) -> None:
    layout = lay_out_sheet(composition)
    notes = merge_notes(composition, seen_of(composition.plan))
    made = official_workbook(layout, notes=notes)
    assert notes_in(lines_of(made)) == notes
    assert check_workbook(made, layout).clipped == 0
    assert {place.id for place in composition.plan.fields()} <= set(notes.fields)


def test_nobody_finds_the_hidden_sheet_by_accident(composition: Composition) -> None:
    book = load_workbook(io.BytesIO(official_workbook(lay_out_sheet(composition), notes=merge_notes(composition, {}))))
    assert [one.sheet_state for one in book.worksheets] == ["visible", "veryHidden"]
    assert book.active is book.worksheets[0]


def test_a_field_that_did_not_exist_is_noted_without_revisions(composition: Composition) -> None:
    notes = merge_notes(composition, {})
    assert {one.seen for one in notes.fields.values()} == {()}
    found = notes_in([["説明"], HEAD, ["pages", "1 -"], ["a", f"name={text_digest('文')}="]])
    assert found == MergeNotes(
        PlanId("p"), "題名", None, None, (1, None), {FieldId("a.name"): FieldNote(text_digest("文"))}
    )


def test_an_owner_of_a_thousand_fields_takes_several_cells() -> None:
    fields = {FieldId(f"{'a' * 32}.{year}.plan"): FieldNote("0" * 16, (RevisionId("b" * 32),)) for year in range(1000)}
    notes = MergeNotes(PlanId("p"), "題名", "副題", "現在", (), fields)
    book = Workbook()
    write_notes(book, notes)
    made = io.BytesIO()
    book.save(made)
    lines = lines_of(made.getvalue())
    assert notes_in(lines) == notes
    assert max(len(text) for line in lines for text in line) <= MOST_CELL_UNITS


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [["説明"]],
        [["説明"], ["kyosei-notes-9", "p", "", "", ""], ["pages", ""]],
        [["説明"], HEAD, ["pages", ""], ["a", "name"]],
        [["説明"], HEAD, ["pages", ""], ["a", "name=短い=b"]],
        [["説明"], HEAD, ["pages", ""], ["a", f"name={'0' * 16}=b=c"]],
    ],
)
def test_what_is_not_in_form_is_no_note(lines: list[list[str]]) -> None:
    assert notes_in(lines) is None
