"""The report as open data: the data table as CSV and as a workbook with its data dictionary."""

import csv
import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition, Fonts
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.data_table import TEXT, TEXT_TITLE, DataColumn, DataTable, DataValue, data_table
from kyosei_desktop.report.heights import CellText, cell_heights
from kyosei_desktop.report.sheet_rows import MOST_ROW_PT, whole_row
from kyosei_desktop.report.workbook_file import set_standard_font, workbook_file
from kyosei_desktop.report.workbook_text import set_text, split_text

_SIZE_PT = 10.0
_HEAD, _BODY = "データの項目名", "データの値"
_WIDTHS = {"計画名": 24, "施策名": 24, TEXT_TITLE: 80}
_WIDTH = 12
_DICTIONARY_WIDTHS = (18, 10, 100)
_DIGIT_EM = (
    0.5  # Widths of columns are counted in digits; no typeface that may take the report's place has narrower ones.
)


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
    _add_styles(book, definition.fonts.family)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "データ"
    table = _within_cells(data_table(plan, definition, years))
    titles = [column.title for column in table.columns]
    widths = [_WIDTHS.get(title, _WIDTH) for title in titles]
    _write(sheet, [titles, *table.rows], widths, definition.fonts)
    sheet.auto_filter.ref = sheet.dimensions
    dictionary = book.create_sheet("データ項目の説明")
    explained = [[one.title, one.kind, one.meaning] for one in table.columns]
    _write(dictionary, [["項目名", "型", "説明"], *explained], _DICTIONARY_WIDTHS, definition.fonts)
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


def _add_styles(book: Workbook, family: str) -> None:
    font = Font(name=family, size=_SIZE_PT)
    set_standard_font(book, font)
    # Wrapped, so that the lines of a text are seen; that is no part of the data.
    below_one_another = Alignment(vertical="top", wrap_text=True)
    book.add_named_style(NamedStyle(name=_BODY, font=font, alignment=below_one_another))
    bold = Font(name=family, size=_SIZE_PT, bold=True)
    book.add_named_style(NamedStyle(name=_HEAD, font=bold, alignment=below_one_another))


def _write(sheet: Worksheet, rows: Sequence[Sequence[DataValue]], widths: Sequence[int], fonts: Fonts) -> None:
    """All rows, the first of which holds the headings. Widths are of the columns, in digits."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, (values, height_pt) in enumerate(zip(rows, _row_heights(rows, widths, fonts), strict=True), start=1):
        sheet.row_dimensions[row].height = height_pt
        for number, value in enumerate(values, start=1):
            if value:
                cell = sheet.cell(row, number)
                cell.style = _HEAD if row == 1 else _BODY
                if isinstance(value, int):
                    cell.value = value
                else:
                    set_text(cell, value)
    sheet.freeze_panes = "A2"
    _set_up_page(sheet)


def _row_heights(rows: Sequence[Sequence[DataValue]], widths: Sequence[int], fonts: Fonts) -> Iterator[float]:
    """In pt, so that all lines are seen as far as Excel has rows so high; not every program finds that for itself."""
    cells = {(str(value or ""), width) for values in rows for value, width in zip(values, widths, strict=True)}
    texts = [CellText(text, width * _DIGIT_EM * _SIZE_PT, bold=True) for text, width in cells]
    height_of = dict(zip(cells, cell_heights(texts, fonts, _SIZE_PT), strict=True))
    for values in rows:
        needed_pt = max(height_of[str(value or ""), width] for value, width in zip(values, widths, strict=True))
        yield min(whole_row(needed_pt), MOST_ROW_PT)


def _set_up_page(sheet: Worksheet) -> None:
    """Should somebody print it: the whole width on a page, the headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
