"""The plan as lines of cells: one line for each initiative, one year at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.plan import (
    Address,
    Field,
    FieldId,
    FieldKind,
    Initiative,
    Measure,
    MeasureNumber,
    Plan,
    Value,
)
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.domain.years import FiscalYear

_KINDS = {
    ColumnSource.NAME: FieldKind.NAME,
    ColumnSource.CONTENT: FieldKind.CONTENT,
    ColumnSource.OUTCOME: FieldKind.OUTCOME,
    ColumnSource.RECORD: FieldKind.RECORD,
    ColumnSource.DEPARTMENTS: FieldKind.DEPARTMENTS,
}
_OF_MEASURES = (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD)


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """One cell. `value` names departments, it does not hold their ids."""

    value: Value
    address: Address
    is_conflict: bool = False
    is_unwritten: bool = False


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One initiative: its cells in the order of the columns. `label` is №, with （2） for a second initiative."""

    number: MeasureNumber
    label: str
    cells: Sequence[MeasureCell]

    @property
    def has_unwritten(self) -> bool:
        """Whether a running initiative has a blank entry without a reason in the year shown."""
        return any(cell.is_unwritten for cell in self.cells)

    def matches(self, words: str) -> bool:
        """Whether every word stands in some cell, whatever its notation."""
        texts = [fold_notation(text).casefold() for text in (self.label, *(cell.value.text for cell in self.cells))]
        wanted = [fold_notation(word).casefold() for word in words.split()]
        return all(any(word in text for text in texts) for word in wanted)


def column_titles(definition: Definition) -> list[str]:
    """The columns as the report has them, but №; the year's periods stand for its column."""
    titles = []
    for column in definition.columns:
        if column.source is ColumnSource.ENTRY:
            titles += [period.label for period in definition.periods]
        elif column.source in _KINDS:
            titles.append(column.title)
    return titles


def measure_lines(
    plan: Plan, definition: Definition, year: FiscalYear, conflicts: Collection[FieldId]
) -> list[MeasureLine]:
    """All initiatives in printed order.

    Args:
        year: whose entries are shown.
        conflicts: ids of the fields in conflict.
    """
    return [
        MeasureLine(
            measure.no,
            _number(definition, measure, initiative),
            _cells(plan, definition, measure, initiative, year, conflicts),
        )
        for measure in plan.measures
        for initiative in measure.initiatives
    ]


def _cells(
    plan: Plan,
    definition: Definition,
    measure: Measure,
    initiative: Initiative,
    year: FiscalYear,
    conflicts: Collection[FieldId],
) -> tuple[MeasureCell, ...]:
    cells = []
    for column in definition.columns:
        if column.source is ColumnSource.ENTRY:
            is_active = initiative.is_active_in(year)
            for period in definition.periods:
                place = Field(FieldKind.ENTRY, measure.id, initiative.id, year, period.id)
                value = plan.value(place)
                is_conflict = place.id in conflicts
                is_unwritten = is_active and not value.is_answered and not is_conflict
                cells.append(MeasureCell(value, plan.address_of(place), is_conflict, is_unwritten))
        elif column.source in _KINDS:
            kind = _KINDS[column.source]
            place = Field(kind, measure.id, None if kind in _OF_MEASURES else initiative.id)
            value = plan.value(place)
            if kind is FieldKind.DEPARTMENTS:
                value = Value("\n".join(plan.names_of(initiative.departments)))
            cells.append(MeasureCell(value, plan.address_of(place), place.id in conflicts))
    return tuple(cells)


def _number(definition: Definition, measure: Measure, initiative: Initiative) -> str:
    label = definition.number_label(measure.no)
    position = measure.position_of(initiative.id)
    return f"{label}（{position + 1}）" if position else label
