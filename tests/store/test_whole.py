"""The whole plan for reading says the same as the plan, cell by cell, and what is special about each."""

from kyosei_desktop.domain.plan import BlankReason, Field, FieldKind, Value
from kyosei_desktop.store.whole import NO_CELL, CellState, WholeCell, count_cells, read_whole
from tests.office import PERIOD, YEAR, Office, entry


def test_every_cell_is_the_plans(office: Office) -> None:
    office.edit(entry(1), Value(blank=BlankReason.ENDED))
    plan, whole = office.ledger.plan(), read_whole(office.ledger)
    assert [one.no for one in whole.measures] == [one.no for one in plan.measures]
    assert count_cells(office.ledger) == len(list(plan.fields()))
    for measure, read in zip(plan.measures, whole.measures, strict=True):
        for kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD):
            assert read.texts[kind].value == plan.value(Field(kind, measure.id))
        for initiative, light in zip(measure.initiatives, read.initiatives, strict=True):
            assert tuple(light.departments) == tuple(initiative.departments)
            assert {key: cell.value for key, cell in light.entries.items()} == dict(initiative.entries)
            assert light.runs_in(YEAR, whole.periods) is initiative.is_active_in(YEAR)


def test_what_is_special_about_a_cell() -> None:
    said = [
        (WholeCell("書いた"), None),
        (WholeCell("*****（令和元年度からの取組を予定）"), CellState.NOT_BEGUN),
        (WholeCell("", "ended"), CellState.BLANK),
        (WholeCell("書いた", None, True), CellState.CONFLICT),
        (NO_CELL, CellState.UNWRITTEN),
    ]
    assert [cell.state(is_running=True) for cell, _state in said] == [state for _cell, state in said]
    assert NO_CELL.state(is_running=False) is None


def test_a_conflict_is_told(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
    cell = read_whole(office.ledger).measures[1].initiatives[0].entries[YEAR, PERIOD]
    assert cell.is_conflict
