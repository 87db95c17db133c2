"""The report as values: plan, measures, initiatives, departments, and the fields that answers go to.

Ids never change; numbers and names are for people and may.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NewType

from kyosei_desktop.domain.years import FiscalYear

PlanId = NewType("PlanId", str)
MeasureId = NewType("MeasureId", str)
InitiativeId = NewType("InitiativeId", str)
DepartmentId = NewType("DepartmentId", str)
PeriodId = NewType("PeriodId", str)
FieldId = NewType("FieldId", str)

MeasureNumber = int | str
"""№ as the plan document gives it; text for plans numbered such as 「1-2-(3)」."""

NOT_BEGUN_MARK = "*****"
"""Fills a cell of a year in which an initiative had not begun; a note may follow, as in the printed report."""


class BlankReason(StrEnum):
    """Why a cell is blank on purpose. A blank without reason is one not yet written."""

    ENDED = "ended"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Value:
    """What a field says. `blank` is None whenever `text` is not empty."""

    text: str = ""
    blank: BlankReason | None = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody has written something here, or said why there is nothing."""
        return bool(self.text.strip()) or self.blank is not None

    @property
    def is_not_begun(self) -> bool:
        """Whether it says that the initiative had not begun (`*****`, with or without a note)."""
        return self.text.lstrip().startswith(NOT_BEGUN_MARK)


class FieldKind(StrEnum):
    """What part of the report a field is."""

    ENTRY = "entry"
    OUTCOME = "outcome"
    RECORD = "record"
    NAME = "name"
    CONTENT = "content"
    DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True)
class Field:
    """One place in the plan that has a history.

    `initiative` is None for what belongs to a measure as a whole; `year` and `period` are None for all but
    entries. The value of a `DEPARTMENTS` field is the departments' ids, one a line, in printed order.
    """

    kind: FieldKind
    measure: MeasureId
    initiative: InitiativeId | None = None
    year: FiscalYear | None = None
    period: PeriodId | None = None

    @property
    def id(self) -> FieldId:
        """Made of ids that never change, so it never changes."""
        owner = self.initiative or self.measure
        if self.kind is FieldKind.ENTRY:
            return FieldId(f"{owner}.{self.year}.{self.period}")
        return FieldId(f"{owner}.{self.kind.value}")


@dataclass(frozen=True, slots=True)
class Address:
    """How people and files name a field: by number instead of id (docs/formats.md)."""

    measure: MeasureNumber
    field: FieldKind = FieldKind.ENTRY
    initiative: int | None = None
    year: FiscalYear | None = None
    period: PeriodId | None = None

    def __str__(self) -> str:
        parts = (self.measure, self.initiative, self.year, self.period)
        named = [str(part) for part in parts if part is not None]
        return ".".join(named if self.field is FieldKind.ENTRY else [*named, self.field.value])


@dataclass(frozen=True, slots=True)
class Department:
    """An owner of initiatives."""

    id: DepartmentId
    name: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """The part of a measure that one owner carries. `entries` holds only the cells that exist."""

    id: InitiativeId
    content: str
    departments: Sequence[DepartmentId]
    entries: Mapping[tuple[FiscalYear, PeriodId], Value]

    def entry(self, year: FiscalYear, period: PeriodId) -> Value:
        """The cell's value; an empty one where the cell does not exist."""
        return self.entries.get((year, period), Value())

    def is_active_in(self, year: FiscalYear) -> bool:
        """Whether any cell of the year holds a text other than the mark "not begun"."""
        return any(
            bool(value.text.strip()) and not value.is_not_begun
            for (entry_year, _), value in self.entries.items()
            if entry_year == year
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """One numbered row group of the report.

    `page` is a manual group: larger than the previous measure's means a page break before this one, None
    means automatic.
    """

    id: MeasureId
    no: MeasureNumber
    page: int | None
    name: str
    outcome: str
    record: str
    initiatives: Sequence[Initiative]

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """All owners of its initiatives, in printed order, each once."""
        return tuple(dict.fromkeys(owner for one in self.initiatives for owner in one.departments))

    def position_of(self, initiative: InitiativeId | None) -> int:
        """Where among its initiatives, from 0, the one of that id stands. Raises KeyError."""
        for position, one in enumerate(self.initiatives):
            if one.id == initiative:
                return position
        raise KeyError(initiative)


@dataclass(frozen=True)
class Plan:
    """The whole report, or one department's part of it, as it is at one moment."""

    id: PlanId
    title: str
    subtitle: str | None
    as_of: str | None
    years: Sequence[FiscalYear]
    departments: Sequence[Department]
    measures: Sequence[Measure]

    @cached_property
    def written_years(self) -> Sequence[FiscalYear]:
        """The years shown, and all others in which something is written: archived ones, or a next one asked about."""
        entries = (one.entries for measure in self.measures for one in measure.initiatives)
        written = {year for each in entries for (year, _period), value in each.items() if value.is_answered}
        return tuple(sorted(written.union(self.years)))

    @cached_property
    def department_names(self) -> Mapping[DepartmentId, str]:
        """Names by id."""
        return {one.id: one.name for one in self.departments}

    def names_of(self, departments: Sequence[DepartmentId]) -> list[str]:
        """The departments' names in the order given."""
        return [self.department_names[one] for one in departments]

    @cached_property
    def _measures_by_number(self) -> Mapping[MeasureNumber, Measure]:
        return {one.no: one for one in self.measures}

    @cached_property
    def _measures_by_id(self) -> Mapping[MeasureId, Measure]:
        return {one.id: one for one in self.measures}

    def measure(self, measure: MeasureId) -> Measure:
        """The measure of that id. Raises KeyError."""
        return self._measures_by_id[measure]

    def value(self, place: Field) -> Value:
        """What the plan says at a field; empty where there is no such cell. Raises KeyError if foreign."""
        measure = self.measure(place.measure)
        if place.kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD):
            return Value(getattr(measure, place.kind.value))
        initiative = measure.initiatives[measure.position_of(place.initiative)]
        if place.kind is FieldKind.CONTENT:
            return Value(initiative.content)
        if place.kind is FieldKind.DEPARTMENTS:
            return Value("\n".join(initiative.departments))
        assert place.year is not None
        assert place.period is not None
        return initiative.entry(place.year, place.period)

    def address_of(self, place: Field) -> Address:
        """The field's name for people. Raises KeyError for a foreign one."""
        measure = self.measure(place.measure)
        number = None if place.initiative is None else 1 + measure.position_of(place.initiative)
        return Address(measure.no, place.kind, number, place.year, place.period)

    def field_at(self, address: Address) -> Field | None:
        """The field that an address names; None where the plan has no such place.

        An initiative left out means the measure's only one. Measure numbers are found as number or as text.
        """
        measure = self._measures_by_number.get(address.measure)
        if measure is None and isinstance(address.measure, int):
            measure = self._measures_by_number.get(str(address.measure))
        elif measure is None and str(address.measure).isdecimal():
            measure = self._measures_by_number.get(int(address.measure))
        if measure is None:
            return None
        if address.field in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD):
            return Field(address.field, measure.id)
        number = address.initiative
        if number is None and len(measure.initiatives) == 1:
            number = 1
        if number is None or not 1 <= number <= len(measure.initiatives):
            return None
        initiative = measure.initiatives[number - 1]
        if address.field is FieldKind.ENTRY:
            if address.year is None or address.period is None:
                return None
            return Field(FieldKind.ENTRY, measure.id, initiative.id, address.year, address.period)
        return Field(address.field, measure.id, initiative.id)

    def fields(self) -> Iterator[Field]:
        """Every field that exists, measure by measure in printed order."""
        for measure in self.measures:
            yield from fields_of(measure)


def fields_of(measure: Measure) -> Iterator[Field]:
    """Every field of one measure that exists."""
    for kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD):
        yield Field(kind, measure.id)
    for initiative in measure.initiatives:
        for kind in (FieldKind.CONTENT, FieldKind.DEPARTMENTS):
            yield Field(kind, measure.id, initiative.id)
        for year, period in initiative.entries:
            yield Field(FieldKind.ENTRY, measure.id, initiative.id, year, period)
