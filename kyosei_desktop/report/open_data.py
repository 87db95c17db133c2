"""The report as open data: the data table as CSV and as a workbook with its data dictionary."""

import csv
import io
from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.data_table import TEXT, TEXT_TITLE, DataColumn, DataTable, data_table
from kyosei_desktop.report.table_sheet import table_book, write_table
from kyosei_desktop.report.workbook_file import workbook_file
from kyosei_desktop.report.workbook_text import split_text

_WIDTHS = {"計画名": 24, "施策名": 24, TEXT_TITLE: 80}
_WIDTH = 12
_DICTIONARY_WIDTHS = (18, 10, 100)


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
    book = table_book(definition.fonts.family)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "データ"
    table = _within_cells(data_table(plan, definition, years))
    titles = [column.title for column in table.columns]
    widths = [_WIDTHS.get(title, _WIDTH) for title in titles]
    write_table(sheet, [titles, *table.rows], widths, definition.fonts)
    sheet.auto_filter.ref = sheet.dimensions
    dictionary = book.create_sheet("データ項目の説明")
    explained = [[one.title, one.kind, one.meaning] for one in table.columns]
    write_table(dictionary, [["項目名", "型", "説明"], *explained], _DICTIONARY_WIDTHS, definition.fonts)
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
