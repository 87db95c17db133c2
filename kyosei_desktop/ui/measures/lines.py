"""The plan as lines of cells, one line for each initiative and year; a line is made only when it is looked at."""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.plan import Address, Field, FieldId, FieldKind, MeasureNumber, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.whole import NO_CELL, CellState, Whole, WholeCell, WholeInitiative, WholeMeasure

_KINDS = {
    ColumnSource.NAME: FieldKind.NAME,
    ColumnSource.CONTENT: FieldKind.CONTENT,
    ColumnSource.OUTCOME: FieldKind.OUTCOME,
    ColumnSource.RECORD: FieldKind.RECORD,
    ColumnSource.DEPARTMENTS: FieldKind.DEPARTMENTS,
}
_OF_MEASURES = (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD)
_KEPT_LINES = 2_000
"""Lines that were looked at last; a screen holds a few dozen."""


class LineKey(NamedTuple):
    """Which line: positions of the measure and, within it, of the initiative, from 0; and the year."""

    measure: int
    initiative: int
    year: FiscalYear


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """One cell. `value` names departments, it does not hold their ids."""

    value: Value
    address: Address
    place: FieldId
    state: CellState | None = None
    is_changed: bool = False

    @property
    def is_conflict(self) -> bool:
        """Whether differing answers wait to be settled."""
        return self.state is CellState.CONFLICT

    @property
    def is_unwritten(self) -> bool:
        """Whether it is a blank entry without a reason of an initiative that runs in its year."""
        return self.state is CellState.UNWRITTEN


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One initiative in one year: its cells in the order of the columns.

    `label` is №, with （2） for a second initiative; `year_label` is empty where only one year is shown.
    """

    number: MeasureNumber
    label: str
    year_label: str
    cells: Sequence[MeasureCell]


def column_titles(definition: Definition) -> list[str]:
    """The columns as the report has them, but №; the year's periods stand for its column."""
    titles = []
    for column in definition.columns:
        if column.source is ColumnSource.ENTRY:
            titles += [period.label for period in definition.periods]
        elif column.source in _KINDS:
            titles.append(column.title)
    return titles


class MeasureLines(Sequence[MeasureLine]):
    """Some lines of the plan, made when they are asked for."""

    def __init__(
        self,
        whole: Whole,
        definition: Definition,
        keys: Sequence[LineKey],
        *,
        changed: Collection[FieldId] = frozenset(),
        names_years: bool = False,
    ) -> None:
        """The lines of the keys given.

        Args:
            changed: ids of the fields that are marked as changed.
            names_years: whether lines say which year they are of.
        """
        self.keys = keys
        self._whole, self._definition = whole, definition
        self._changed, self._names_years = changed, names_years
        self._made: OrderedDict[LineKey, MeasureLine] = OrderedDict()

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, row: int) -> MeasureLine: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[MeasureLine]: ...
    def __getitem__(self, row: int | slice) -> MeasureLine | Sequence[MeasureLine]:
        if isinstance(row, slice):
            return [self._line(key) for key in self.keys[row]]
        return self._line(self.keys[row])

    def column_of(self, address: Address) -> tuple[int, int] | None:
        """Row and column of a field; None where it is not among the lines."""
        for row, key in enumerate(self.keys):
            if self._whole.measures[key.measure].no != address.measure:
                continue
            for column, cell in enumerate(self._line(key).cells):
                if cell.address == address:
                    return row, column
        return None

    def _line(self, key: LineKey) -> MeasureLine:
        line = self._made.get(key)
        if line is None:
            line = self._made[key] = self._make(key)
            if len(self._made) > _KEPT_LINES:
                self._made.popitem(last=False)
        return line

    def _make(self, key: LineKey) -> MeasureLine:
        measure = self._whole.measures[key.measure]
        label = line_label(self._definition, measure, key.initiative)
        year = self._definition.shown_calendar.fiscal_year(key.year) if self._names_years else ""
        return MeasureLine(measure.no, label, year, tuple(self._cells(key, measure)))

    def _cells(self, key: LineKey, measure: WholeMeasure) -> Iterator[MeasureCell]:
        initiative = measure.initiatives[key.initiative]
        for column in self._definition.columns:
            if column.source is ColumnSource.ENTRY:
                yield from self._entries(key, measure, initiative)
            elif column.source in _KINDS:
                yield self._text(key, measure, initiative, _KINDS[column.source])

    def _entries(self, key: LineKey, measure: WholeMeasure, initiative: WholeInitiative) -> Iterator[MeasureCell]:
        is_running = initiative.runs_in(key.year, self._whole.periods)
        for period in self._whole.periods:
            cell = initiative.entries.get((key.year, period), NO_CELL)
            place = Field(FieldKind.ENTRY, measure.id, initiative.id, key.year, period)
            address = Address(measure.no, FieldKind.ENTRY, key.initiative + 1, key.year, period)
            yield self._cell(cell, cell.value, address, place, is_running=is_running)

    def _text(self, key: LineKey, measure: WholeMeasure, initiative: WholeInitiative, kind: FieldKind) -> MeasureCell:
        is_of_measure = kind in _OF_MEASURES
        cell = (measure.texts if is_of_measure else initiative.texts).get(kind, NO_CELL)
        value = Value(names_in(self._whole, initiative)) if kind is FieldKind.DEPARTMENTS else cell.value
        place = Field(kind, measure.id, None if is_of_measure else initiative.id)
        address = Address(measure.no, kind, None if is_of_measure else key.initiative + 1)
        return self._cell(cell, value, address, place, is_running=False)

    def _cell(self, cell: WholeCell, value: Value, address: Address, place: Field, *, is_running: bool) -> MeasureCell:
        return MeasureCell(value, address, place.id, cell.state(is_running=is_running), place.id in self._changed)


def names_in(whole: Whole, initiative: WholeInitiative) -> str:
    """The departments of an initiative by name, one a line."""
    return "\n".join(whole.department_names[one] for one in initiative.departments)


def line_label(definition: Definition, measure: WholeMeasure, position: int) -> str:
    """A measure's number, with （2） for its second initiative."""
    label = definition.number_label(measure.no)
    return f"{label}（{position + 1}）" if position else label
