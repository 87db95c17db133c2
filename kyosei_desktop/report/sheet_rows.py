"""The rows of the official workbook: how high each must be, and how many a cell is merged over.

Excel allows 409 pt a row. A row of the report that needs more becomes several rows of the sheet, and its cells are
merged over them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.report.composition import Composition, ReportMeasure
from kyosei_desktop.report.heights import CellText, cell_heights

MOST_ROW_PT = 409.0
_ROW_STEP_PT = 0.75  # Excel keeps heights in whole pixels at 96 to the inch.
_MOST_STEPS_PT = math.floor(MOST_ROW_PT / _ROW_STEP_PT) * _ROW_STEP_PT


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cell's text that one cell of the sheet holds, and the height it needs.

    `is_repeated` where it is no part of the text: what stands again on a further page of its measure.
    """

    text: str
    height_pt: float
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece in its place: the sheet rows `first` to `last` of its measure, counted from 0."""

    piece: Piece
    first: int
    last: int


@dataclass(frozen=True)
class SheetMeasure:
    """One measure's rows on the sheet. `placed` goes by the measure's cells.

    `page_starts` are the rows, counted from 0, with which it continues on a further page.
    """

    measure: ReportMeasure
    heights_pt: Sequence[float]
    placed: Sequence[Sequence[PlacedPiece]]
    page_starts: Sequence[int] = ()

    @property
    def height_pt(self) -> float:
        """All its rows together."""
        return sum(self.heights_pt)


def lay_out_rows(composition: Composition, widths_pt: Sequence[float], size_pt: float) -> list[list[SheetMeasure]]:
    """The rows of all measures, by page group as in the composition, high enough for all of their cells."""
    heights_pt = iter(
        cell_heights(
            [CellText(cell.text, widths_pt[cell.column], cell.is_name) for cell in composition.cells],
            composition.definition.fonts,
            size_pt,
        )
    )
    return [
        [_lay_out_measure(measure, [next(heights_pt) for _ in measure.cells]) for measure in group]
        for group in composition.groups
    ]


def sheet_heights(needed_pt: float) -> list[float]:
    """The rows of the sheet, equally high, that together are as high as needed."""
    count = math.ceil(needed_pt / _MOST_STEPS_PT)
    return [whole_row(needed_pt / count)] * count


def whole_row(needed_pt: float) -> float:
    """The height that Excel keeps as it is, next above the one needed."""
    return math.ceil(needed_pt / _ROW_STEP_PT) * _ROW_STEP_PT


def _lay_out_measure(measure: ReportMeasure, cells_pt: Sequence[float]) -> SheetMeasure:
    heights_pt: list[float] = []
    first_of: list[int] = []
    for needed_pt in _report_row_heights(measure, cells_pt):
        first_of.append(len(heights_pt))
        heights_pt += sheet_heights(needed_pt)
    first_of.append(len(heights_pt))
    placed = [
        [PlacedPiece(Piece(cell.text, height_pt), first_of[cell.row], first_of[cell.row + cell.rows] - 1)]
        for cell, height_pt in zip(measure.cells, cells_pt, strict=True)
    ]
    return SheetMeasure(measure, heights_pt, placed)


def _report_row_heights(measure: ReportMeasure, cells_pt: Sequence[float]) -> list[float]:
    heights_pt = [0.0] * measure.rows
    # Cells of one row first: what they need anyway is room for those merged over several.
    for cell, needed_pt in sorted(zip(measure.cells, cells_pt, strict=True), key=lambda one: one[0].rows):
        lacking_pt = needed_pt - sum(heights_pt[cell.row : cell.row + cell.rows])
        if lacking_pt > 0:
            for row in range(cell.row, cell.row + cell.rows):
                heights_pt[row] += lacking_pt / cell.rows
    return heights_pt
