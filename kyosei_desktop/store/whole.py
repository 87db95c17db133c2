"""The whole plan for reading, all years at once: light enough to be held and looked through with 100,000 lines."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import (
    NOT_BEGUN_MARK,
    BlankReason,
    DepartmentId,
    FieldKind,
    InitiativeId,
    MeasureId,
    MeasureNumber,
    PeriodId,
    Value,
)
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import departments_in, load_departments, number_of, plan_row
from kyosei_desktop.store.tables import FieldRow, InitiativeRow, MeasureRow


class CellState(StrEnum):
    """What may be special about a cell."""

    UNWRITTEN = "unwritten"
    """an entry of a running initiative that is blank without a reason"""
    NOT_BEGUN = "not_begun"
    BLANK = "blank"
    """blank with a reason"""
    CONFLICT = "conflict"


class WholeCell(NamedTuple):
    """One cell: text, the reason for a blank as stored, and whether it is in conflict."""

    text: str = ""
    blank: str | None = None
    is_conflict: bool = False

    @property
    def value(self) -> Value:
        """The same as a value of the plan."""
        return Value(self.text, None if self.blank is None else BlankReason(self.blank))

    def state(self, *, is_running: bool) -> CellState | None:
        """What is special about it. `is_running` is whether it is an entry of an initiative that runs in its year."""
        if self.is_conflict:
            return CellState.CONFLICT
        if self.blank is not None:
            return CellState.BLANK
        if self.text.lstrip().startswith(NOT_BEGUN_MARK):
            return CellState.NOT_BEGUN
        return CellState.UNWRITTEN if is_running and not self.text.strip() else None


NO_CELL = WholeCell()


@dataclass(frozen=True, slots=True)
class WholeInitiative:
    """An initiative: its content and departments (as ids, one a line) in `texts`, its entries by year and period."""

    id: InitiativeId
    texts: Mapping[FieldKind, WholeCell]
    entries: Mapping[tuple[FiscalYear, PeriodId], WholeCell]
    departments: Sequence[DepartmentId]

    def runs_in(self, year: FiscalYear, periods: Sequence[PeriodId]) -> bool:
        """Whether any cell of the year holds a text other than the mark "not begun" (`Initiative.is_active_in`)."""
        cells = (self.entries.get((year, period), NO_CELL).text.lstrip() for period in periods)
        return any(text and not text.startswith(NOT_BEGUN_MARK) for text in cells)


@dataclass(frozen=True, slots=True)
class WholeMeasure:
    """A measure: name, outcome and record in `texts`."""

    id: MeasureId
    no: MeasureNumber
    texts: Mapping[FieldKind, WholeCell]
    initiatives: Sequence[WholeInitiative]


@dataclass(frozen=True)
class Whole:
    """The plan in printed order. `periods` are those of its definition.

    Attributes:
        years: those that the report shows, and those in which something is written: archived ones, and a next year that
            was asked about.
        shown_years: those that the report shows.
    """

    years: Sequence[FiscalYear]
    shown_years: Sequence[FiscalYear]
    periods: Sequence[PeriodId]
    department_names: Mapping[DepartmentId, str]
    measures: Sequence[WholeMeasure]


def count_cells(ledger: Ledger) -> int:
    """How many cells there are, for choosing how to read them."""
    with ledger.reading() as session:
        return session.scalar(select(func.count()).select_from(FieldRow)) or 0


def read_whole(ledger: Ledger) -> Whole:
    """Read all cells as they are shown now."""
    with ledger.reading() as session:
        texts, entries = _read_cells(session)
        initiatives: dict[str, list[WholeInitiative]] = defaultdict(list)
        numbered = select(InitiativeRow.id, InitiativeRow.measure_id).order_by(
            InitiativeRow.measure_id, InitiativeRow.number
        )
        for key, measure in session.execute(numbered):
            owners = departments_in(texts[key].get(FieldKind.DEPARTMENTS, NO_CELL).text)
            initiatives[measure].append(WholeInitiative(InitiativeId(key), texts[key], entries[key], owners))
        row = plan_row(session)
        shown = tuple(FiscalYear(year) for year in row.years)
        written = {key[0] for cells in entries.values() for key, cell in cells.items() if cell != NO_CELL}
        return Whole(
            years=tuple(sorted(written.union(shown))),
            shown_years=shown,
            periods=tuple(PeriodId(one["id"]) for one in row.definition["periods"]),
            department_names={one.id: one.name for one in load_departments(session)},
            measures=[
                WholeMeasure(MeasureId(one.id), number_of(one), texts[one.id], initiatives[one.id])
                for one in session.scalars(select(MeasureRow).order_by(MeasureRow.position))
            ],
        )


_Texts = Mapping[str, dict[FieldKind, WholeCell]]
_Entries = Mapping[str, dict[tuple[FiscalYear, PeriodId], WholeCell]]


def _read_cells(session: Session) -> tuple[_Texts, _Entries]:
    """Cells by the id of their measure or initiative. Columns, not objects: these take a tenth of the time."""
    texts: dict[str, dict[FieldKind, WholeCell]] = defaultdict(dict)
    entries: dict[str, dict[tuple[FiscalYear, PeriodId], WholeCell]] = defaultdict(dict)
    kinds = {one.value: one for one in FieldKind}
    chosen = select(
        FieldRow.measure_id,
        FieldRow.initiative_id,
        FieldRow.kind,
        FieldRow.year,
        FieldRow.period,
        FieldRow.text,
        FieldRow.blank,
        FieldRow.is_conflict,
    )
    for measure, initiative, kind, year, period, text, blank, is_conflict in session.execute(chosen):
        owner, cell = initiative or measure, WholeCell(text, blank, is_conflict)
        if year is not None and period is not None:
            entries[owner][FiscalYear(year), PeriodId(period)] = cell
        else:
            texts[owner][kinds[kind]] = cell
    return texts, entries
