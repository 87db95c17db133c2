"""Plain tables as sheets of a workbook: a row of headings, texts that wrap, rows as high as their texts."""

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.data_table import DataValue
from kyosei_desktop.report.heights import CellText, cell_heights
from kyosei_desktop.report.sheet_rows import MOST_ROW_PT, whole_row
from kyosei_desktop.report.workbook_file import set_standard_font
from kyosei_desktop.report.workbook_text import set_text

_SIZE_PT = 10.0
_HEAD, _BODY = "データの項目名", "データの値"
_DIGIT_EM = (
    0.5  # Widths of columns are counted in digits; no typeface that may take the report's place has narrower ones.
)
_PART_ROWS = 2_000
"""A second or two of work."""


def table_book(family: str) -> Workbook:
    """A book whose standard font and cell styles are of that family, with one empty sheet."""
    book = Workbook()
    font = Font(name=family, size=_SIZE_PT)
    set_standard_font(book, font)
    # Wrapped, so that the lines of a text are seen; that is no part of the data.
    below_one_another = Alignment(vertical="top", wrap_text=True)
    book.add_named_style(NamedStyle(name=_BODY, font=font, alignment=below_one_another))
    bold = Font(name=family, size=_SIZE_PT, bold=True)
    book.add_named_style(NamedStyle(name=_HEAD, font=bold, alignment=below_one_another))
    return book


def write_table(sheet: Worksheet, rows: Sequence[Sequence[DataValue]], widths: Sequence[int], fonts: Fonts) -> None:
    """All rows, the first of which holds the headings. Widths are of the columns, in digits."""
    for _done in write_table_in_parts(sheet, rows, widths, fonts):
        pass


def write_table_in_parts(
    sheet: Worksheet, rows: Sequence[Sequence[DataValue]], widths: Sequence[int], fonts: Fonts
) -> Iterator[int]:
    """The same for a table of any length: says after each part how many rows are written, so that it can be stopped."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    _set_up_page(sheet)
    for done in range(0, len(rows), _PART_ROWS):
        part = rows[done : done + _PART_ROWS]
        for row, (values, height_pt) in enumerate(zip(part, _row_heights(part, widths, fonts), strict=True), done + 1):
            sheet.row_dimensions[row].height = height_pt
            _write_row(sheet, row, values)
        yield done + len(part)


def _write_row(sheet: Worksheet, row: int, values: Sequence[DataValue]) -> None:
    for number, value in enumerate(values, start=1):
        if value:
            cell = sheet.cell(row, number)
            cell.style = _HEAD if row == 1 else _BODY
            if isinstance(value, int):
                cell.value = value
            else:
                set_text(cell, value)


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
