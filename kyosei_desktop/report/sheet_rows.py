"""The rows of the official workbook: how high each must be, and how many a cell is merged over.

Excel allows 409 pt a row. A row of the report that needs more becomes several rows of the sheet, and its cells are
merged over them; so do cells whose text Excel cannot hold in one.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.report.composition import Composition, ReportMeasure
from kyosei_desktop.report.heights import CellText, cell_heights
from kyosei_desktop.report.workbook_text import split_text

MOST_ROW_PT = 409.0
_ROW_STEP_PT = 0.75  # Excel keeps heights in whole pixels at 96 to the inch.
_MOST_STEPS_PT = math.floor(MOST_ROW_PT / _ROW_STEP_PT) * _ROW_STEP_PT


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cell's text that one cell of the sheet holds, and the height it needs."""

    text: str
    height_pt: float


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece in its place: the sheet rows `first` to `last` of its measure, counted from 0."""

    piece: Piece
    first: int
    last: int


@dataclass(frozen=True)
class SheetMeasure:
    """One measure's rows on the sheet. `placed` goes by the measure's cells."""

    measure: ReportMeasure
    heights_pt: Sequence[float]
    placed: Sequence[Sequence[PlacedPiece]]

    @property
    def height_pt(self) -> float:
        """All its rows together."""
        return sum(self.heights_pt)


def lay_out_rows(composition: Composition, widths_pt: Sequence[float], size_pt: float) -> list[list[SheetMeasure]]:
    """The rows of all measures, by page group as in the composition, high enough for all of their cells."""
    texts = [[*split_text(cell.text)] for cell in composition.cells]
    heights = iter(
        cell_heights(
            [
                CellText(text, widths_pt[cell.column], cell.is_name)
                for cell, pieces in zip(composition.cells, texts, strict=True)
                for text in pieces
            ],
            composition.definition.fonts,
            size_pt,
        )
    )
    pieces = iter([[Piece(text, next(heights)) for text in parts] for parts in texts])
    return [
        [_lay_out_measure(measure, [next(pieces) for _ in measure.cells]) for measure in group]
        for group in composition.groups
    ]


def _lay_out_measure(measure: ReportMeasure, pieces: Sequence[Sequence[Piece]]) -> SheetMeasure:
    heights_pt: list[float] = []
    first_of: list[int] = []
    for needed_pt in _report_row_heights(measure, pieces):
        first_of.append(len(heights_pt))
        count = math.ceil(needed_pt / _MOST_STEPS_PT)
        heights_pt += [math.ceil(needed_pt / count / _ROW_STEP_PT) * _ROW_STEP_PT] * count
    first_of.append(len(heights_pt))
    placed = [
        list(_place(parts, heights_pt, first_of[cell.row], first_of[cell.row + cell.rows]))
        for cell, parts in zip(measure.cells, pieces, strict=True)
    ]
    return SheetMeasure(measure, heights_pt, placed)


def _report_row_heights(measure: ReportMeasure, pieces: Sequence[Sequence[Piece]]) -> list[float]:
    heights = [0.0] * measure.rows
    # Cells of one row first: what they need anyway is room for those merged over several.
    for cell, parts in sorted(zip(measure.cells, pieces, strict=True), key=lambda one: one[0].rows):
        # Pieces begin at a row's top, so each but the last may leave up to one row unused.
        needed = sum(piece.height_pt for piece in parts) + _MOST_STEPS_PT * (len(parts) - 1)
        lacking = needed - sum(heights[cell.row : cell.row + cell.rows])
        if lacking > 0:
            for row in range(cell.row, cell.row + cell.rows):
                heights[row] += lacking / cell.rows
    return heights


def _place(pieces: Sequence[Piece], heights_pt: Sequence[float], first: int, end: int) -> Iterator[PlacedPiece]:
    for piece in pieces[:-1]:
        last = first
        while sum(heights_pt[first : last + 1]) < piece.height_pt:
            last += 1
        yield PlacedPiece(piece, first, last)
        first = last + 1
    yield PlacedPiece(pieces[-1], first, end - 1)
