"""From plan and definition to the cells of the official report: columns, measures, blocks, rows, manual pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.page_breaks import page_begins
from kyosei_desktop.domain.plan import (
    DepartmentId,
    Field,
    FieldKind,
    Initiative,
    Measure,
    MeasureNumber,
    Plan,
)
from kyosei_desktop.domain.year_turn import is_over_in
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.columns import CELL_INSET_PT, ReportColumn, report_columns
from kyosei_desktop.report.print_text import BREAK_HERE, LineStarts, PrintText, line_starts, shortened, to_print
from kyosei_desktop.report.typeface import Typeface

TEMPLATE = "official"
"""What sets the report on pages."""

BETWEEN_DEPARTMENTS = "・\n"
"""Stands between the departments that share an initiative, as the printed report has it."""

CONTINUED = "（続き）"
"""Stands after a measure's name on the further pages of a measure that is higher than a page."""

_LONGEST_CONTINUED_NAME = 40
_LONGEST_BOOKMARK = 200

_MEASURE_KINDS = {
    ColumnSource.NAME: FieldKind.NAME,
    ColumnSource.OUTCOME: FieldKind.OUTCOME,
    ColumnSource.RECORD: FieldKind.RECORD,
}
_INITIATIVE_KINDS = {
    ColumnSource.CONTENT: FieldKind.CONTENT,
    ColumnSource.DEPARTMENTS: FieldKind.DEPARTMENTS,
}


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One cell of the body: `rows` rows from `row` of its measure. `field` is None for № and row labels."""

    column: int
    row: int
    rows: int
    text: str
    printed: PrintText
    field: Field | None = None

    @property
    def is_name(self) -> bool:
        """Whether it holds a measure's name, which stands out as a heading."""
        return self.field is not None and self.field.kind is FieldKind.NAME


@dataclass(frozen=True, slots=True)
class ReportMeasure:
    """One measure with all its rows. `page` is its manual page group, None where pages break by themselves."""

    no: MeasureNumber
    label: str
    rows: int
    page: int | None
    cells: Sequence[ReportCell]
    continued_name: PrintText
    """The name, shortened where it is long, as it stands before `CONTINUED`."""


@dataclass(frozen=True, slots=True)
class PageHead:
    """What stands above the table on every page, as printed."""

    title: PrintText
    subtitle: PrintText
    as_of: PrintText


@dataclass(frozen=True)
class Composition:
    """The whole report, ready to be laid out. A new page begins with each of `groups`."""

    plan: Plan
    definition: Definition
    columns: Sequence[ReportColumn]
    groups: Sequence[Sequence[ReportMeasure]]
    head: PageHead
    continued: PrintText
    families: Sequence[str]
    """Names of the fonts needed: the report's own and those that help it out."""
    line_starts: LineStarts

    @property
    def measures(self) -> Iterator[ReportMeasure]:
        """All measures in printed order."""
        for group in self.groups:
            yield from group

    @cached_property
    def cells(self) -> tuple[ReportCell, ...]:
        """All cells of the body in printed order."""
        return tuple(cell for measure in self.measures for cell in measure.cells)

    def as_data(self) -> dict[str, Any]:
        """What the template `official` reads; `fits_page` is put right when the heights are known."""
        definition = self.definition
        index = count()
        return {
            "title": self.head.title.text,
            "subtitle": self.head.subtitle.text,
            "as_of": self.head.as_of.text,
            "page": {
                "width_mm": definition.page.width_mm,
                "height_mm": definition.page.height_mm,
                "margin_mm": definition.page.margin_mm,
                "footer": definition.page.footer,
            },
            "fonts": self.families,
            "inset_pt": CELL_INSET_PT,
            "line_starts": self.line_starts,
            "columns": [{"title": one.printed_title.text, "width_pt": one.width_pt} for one in self.columns],
            "continued": self.continued.text,
            "groups": [[self._measure_data(measure, next(index)) for measure in group] for group in self.groups],
        }

    def _measure_data(self, measure: ReportMeasure, index: int) -> dict[str, Any]:
        return {
            "index": index,
            "label": measure.label,
            "continued_name": measure.continued_name.text,
            "rows": measure.rows,
            "fits_page": True,
            "cells": [
                {
                    "source": self.columns[cell.column].source.value,
                    "align": self.columns[cell.column].align,
                    "column": cell.column,
                    "row": cell.row,
                    "rows": cell.rows,
                    "text": cell.printed.text,
                    **({"bookmark": bookmark_of(cell)} if cell.is_name else {}),
                }
                for cell in measure.cells
            ],
        }


def compose(
    plan: Plan, definition: Definition, typeface: Typeface, *, years: Sequence[FiscalYear] | None = None
) -> Composition:
    """The report's cells. `years` are those shown, by default the plan's; columns share the page's width.

    Measures that are over in all of them are left out.
    """
    plan = without_ended(plan, plan.years if years is None else years)
    numbers = [definition.number_label(measure.no) for measure in plan.measures]
    columns = report_columns(definition, typeface, plan.years if years is None else years, numbers)
    composer = _Composer(plan, definition, typeface, columns)
    page_em = sum(column.width_pt for column in columns) / definition.fonts.max_pt
    head = PageHead(*(to_print(text or "", typeface, page_em) for text in (plan.title, plan.subtitle, plan.as_of)))
    groups = _groups(plan, composer)
    printed = [head.title, head.subtitle, head.as_of]
    continued = to_print(CONTINUED, typeface, page_em)
    printed += [continued, *(column.printed_title for column in columns)]
    printed += [measure.continued_name for group in groups for measure in group]
    printed += [cell.printed for group in groups for measure in group for cell in measure.cells]
    families = typeface.families_for(name for one in printed for name in one.helpers)
    return Composition(plan, definition, columns, groups, head, continued, families, line_starts(typeface))


def without_ended(plan: Plan, years: Sequence[FiscalYear]) -> Plan:
    """The plan without measures that have ended and say nothing in any of the years; all, where none would be left."""
    kept = tuple(one for one in plan.measures if not is_over_in(one, years))
    return replace(plan, measures=kept or plan.measures)


def part_of_department(plan: Plan, department: DepartmentId) -> Plan:
    """The plan with only the measures in which a department has an initiative."""
    return replace(plan, measures=tuple(one for one in plan.measures if department in one.departments))


def without_manual_pages(plan: Plan) -> Plan:
    """The plan on pages that break by themselves, for a part of it would stand lost on those of the whole."""
    return replace(plan, measures=tuple(replace(one, page=None) for one in plan.measures))


def bookmark_of(name: ReportCell) -> str:
    """What the PDF's bookmark of a measure says beside its number."""
    return shortened(name.printed.text.replace(BREAK_HERE, ""), _LONGEST_BOOKMARK)


def _groups(plan: Plan, composer: "_Composer") -> tuple[tuple[ReportMeasure, ...], ...]:
    groups: list[list[ReportMeasure]] = [[]]
    for measure, is_begin in zip(plan.measures, page_begins(plan.measures), strict=True):
        if is_begin:
            groups.append([])
        groups[-1].append(composer.measure(measure))
    return tuple(tuple(group) for group in groups)


@dataclass(frozen=True)
class _Composer:
    plan: Plan
    definition: Definition
    typeface: Typeface
    columns: Sequence[ReportColumn]

    def measure(self, measure: Measure) -> ReportMeasure:
        rows = len(self.definition.periods) * len(measure.initiatives)
        cells = [cell for number, column in enumerate(self.columns) for cell in self._cells(measure, number, column)]
        return ReportMeasure(
            no=measure.no,
            label=self.definition.number_label(measure.no),
            rows=rows,
            page=measure.page,
            # Row by row, as it is read aloud; a merged cell where it begins.
            cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
            continued_name=self._continued_name(measure.name),
        )

    def _continued_name(self, name: str) -> PrintText:
        widths_pt = [one.inner_width_pt for one in self.columns if one.source is ColumnSource.NAME]
        width_em = min(widths_pt, default=0.0) / self.definition.fonts.max_pt
        return to_print(shortened(name, _LONGEST_CONTINUED_NAME), self.typeface, width_em)

    def _cells(self, measure: Measure, number: int, column: ReportColumn) -> Iterator[ReportCell]:
        periods = self.definition.periods
        if column.source is ColumnSource.NO:
            label = self.definition.number_label(measure.no)
            yield self._cell(number, 0, len(periods) * len(measure.initiatives), label)
            return
        if column.source in _MEASURE_KINDS:
            place = Field(_MEASURE_KINDS[column.source], measure.id)
            yield self._cell(number, 0, len(periods) * len(measure.initiatives), self.plan.value(place).text, place)
            return
        for block, initiative in enumerate(measure.initiatives):
            first_row = block * len(periods)
            if column.source in _INITIATIVE_KINDS:
                place = Field(_INITIATIVE_KINDS[column.source], measure.id, initiative.id)
                yield self._cell(number, first_row, len(periods), self._text_of(initiative, column), place)
                continue
            for row, period in enumerate(periods, start=first_row):
                if column.year is None:
                    yield self._cell(number, row, 1, period.row_label)
                else:
                    place = Field(FieldKind.ENTRY, measure.id, initiative.id, column.year, period.id)
                    yield self._cell(number, row, 1, initiative.entry(column.year, period.id).text, place)

    def _text_of(self, initiative: Initiative, column: ReportColumn) -> str:
        if column.source is ColumnSource.CONTENT:
            return initiative.content
        return BETWEEN_DEPARTMENTS.join(self.plan.names_of(initiative.departments))

    def _cell(self, column: int, row: int, rows: int, text: str, place: Field | None = None) -> ReportCell:
        width_em = self.columns[column].inner_width_pt / self.definition.fonts.max_pt
        printed = to_print(text, self.typeface, width_em)
        return ReportCell(column, row, rows, text, printed, place)
