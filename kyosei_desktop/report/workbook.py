"""The official report as a workbook: the layout of the paper, every row as high as its texts need.

Pages are promised for PDF and paper only, for spreadsheet programs lay out by display and printer driver; of the
workbook it is promised that nothing is clipped. Its pages are the paper's wherever a program measures as we do.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.report.columns import POINTS_PER_MM
from kyosei_desktop.report.composition import Composition
from kyosei_desktop.report.heights import CellText, cell_heights
from kyosei_desktop.report.sheet_rows import (
    MOST_ROW_PT,
    PlacedPiece,
    SheetMeasure,
    lay_out_rows,
)
from kyosei_desktop.report.sizing import ManualPage, largest_size, manual_pages, sizes_of
from kyosei_desktop.report.workbook_file import workbook_file
from kyosei_desktop.report.workbook_text import set_text, text_of

TITLE_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3
TITLE_SIZE_PT = 14.0
TITLE_ROW_PT = 24.0
FOOTER_BAND_MM = 6.0

STANDARD_FAMILY, STANDARD_SIZE_PT, STANDARD_DIGIT_EM = "Courier New", 12.5, 0.6
"""The standard style's font. Column widths are counted in its digits.

Courier New and the typewriter faces that take its place elsewhere (Liberation Mono, DejaVu Sans Mono, Noto Sans Mono)
all have digits of 0.6 em, so that columns are as wide on every system. With Arial they were a tenth wider where DejaVu
Sans took its place, and the sheet wider than its paper. At this size a digit is 10.0 pixels wide: some programs count
in whole pixels a digit, others in fractions, and here they agree.
"""

PAGE_SHARE = 0.97
"""How much of the page's width and height the sheet takes: drivers round columns and rows up."""

_A3, _A4 = 8, 9
_PIXELS_PER_POINT = 96 / 72


@dataclass(frozen=True)
class SheetLayout:
    """Everything measured that the workbook is written from. `breaks_before` are measures that begin a page."""

    composition: Composition
    size_pt: float
    widths_pt: Sequence[float]
    header_pt: float
    measures: Sequence[SheetMeasure]
    breaks_before: frozenset[int]

    @property
    def pages(self) -> int:
        """Pages by the breaks set; a measure higher than a page takes more."""
        return len(self.breaks_before) + 1


@dataclass(frozen=True, slots=True)
class WorkbookCheck:
    """How many cells were looked for in a finished workbook, and how many lack text or height."""

    cells: int
    clipped: int


def lay_out_sheet(composition: Composition) -> SheetLayout:
    """Measure all rows at the largest font size at which the paper's pages are the sheet's pages too."""
    widths_pt = [column.width_pt * PAGE_SHARE for column in composition.columns]
    measured = cache(lambda size_pt: _Measured.at(composition, widths_pt, size_pt))
    size_pt = largest_size(
        sizes_of(composition.definition.fonts),
        tuple(manual_pages(composition)),
        lambda size_pt, pages: [measured(size_pt).fill(page) for page in pages],
    )
    chosen = measured(size_pt)
    return SheetLayout(
        composition=composition,
        size_pt=size_pt,
        widths_pt=widths_pt,
        header_pt=chosen.header_pt,
        measures=[one for group in chosen.groups for one in group],
        breaks_before=frozenset(_page_starts(chosen)),
    )


def official_workbook(layout: SheetLayout, edition: Edition | None = None) -> bytes:
    """The workbook of a report already measured; its properties say which edition it shows."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "報告書"  # published: Japanese whatever the language of the window
    _SheetWriter(sheet, layout).write()
    # openpyxl has no public way to the standard style.
    standard = Font(name=STANDARD_FAMILY, size=STANDARD_SIZE_PT)
    book._named_styles["Normal"].font = standard  # type: ignore[attr-defined]
    return workbook_file(book, layout.composition.plan, layout.composition.definition, edition)


def check_workbook(workbook: bytes, layout: SheetLayout) -> WorkbookCheck:
    """Read the workbook back: is every text there, and every cell as high as was measured?"""
    sheet = load_workbook(io.BytesIO(workbook)).active
    assert isinstance(sheet, Worksheet)
    cells = clipped = 0
    for first_row, measure in _rows_of(layout):
        for cell, placed in zip(measure.measure.cells, measure.placed, strict=True):
            cells += 1
            text = "".join(text_of(sheet.cell(first_row + one.first, cell.column + 1).value) for one in placed)
            clipped += text != cell.text or not all(_is_high_enough(sheet, first_row, one) for one in placed)
    return WorkbookCheck(cells, clipped)


def _is_high_enough(sheet: Worksheet, first_row: int, placed: PlacedPiece) -> bool:
    rows = range(first_row + placed.first, first_row + placed.last + 1)
    heights = [sheet.row_dimensions[row].height or 0.0 for row in rows]
    return max(heights) <= MOST_ROW_PT and sum(heights) >= placed.piece.height_pt


def _rows_of(layout: SheetLayout) -> Iterator[tuple[int, SheetMeasure]]:
    row = FIRST_ROW
    for measure in layout.measures:
        yield row, measure
        row += len(measure.heights_pt)


@dataclass(frozen=True)
class _Measured:
    """The sheet measured at one font size; `groups` as in the composition."""

    header_pt: float
    room_pt: float
    groups: Sequence[Sequence[SheetMeasure]]

    def fill(self, page: ManualPage) -> float:
        """How full a manual page is."""
        return sum(one.height_pt for one in self.groups[page.group][page.first : page.end]) / self.room_pt

    @classmethod
    def at(cls, composition: Composition, widths_pt: Sequence[float], size_pt: float) -> "_Measured":
        definition = composition.definition
        titles = [
            CellText(column.title, width_pt) for column, width_pt in zip(composition.columns, widths_pt, strict=True)
        ]
        header_pt = max(cell_heights(titles, definition.fonts, size_pt))
        page = definition.page
        page_pt = (page.height_mm - 2 * page.margin_mm - FOOTER_BAND_MM) * POINTS_PER_MM
        return cls(
            header_pt=header_pt,
            room_pt=page_pt * PAGE_SHARE - TITLE_ROW_PT - header_pt,
            groups=lay_out_rows(composition, widths_pt, size_pt),
        )


def _page_starts(measured: _Measured) -> Iterator[int]:
    """Numbers of the measures, counted from 0, before which a page ends: by hand, or because they would not fit."""
    number = 0
    for group in measured.groups:
        used_pt = 0.0
        for position, one in enumerate(group):
            if position == 0 or used_pt + one.height_pt > measured.room_pt:
                if number > 0:
                    yield number
                used_pt = 0.0
            used_pt += one.height_pt
            number += 1


@dataclass(frozen=True)
class _SheetWriter:
    sheet: Worksheet
    layout: SheetLayout

    def write(self) -> None:
        self._set_columns()
        self._write_head()
        for number, (first_row, measure) in enumerate(_rows_of(self.layout)):
            if number in self.layout.breaks_before:
                self.sheet.row_breaks.append(Break(id=first_row - 1))
            self._write_measure(first_row, measure)
        self._set_up_page(self.layout.composition.definition)

    def _set_columns(self) -> None:
        digit_pixels = round(STANDARD_DIGIT_EM * STANDARD_SIZE_PT * _PIXELS_PER_POINT)
        for number, width_pt in enumerate(self.layout.widths_pt, start=1):
            width = math.floor(width_pt * _PIXELS_PER_POINT) / digit_pixels
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def _write_head(self) -> None:
        columns = self.layout.composition.columns
        plan = self.layout.composition.plan
        heads = [one for one in (plan.title, plan.subtitle, plan.as_of) if one]
        title = self.sheet.cell(TITLE_ROW, 1)
        set_text(title, "　".join(heads))
        title.font = self._font(TITLE_SIZE_PT, bold=True)
        title.alignment = Alignment(horizontal="center", vertical="center")
        self.sheet.merge_cells(start_row=TITLE_ROW, end_row=TITLE_ROW, start_column=1, end_column=len(columns))
        self.sheet.row_dimensions[TITLE_ROW].height = TITLE_ROW_PT
        for number, column in enumerate(columns, start=1):
            head = self.sheet.cell(HEADER_ROW, number)
            set_text(head, column.title)
            self._dress(head, "center", is_bold=False)
        self.sheet.row_dimensions[HEADER_ROW].height = self.layout.header_pt

    def _write_measure(self, first_row: int, measure: SheetMeasure) -> None:
        for offset, height_pt in enumerate(measure.heights_pt):
            self.sheet.row_dimensions[first_row + offset].height = height_pt
        for cell, placed in zip(measure.measure.cells, measure.placed, strict=True):
            align = self.layout.composition.columns[cell.column].align
            for one in placed:
                first, last = first_row + one.first, first_row + one.last
                for row in range(first, last + 1):
                    self._dress(self.sheet.cell(row, cell.column + 1), align, is_bold=cell.is_name)
                set_text(self.sheet.cell(first, cell.column + 1), one.piece.text)
                if last > first:
                    self.sheet.merge_cells(
                        start_row=first,
                        end_row=last,
                        start_column=cell.column + 1,
                        end_column=cell.column + 1,
                    )

    def _dress(self, cell: Cell | MergedCell, align: str, *, is_bold: bool) -> None:
        vertical = "center" if align == "center" else "top"
        cell.alignment = Alignment(horizontal=align, vertical=vertical, wrap_text=True)
        cell.border = _BOX
        cell.font = self._font(self.layout.size_pt, bold=is_bold)

    def _font(self, size_pt: float, *, bold: bool) -> Font:
        return Font(name=self.layout.composition.definition.fonts.family, size=size_pt, bold=bold)

    def _set_up_page(self, definition: Definition) -> None:
        sheet, page = self.sheet, definition.page
        sheet.page_setup.orientation = "landscape" if page.width_mm > page.height_mm else "portrait"
        sheet.page_setup.paperSize = _A3 if max(page.width_mm, page.height_mm) > 400 else _A4
        sheet.page_setup.scale = 100
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
        margin_inches = page.margin_mm / 25.4
        sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = margin_inches
        sheet.page_margins.header = sheet.page_margins.footer = margin_inches
        sheet.page_margins.bottom = (page.margin_mm + FOOTER_BAND_MM) / 25.4
        sheet.print_options.horizontalCentered = True
        footer = page.footer.replace("&", "&&").replace("{pages}", "&N").replace("{page}", "&P")
        odd_footer = sheet.HeaderFooter.oddFooter
        assert odd_footer is not None
        odd_footer.center.text = footer
        sheet.print_title_rows = f"{TITLE_ROW}:{HEADER_ROW}"
        sheet.print_area = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        sheet.freeze_panes = f"A{FIRST_ROW}"


_THIN = Side(style="thin", color="FF000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
