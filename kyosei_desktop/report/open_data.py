"""The report as open data: the data table as CSV and as a workbook with its data dictionary."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.data_table import TEXT, TEXT_TITLE, DataColumn, DataTable, DataValue, data_table
from kyosei_desktop.report.workbook_file import set_standard_font, workbook_file
from kyosei_desktop.report.workbook_text import set_text, split_text

_SIZE_PT = 10.0
_WIDTHS = {"計画名": 30, "施策名": 30, TEXT_TITLE: 80}
_WIDTH = 14
_DICTIONARY_WIDTHS = (18, 10, 120)


def data_csv(plan: Plan, definition: Definition, years: Sequence[FiscalYear]) -> bytes:
    """The data as CSV: UTF-8 with BOM, CR LF, every field that needs it in quotes, texts as they are.

    A text that begins like a formula is not defused by an apostrophe or a blank before it: what a public body publishes
    has to be what was written, to the character, for every program that reads it. A spreadsheet program may take it for
    a formula when it opens the CSV; for those there is the workbook, where it is a text, and the data dictionary says
    how to open the CSV.
    """
    table = data_table(plan, definition, years)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([column.title for column in table.columns])
    writer.writerows(table.rows)
    return written.getvalue().encode("utf-8-sig")


def data_workbook(
    plan: Plan, definition: Definition, years: Sequence[FiscalYear], edition: Edition | None = None
) -> bytes:
    """The same table as a workbook, with its data dictionary on a second sheet.

    Its properties say which edition it shows. A text longer than a cell can hold continues in further columns at the
    right.
    """
    book = Workbook()
    set_standard_font(book, Font(name=definition.fonts.family, size=_SIZE_PT))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "データ"
    table = _within_cells(data_table(plan, definition, years))
    _write(sheet, [column.title for column in table.columns], table.rows)
    sheet.auto_filter.ref = sheet.dimensions
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column.title, _WIDTH)
    dictionary = book.create_sheet("データ項目の説明")
    _write(dictionary, ["項目名", "型", "説明"], [[one.title, one.kind, one.meaning] for one in table.columns])
    for number, width in enumerate(_DICTIONARY_WIDTHS, start=1):
        dictionary.column_dimensions[get_column_letter(number)].width = width
    return workbook_file(book, plan, definition, edition)


def _within_cells(table: DataTable) -> DataTable:
    """The table with texts that no cell can hold continued in columns of their own."""
    place = table.text_place
    pieces = [list(split_text(str(row[place] or ""))) for row in table.rows]
    further = max(map(len, pieces), default=1) - 1
    meaning = f"{TEXT_TITLE}が1つのセルに入りきらないときの続き。前の列の終わりにそのままつなぐ。"
    columns = [DataColumn(f"{TEXT_TITLE}の続き{number}", TEXT, meaning) for number in range(1, further + 1)]
    rows = [
        [*row[:place], *parts, *[None] * (further + 1 - len(parts))]
        for row, parts in zip(table.rows, pieces, strict=True)
    ]
    return DataTable([*table.columns, *columns], rows)


def _write(sheet: Worksheet, titles: Sequence[str], rows: Sequence[Sequence[DataValue]]) -> None:
    for number, title in enumerate(titles, start=1):
        head = sheet.cell(1, number)
        set_text(head, title)
        head.font = Font(name=head.font.name, size=_SIZE_PT, bold=True)
    for row, values in enumerate(rows, start=2):
        for number, value in enumerate(values, start=1):
            if isinstance(value, int):
                sheet.cell(row, number, value)
            elif value:
                set_text(sheet.cell(row, number), value)
    sheet.freeze_panes = "A2"
