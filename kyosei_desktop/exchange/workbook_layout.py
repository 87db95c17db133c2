"""A sheet in the layout of the official report, read back: which text stands for which field.

People edit the book in a spreadsheet program: they sort, insert and hide rows, break merged cells, change looks. What a
cell stands for is therefore told by № and row labels alone, never by its address. Where these contradict themselves,
nothing of the measure is believed, and a sentence says so.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldKind, PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.workbook_cells import CellText, read_cell
from kyosei_desktop.exchange.workbook_columns import FoundColumns, bare, find_columns, known_headings, missing_titles
from kyosei_desktop.report.composition import CONTINUED
from kyosei_desktop.report.workbook_notes import NOTES_SHEET, MergeNotes, notes_in
from kyosei_desktop.report.workbook_text import text_of

_BETWEEN_NAMES = re.compile("[、，,\n]+")

_MEASURE_KINDS = {
    ColumnSource.NAME: FieldKind.NAME,
    ColumnSource.OUTCOME: FieldKind.OUTCOME,
    ColumnSource.RECORD: FieldKind.RECORD,
}
_INITIATIVE_KINDS = {ColumnSource.CONTENT: FieldKind.CONTENT, ColumnSource.DEPARTMENTS: FieldKind.DEPARTMENTS}


@dataclass(eq=False)
class SeveralReports(FileRefused):
    """Two sheets hold the report, so that nobody can tell which of them was edited."""

    sentence: ClassVar[str] = N_(
        "「{name}」には報告書の表が二つ以上あります（{sheets}）。取り込むシートだけを残して保存し直してください。"
    )
    sheets: str


@dataclass(frozen=True, slots=True)
class BookField:
    """Which field of a measure a text stands for; `initiative` counts from 0, None for the measure as a whole."""

    kind: FieldKind
    initiative: int | None = None
    year: FiscalYear | None = None
    period: PeriodId | None = None


@dataclass(frozen=True, slots=True)
class BookText:
    """What stands for one field: the texts of its cells from above, more than one where the cell was cut or broken.

    Attributes:
        place: the first cell, such as F12.
        parts: the texts.
        is_number: whether a spreadsheet program has made a number of it.
        has_rows_added: whether some of it stands in a row that has no label of its own.
        problem: why it cannot be read; None where it can.
    """

    place: str
    parts: tuple[str, ...] = ()
    is_number: bool = False
    has_rows_added: bool = False
    problem: str | None = None

    @property
    def text(self) -> str:
        """The most likely text: parts that are all the same were filled down; others stand below one another."""
        if len(set(self.parts)) == 1:
            return self.parts[0]
        joined = ""
        for part in self.parts:
            joined += ("\n" if self.has_rows_added and joined and not joined.endswith("\n") else "") + part
        return joined

    @property
    def readings(self) -> tuple[str, ...]:
        """All texts that it may stand for, the most likely one first."""
        return tuple(dict.fromkeys((self.text, "".join(self.parts))))


@dataclass(frozen=True, slots=True)
class BookMeasure:
    """One measure of the sheet. `problem` says why nothing of it can be believed; then it has no texts."""

    label: str
    row: int
    initiatives: int
    texts: Mapping[BookField, BookText]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A book in the official layout.

    Attributes:
        sheet: the name of the sheet.
        heading: what stands above the table.
        years: the years that have a column.
        measures: in the order of the sheet.
        missing_columns: headings of the report's columns that the sheet does not have.
        page_rows: rows that begin a page by hand.
        notes: what the book carries for its way back; None where it carries nothing.
    """

    sheet: str
    heading: str
    years: Sequence[FiscalYear]
    measures: Sequence[BookMeasure]
    missing_columns: Sequence[str]
    page_rows: Sequence[int]
    notes: MergeNotes | None


def names_in(text: str) -> list[str]:
    """Names of departments that stand in one cell, with 、 or line ends between them, each once."""
    names = (one.strip().strip("・").strip() for one in _BETWEEN_NAMES.split(text))
    return list(dict.fromkeys(filter(None, names)))


def number_key(label: str) -> str:
    """A number of a measure without what people change in writing it: 01, 1 and １ are one."""
    key = bare(label)
    return str(int(key)) if key.isascii() and key.isdecimal() else key


def recognise(book: Workbook, definition: Definition, name: str) -> Recognised | None:
    """The report of that definition in a book; None where it holds none in the official layout.

    Args:
        book: as `open_spreadsheet` gives it.
        definition: whose headings and row labels are looked for.
        name: the file's, for messages.

    Raises:
        SeveralReports, ColumnTwice: it holds one, but nobody can tell which texts count.
    """
    titles = known_headings(definition)
    found = [
        (sheet, columns)
        for sheet in book.worksheets
        if sheet.title != NOTES_SHEET and (columns := find_columns(sheet, definition, titles, name)) is not None
    ]
    if not found:
        return None
    if len(found) > 1:
        raise SeveralReports(name=name, sheets="、".join(sheet.title for sheet, _columns in found))
    ((sheet, columns),) = found
    return Recognised(
        sheet=sheet.title,
        heading=_heading(sheet, columns.row),
        years=columns.years,
        measures=tuple(_SheetReader(sheet, columns, definition).measures()),
        missing_columns=missing_titles(definition, columns),
        page_rows=tuple(one.id + 1 for one in sheet.row_breaks.brk),
        notes=_notes(book),
    )


def problems_in(recognised: Recognised) -> Iterator[str]:
    """What of a recognised report cannot be read, in sentences that name rows and cells."""
    said = _("{place} は読み取れません：{problem}")
    for measure in recognised.measures:
        if measure.problem is not None:
            yield said.format(place=f"№{measure.label}", problem=measure.problem)
        for text in measure.texts.values():
            if text.problem is not None:
                yield said.format(place=text.place, problem=text.problem)


def _heading(sheet: Worksheet, header_row: int) -> str:
    cells = (read_cell(cell) for row in sheet.iter_rows(max_row=header_row - 1) for cell in row)
    return next((cell.text for cell in cells if cell is not None), "") if header_row > 1 else ""


def _notes(book: Workbook) -> MergeNotes | None:
    if NOTES_SHEET not in book.sheetnames:
        return None
    rows = book[NOTES_SHEET].iter_rows(values_only=True)
    return notes_in([[text_of(value) for value in row] for row in rows])


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a measure.

    Attributes:
        number: from 1 in the sheet.
        label: the period's row label, bare; empty where none stands there.
        begins_page: whether № stands there again, as at the top of a further page.
        is_covered: whether the label's merged cell reaches down to it.
    """

    number: int
    label: str
    begins_page: bool
    is_covered: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """The rows of one period of one initiative."""

    period: int
    rows: Sequence[_Row]


class _BlockStrange(Exception):
    """The rows of a measure contradict themselves; its text is the problem."""


class _SheetReader:
    def __init__(self, sheet: Worksheet, columns: FoundColumns, definition: Definition) -> None:
        self._sheet, self._columns, self._definition = sheet, columns, definition
        self._periods = {bare(one.row_label): number for number, one in enumerate(definition.periods)}
        no, labels = columns.number_of(ColumnSource.NO), columns.number_of(ColumnSource.PERIOD)
        assert no is not None
        assert labels is not None
        self._no, self._labels = no, labels
        self._covered = {
            row
            for one in sheet.merged_cells.ranges
            if one.min_col <= labels <= one.max_col
            for row in range(one.min_row + 1, one.max_row + 1)
        }

    def measures(self) -> Iterator[BookMeasure]:
        blocks = list(self._blocks())
        counts = Counter(number_key(label) for label, _rows in blocks)
        for label, rows in blocks:
            first = rows[0].number
            if counts[number_key(label)] > 1:
                yield BookMeasure(label, first, 0, {}, _("№{label}が二か所以上にあります。").format(label=label))
                continue
            try:
                runs = self._runs(rows)
                initiatives = len(runs) // len(self._periods)
                yield BookMeasure(label, first, initiatives, dict(self._texts(rows, runs)))
            except _BlockStrange as problem:
                yield BookMeasure(label, first, 0, {}, str(problem))

    def _blocks(self) -> Iterator[tuple[str, list[_Row]]]:
        """The rows of each measure, by the label of its number."""
        label: str | None = None
        rows: list[_Row] = []
        header = self._bare_at(self._columns.row, self._no)
        for number in range(self._columns.row + 1, self._sheet.max_row + 1):
            no = self._number_at(number)
            if no and bare(no) == header:
                continue  # the header once more, for another page
            if no and (label is None or number_key(no) != number_key(label)):
                if label is not None:
                    yield label, rows
                label, rows = no, []
            if label is not None:
                period = self._bare_at(number, self._labels)
                rows.append(_Row(number, period, bool(no) and bool(rows), number in self._covered))
        if label is not None:
            yield label, rows

    def _number_at(self, row: int) -> str:
        """A measure's number as printed, also where a spreadsheet program has made 1 of 01."""
        cell = read_cell(self._sheet.cell(row, self._no))
        if cell is None:
            return ""
        text = cell.text.strip()
        is_integer = cell.is_number and text.isascii() and text.isdecimal()
        return self._definition.number_label(int(text)) if is_integer else text

    def _bare_at(self, row: int, column: int) -> str:
        cell = read_cell(self._sheet.cell(row, column))
        return "" if cell is None else bare(cell.text)

    def _runs(self, rows: Sequence[_Row]) -> list[_Run]:
        """The rows by initiative and period, in the order of the definition. Raises _BlockStrange."""
        found: list[tuple[int, list[_Row]]] = []
        for row in rows:
            if row.label and row.label not in self._periods:
                problem = _("{row}行目の見出しが様式にありません。")
                raise _BlockStrange(problem.format(row=row.number))
            goes_on = found and (not row.label or (row.begins_page and self._periods[row.label] == found[-1][0]))
            if goes_on:
                found[-1][1].append(row)
            elif row.label:
                found.append((self._periods[row.label], [row]))
            else:
                raise _BlockStrange(_("{row}行目に期間の見出しがありません。").format(row=row.number))
        runs = [_Run(*one) for one in found]
        if len(runs) == len(self._periods):
            runs.sort(key=lambda run: run.period)  # the one initiative's rows were sorted
        expected = [*range(len(self._periods))] * (len(runs) // len(self._periods))
        if [run.period for run in runs] != expected or not runs:
            raise _BlockStrange(_("期間の行が足りないか、並びが変わっています。"))
        return runs

    def _texts(self, rows: Sequence[_Row], runs: Sequence[_Run]) -> Iterator[tuple[BookField, BookText]]:
        periods = self._definition.periods
        for source, kind in _MEASURE_KINDS.items():
            number = self._columns.number_of(source)
            if number is not None:
                yield BookField(kind), self._text(rows, number, is_name=kind is FieldKind.NAME)
        for position in range(len(runs) // len(periods)):
            own = runs[position * len(periods) : (position + 1) * len(periods)]
            own_rows = sorted((row for run in own for row in run.rows), key=lambda row: row.number)
            for source, kind in _INITIATIVE_KINDS.items():
                number = self._columns.number_of(source)
                if number is not None:
                    yield BookField(kind, position), self._text(own_rows, number)
            for run in own:
                for year in self._columns.years:
                    number = self._columns.numbers[ColumnSource.ENTRY, year]
                    field = BookField(FieldKind.ENTRY, position, year, periods[run.period].id)
                    yield field, self._text(run.rows, number, is_entry=True)

    def _text(self, rows: Sequence[_Row], column: int, *, is_name: bool = False, is_entry: bool = False) -> BookText:
        cells: list[CellText] = []
        has_rows_added = False
        for row in rows:
            cell = read_cell(self._sheet.cell(row.number, column))
            if cell is None or (is_name and row.begins_page and cells and cell.text.endswith(CONTINUED)):
                continue
            cells.append(cell)
            is_added = not row.label and not row.is_covered if is_entry else not row.begins_page
            has_rows_added |= is_added and len(cells) > 1
        place = cells[0].place if cells else f"{get_column_letter(column)}{rows[0].number}"
        problem = next((one for one in cells if one.problem is not None), None)
        if problem is not None:
            return BookText(problem.place, problem=problem.problem)
        return BookText(
            place,
            tuple(one.text for one in cells),
            is_number=len(cells) == 1 and cells[0].is_number,
            has_rows_added=has_rows_added,
        )
