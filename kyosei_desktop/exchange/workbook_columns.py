"""The column header of the official report found again in a sheet, by its words, wherever the columns stand now."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.workbook_cells import read_cell

_ROWS_ABOVE = 50
"""How far down the header is looked for."""

_YEARS = range(1900, 3000)
"""As the formats have it (resources/schemas/common.schema.json, `year`)."""

ColumnKey = tuple[ColumnSource, FiscalYear | None]
"""What a column shows; the year is given for entries."""


@dataclass(eq=False)
class ColumnTwice(FileRefused):
    """Two columns with the same heading, so that nobody can tell which of them counts."""

    sentence: ClassVar[str] = N_(
        "「{name}」のシート「{sheet}」には「{title}」の列が二つあります。要らないほうを削除して保存し直してください。"
    )
    sheet: str
    title: str


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """A header: its row, and the number of the column, from 1, of each thing that the report shows."""

    row: int
    numbers: Mapping[ColumnKey, int]

    @property
    def years(self) -> tuple[FiscalYear, ...]:
        """The years that have a column, in ascending order."""
        return tuple(sorted(year for _source, year in self.numbers if year is not None))

    def number_of(self, source: ColumnSource) -> int | None:
        """The column of anything but entries."""
        return self.numbers.get((source, None))


def bare(text: str) -> str:
    """A heading or label without what spreadsheet programs and people change in it: spaces, line ends, widths."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def known_headings(definition: Definition) -> Mapping[str, ColumnKey]:
    """What the headings of a report's columns mean, bare, those of all years too."""
    return dict(_titles(definition))


def find_columns(
    sheet: Worksheet, definition: Definition, titles: Mapping[str, ColumnKey], name: str
) -> FoundColumns | None:
    """The header of the official report in a sheet; None where there is none.

    A column without a heading, as that of the row labels often is, is known by what stands in it.

    Args:
        sheet: any sheet of the book.
        definition: of the report that is looked for.
        titles: its `known_headings`.
        name: the file's, for messages.

    Raises:
        ColumnTwice
    """
    best: FoundColumns | None = None
    for row in range(1, min(sheet.max_row, _ROWS_ABOVE) + 1):
        found = [
            (titles[text], number)
            for number in range(1, sheet.max_column + 1)
            if (text := _text(sheet, row, number)) in titles
        ]
        if any(key == (ColumnSource.NO, None) for key, _number in found) and (
            best is None or len(found) > len(best.numbers)
        ):
            for key, count in Counter(key for key, _number in found).items():
                if count > 1:
                    raise ColumnTwice(name=name, sheet=sheet.title, title=_said(definition, key))
            best = FoundColumns(row, dict(found))
    if best is None or not best.years:
        return None
    if best.number_of(ColumnSource.PERIOD) is None:
        labels = _labels_column(sheet, definition, best)
        if labels is None:
            return None
        best = FoundColumns(best.row, {**best.numbers, (ColumnSource.PERIOD, None): labels})
    return best


def missing_titles(definition: Definition, columns: FoundColumns) -> list[str]:
    """The headings of columns that the report has, years aside, and the sheet has not."""
    return [
        one.title
        for one in definition.columns
        if one.source is not ColumnSource.ENTRY and (one.source, None) not in columns.numbers
    ]


def _titles(definition: Definition) -> Iterator[tuple[str, ColumnKey]]:
    for column in definition.columns:
        if column.source is ColumnSource.ENTRY:
            for year in map(FiscalYear, _YEARS):
                yield bare(definition.year_heading(column, year)), (ColumnSource.ENTRY, year)
        elif bare(column.title):
            yield bare(column.title), (column.source, None)


def _said(definition: Definition, key: ColumnKey) -> str:
    source, year = key
    column = next(one for one in definition.columns if one.source is source)
    return column.title if year is None else definition.year_heading(column, year)


def _text(sheet: Worksheet, row: int, number: int) -> str:
    cell = read_cell(sheet.cell(row, number))
    return "" if cell is None else bare(cell.text)


def _labels_column(sheet: Worksheet, definition: Definition, columns: FoundColumns) -> int | None:
    """The column without a heading in which the most row labels stand."""
    labels = {bare(one.row_label) for one in definition.periods}
    taken = set(columns.numbers.values())
    counts = {
        number: sum(_text(sheet, row, number) in labels for row in range(columns.row + 1, sheet.max_row + 1))
        for number in range(1, sheet.max_column + 1)
        if number not in taken
    }
    best = max(counts, key=lambda number: counts[number], default=None)
    return best if best is not None and counts[best] else None
