"""The official report as a workbook: the layout of the paper, every row as high as its texts need."""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.report.sheet_layout import SheetLayout
from kyosei_desktop.report.sheet_readback import SheetReadback, read_sheet
from kyosei_desktop.report.sheet_rows import MOST_ROW_PT, PlacedPiece
from kyosei_desktop.report.sheet_styles import STANDARD_FONT, SheetStyles
from kyosei_desktop.report.sheet_writing import SheetWriter
from kyosei_desktop.report.workbook_file import set_standard_font, workbook_file
from kyosei_desktop.report.workbook_notes import MergeNotes, write_notes

SHEET_TITLE = "報告書"
"""Published: Japanese whatever the language of the window."""


@dataclass(frozen=True, slots=True)
class WorkbookCheck:
    """How many cells were looked for in a finished workbook, and how many lack text or height."""

    cells: int
    clipped: int


def official_workbook(layout: SheetLayout, edition: Edition | None = None, notes: MergeNotes | None = None) -> bytes:
    """The workbook of a report already measured; its properties say which edition it shows.

    Args:
        layout: the report.
        edition: None where it is not known.
        notes: what it takes to merge the book when it comes back edited; without them, it can only be compared.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET_TITLE
    set_standard_font(book, STANDARD_FONT)
    definition = layout.composition.definition
    SheetWriter(sheet, layout, SheetStyles(book, definition.fonts.family, layout.size_pt)).write()
    if notes is not None:
        write_notes(book, notes)
    return workbook_file(book, layout.composition.plan, definition, edition)


def check_workbook(workbook: bytes, layout: SheetLayout) -> WorkbookCheck:
    """Read the workbook back: is every text there, and every cell as high as was measured?"""
    found = read_sheet(workbook)
    cells = clipped = 0
    for first_row, measure in layout.placed_measures:
        for cell, placed in zip(measure.measure.cells, measure.placed, strict=True):
            cells += 1
            own = (one for one in placed if not one.piece.is_repeated)
            text = "".join(found.texts.get((first_row + one.first, cell.column + 1), "") for one in own)
            clipped += text != cell.text or not all(_is_high_enough(found, first_row, one) for one in placed)
    return WorkbookCheck(cells, clipped)


def _is_high_enough(found: SheetReadback, first_row: int, placed: PlacedPiece) -> bool:
    rows = range(first_row + placed.first, first_row + placed.last + 1)
    heights_pt = [found.heights_pt.get(row, 0.0) for row in rows]
    return max(heights_pt) <= MOST_ROW_PT and sum(heights_pt) >= placed.piece.height_pt
