"""A foreign workbook as plain texts in cells: what a person sees, merged cells as one, nothing computed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import ClassVar

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.report.workbook_text import text_of

MOST_COVERED_CELLS = 2_000_000
"""Cells that merged ranges may cover in a book: a sheet of 10,000 rows and 40 columns, all merged, five times over."""


@dataclass(eq=False)
class TooManyMergedCells(KyoseiError):
    """A workbook's merged cells cover more than any table has."""

    sentence: ClassVar[str] = N_(
        "「{name}」は結合されたセルが多すぎて読めません。表の部分だけを新しいブックに写して、もう一度お試しください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a text, or several merged into one. Rows and columns count from 1 and are those of its corner."""

    row: int
    column: int
    text: str
    last_row: int
    last_column: int

    @property
    def address(self) -> str:
        """Such as B12."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Sheet:
    """A sheet with all its cells that have a text."""

    name: str
    is_hidden: bool
    cells: tuple[Cell, ...]
    """By rows from above, each from the left."""
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    _at: Mapping[tuple[int, int], Cell] = field(repr=False, compare=False)

    @cached_property
    def last_row(self) -> int:
        """The last row with a text; 0 in an empty sheet."""
        return max((one.row for one in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column with a text; 0 in an empty sheet."""
        return max((one.column for one in self.cells), default=0)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place; None where there is no text."""
        return self._at.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The text that a person sees at a place, also of a merged cell."""
        found = self._at.get((row, column))
        return "" if found is None else found.text

    def own(self, row: int, column: int) -> Cell | None:
        """The cell whose corner is at a place; None where there is no text or a merged cell comes from elsewhere."""
        found = self._at.get((row, column))
        return found if found is not None and (found.row, found.column) == (row, column) else None

    def row_cells(self, row: int) -> list[Cell]:
        """Cells whose corner is in a row, from the left."""
        columns = range(1, self.last_column + 1)
        return [one for column in columns if (one := self.own(row, column)) is not None]

    def column_cells(self, column: int, first_row: int) -> Iterator[Cell]:
        """Cells whose corner is in a column, from a row on."""
        return (one for one in self.cells if one.column == column and one.row >= first_row)


@dataclass(frozen=True, slots=True)
class ForeignBook:
    """A workbook of any layout. `name` is the file's."""

    name: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name."""
        return next((one for one in self.sheets if one.name == name), None)


def book_of(workbook: Workbook, name: str) -> ForeignBook:
    """The book that a workbook amounts to; charts are no sheets. Raises TooManyMergedCells."""
    sheets = [one for one in workbook.worksheets if isinstance(one, Worksheet)]
    covered = 0
    made = []
    for sheet in sheets:
        texts = {(cell.row, cell.column): text for cell in _filled(sheet) if (text := shown_text(cell)).strip()}
        last = (max((row for row, _ in texts), default=0), max((column for _, column in texts), default=0))
        spans = {}
        for span in sheet.merged_cells.ranges:
            corner = span.min_row, span.min_col
            if corner in texts:
                spans[corner] = min(span.max_row, last[0]), min(span.max_col, last[1])
                covered += (spans[corner][0] - corner[0] + 1) * (spans[corner][1] - corner[1] + 1)
                if covered > MOST_COVERED_CELLS:
                    raise TooManyMergedCells(name=name)
        made.append(_sheet(sheet, texts, spans))
    return ForeignBook(name, tuple(made))


def _filled(sheet: Worksheet) -> Iterable[BookCell]:
    # The cells that the file has, not all those within its dimensions.
    return (one for one in sheet._cells.values() if not isinstance(one, MergedCell) and one.value is not None)


def _sheet(
    sheet: Worksheet, texts: Mapping[tuple[int, int], str], spans: Mapping[tuple[int, int], tuple[int, int]]
) -> Sheet:
    cells = []
    at: dict[tuple[int, int], Cell] = {}
    for (row, column), text in sorted(texts.items()):
        last_row, last_column = spans.get((row, column), (row, column))
        cell = Cell(row, column, text, last_row, last_column)
        cells.append(cell)
        for covered_row in range(row, last_row + 1):
            for covered_column in range(column, last_column + 1):
                at.setdefault((covered_row, covered_column), cell)
    return Sheet(
        name=sheet.title,
        is_hidden=sheet.sheet_state != Worksheet.SHEETSTATE_VISIBLE,
        cells=tuple(cells),
        hidden_rows=frozenset(row for row, one in sheet.row_dimensions.items() if one.hidden),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        _at=at,
    )


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for one in sheet.column_dimensions.values():
        if one.hidden and one.min is not None and one.max is not None:
            yield from range(one.min, one.max + 1)


def shown_text(cell: BookCell) -> str:
    """What a person sees in a cell; for numbers and days in the few forms that offices use."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number_text(value, str(cell.number_format))
    if isinstance(value, (datetime, date)):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return text_of(value).replace("\r\n", "\n").replace("\r", "\n")


def _number_text(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value * 100:g}%"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if "#,##" in number_format else str(value)


def columns_of(sheet: Sheet, first_row: int) -> Sequence[int]:
    """Columns that have any text from a row on, from the left."""
    return sorted({one.column for one in sheet.cells if one.row >= first_row})
