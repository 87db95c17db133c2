"""The official workbook's sheet written: cells, rows, columns, page set-up."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Page
from kyosei_desktop.report.sheet_layout import FIRST_ROW, FOOTER_BAND_MM, SheetLayout
from kyosei_desktop.report.sheet_rows import SheetMeasure
from kyosei_desktop.report.sheet_styles import SheetStyles, column_width
from kyosei_desktop.report.workbook_text import plain_xml_text, set_text

TITLE_ROW, HEADER_ROW = 1, 2
FOOTER_SIZE_PT = 9

MOST_PAGE_BREAKS = 1_026
"""Excel's specifications and limits: page breaks set by hand on a sheet."""

MOST_FOOTER_CHARACTERS = 255
"""Excel's limit for a header or footer, codes included."""

_PAPERS = ((11, 148, 210), (13, 182, 257), (9, 210, 297), (12, 257, 364), (8, 297, 420), (66, 420, 594))
"""Codes of paper sizes with width and height in mm, the smallest first: A5, B5, A4, B4 (both JIS), A3, A2."""

_MM_PER_INCH = 25.4


@dataclass(frozen=True)
class SheetWriter:
    """Writes a report already measured to an empty sheet."""

    sheet: Worksheet
    layout: SheetLayout
    styles: SheetStyles

    def write(self) -> None:
        """Everything: columns, head, measures, page set-up."""
        self._set_columns()
        self._write_head()
        for first_row, measure in self.layout.placed_measures:
            self._write_measure(first_row, measure)
        for row in self.layout.page_rows[:MOST_PAGE_BREAKS]:
            self.sheet.row_breaks.append(Break(id=row - 1))
        definition = self.layout.composition.definition
        self._set_up_page(definition.page)
        self._set_footer(definition.page.footer)

    def _set_columns(self) -> None:
        for number, width_pt in enumerate(self.layout.widths_pt, start=1):
            self.sheet.column_dimensions[get_column_letter(number)].width = column_width(width_pt)

    def _write_head(self) -> None:
        columns, title = self.layout.composition.columns, self.layout.title
        across = CellRange(min_row=TITLE_ROW, max_row=TITLE_ROW, min_col=1, max_col=len(columns))
        self._write(title.text, across, self.styles.title(title.size_pt))
        self.sheet.row_dimensions[TITLE_ROW].height = title.height_pt
        for number, column in enumerate(columns, start=1):
            place = CellRange(min_row=HEADER_ROW, max_row=HEADER_ROW, min_col=number, max_col=number)
            self._write(column.title, place, self.styles.body("center"))
        self.sheet.row_dimensions[HEADER_ROW].height = self.layout.header_pt

    def _write_measure(self, first_row: int, measure: SheetMeasure) -> None:
        for row, height_pt in enumerate(measure.heights_pt, start=first_row):
            self.sheet.row_dimensions[row].height = height_pt
        for cell, placed in zip(measure.measure.cells, measure.placed, strict=True):
            style = self.styles.body(self.layout.composition.columns[cell.column].align, is_bold=cell.is_name)
            column = cell.column + 1
            for one in placed:
                first, last = first_row + one.first, first_row + one.last
                place = CellRange(min_row=first, max_row=last, min_col=column, max_col=column)
                self._write(one.piece.text, place, style)

    def _write(self, text: str, place: CellRange, style: str) -> None:
        for row, column in place.cells:
            self.sheet.cell(row, column).style = style
        set_text(self.sheet.cell(place.min_row, place.min_col), text)
        if (place.min_row, place.min_col) != (place.max_row, place.max_col):
            # Not `merge_cells`: it searches all merged cells for every further one, and makes their borders anew.
            self.sheet.merged_cells.ranges.add(place)

    def _set_up_page(self, page: Page) -> None:
        sheet = self.sheet
        sheet.page_setup.orientation = "landscape" if page.width_mm > page.height_mm else "portrait"
        sheet.page_setup.paperSize = _paper_code(page)
        sheet.page_setup.scale = 100
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
        margin_inches = page.margin_mm / _MM_PER_INCH
        sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = margin_inches
        sheet.page_margins.header = sheet.page_margins.footer = margin_inches
        sheet.page_margins.bottom = (page.margin_mm + FOOTER_BAND_MM) / _MM_PER_INCH
        sheet.print_options.horizontalCentered = True
        sheet.print_title_rows = f"{TITLE_ROW}:{HEADER_ROW}"
        sheet.print_area = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        sheet.freeze_panes = f"A{FIRST_ROW}"

    def _set_footer(self, footer: str) -> None:
        text = plain_xml_text(footer).replace("&", "&&").replace("{pages}", "&N").replace("{page}", "&P")
        # The space ends the size, for the text may begin with a digit.
        dressed = f'&"{self.styles.family},Regular"&{FOOTER_SIZE_PT} {text}'
        room = MOST_FOOTER_CHARACTERS - len("&C")
        odd_footer = self.sheet.HeaderFooter.oddFooter
        assert odd_footer is not None
        odd_footer.center.text = next((one for one in (dressed, text) if len(one) <= room), "")


def _paper_code(page: Page) -> int:
    """The smallest paper that holds the page; the largest where none does."""
    short_mm, long_mm = sorted((page.width_mm, page.height_mm))
    fitting = (code for code, width_mm, height_mm in _PAPERS if short_mm <= width_mm and long_mm <= height_mm)
    return next(fitting, _PAPERS[-1][0])
