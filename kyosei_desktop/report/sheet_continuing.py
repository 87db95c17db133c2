"""Measures of the official workbook that do not fit a page: cut into strips that do.

A spreadsheet program cuts a merged cell that crosses a page's end through the middle of a line. So the texts are cut
before it gets to that: every strip is a row of the report or a part of one, holds pieces of texts that fit it whole,
and is never torn apart. On each further page №, name （続き） and the row labels stand again.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.composition import CONTINUED, ReportCell, ReportMeasure
from kyosei_desktop.report.heights import CellText, cell_heights
from kyosei_desktop.report.print_text import BREAK_HERE
from kyosei_desktop.report.sheet_rows import Piece, PlacedPiece, SheetMeasure, sheet_heights
from kyosei_desktop.report.workbook_text import cut_text, split_text


@dataclass(frozen=True)
class SheetRoom:
    """What measures are set in: the columns' widths, the typeface and its size, and the height of a page's rows."""

    widths_pt: Sequence[float]
    fonts: Fonts
    size_pt: float
    page_pt: float


def has_room(measure: SheetMeasure, room: SheetRoom) -> bool:
    """Whether a measure fits a page, and each of its texts one cell."""
    return measure.height_pt <= room.page_pt and all(
        len(list(split_text(cell.text))) == 1 for cell in measure.measure.cells
    )


def continue_on_pages(measure: ReportMeasure, room: SheetRoom) -> SheetMeasure:
    """The measure on as many pages as it needs, no line of it cut in two by a page's end."""
    cells = measure.cells
    pieces = [_fitting_pieces(cell, room) for cell in cells]
    again = [_repeated(measure, cell, room) for cell in cells]
    first_of = _first_strips(measure, pieces)
    strips_pt = [max(one.height_pt for one in again)] * first_of[-1]
    for cell, parts in zip(cells, pieces, strict=True):
        for strip, piece in enumerate(parts, start=first_of[cell.row]):
            strips_pt[strip] = max(strips_pt[strip], piece.height_pt)
    return _Strips(measure, strips_pt, first_of).placed(pieces, again, room.page_pt)


def _fitting_pieces(cell: ReportCell, room: SheetRoom) -> list[Piece]:
    """The cell's text in pieces that each fit a page and a cell of the sheet."""

    def measured(texts: Sequence[str]) -> list[Piece]:
        cells = [CellText(text, room.widths_pt[cell.column], cell.is_name) for text in texts]
        return [Piece(*one) for one in zip(texts, cell_heights(cells, room.fonts, room.size_pt), strict=True)]

    pieces = measured(list(split_text(cell.text)))
    while any(_must_be_cut(one, room) for one in pieces):
        texts = [
            text
            for one in pieces
            for text in (
                cut_text(one.text, math.ceil(one.height_pt / room.page_pt)) if _must_be_cut(one, room) else [one.text]
            )
        ]
        pieces = measured(texts)
    return pieces


def _must_be_cut(piece: Piece, room: SheetRoom) -> bool:
    return piece.height_pt > room.page_pt and len(piece.text) > 1


def _repeated(measure: ReportMeasure, cell: ReportCell, room: SheetRoom) -> Piece:
    """What the cell shows on a further page where nothing of its own text is left for it."""
    text = ""
    if cell.is_name:
        text = measure.continued_name.text.replace(BREAK_HERE, "") + CONTINUED
    elif cell.field is None:
        text = cell.text
    shown = CellText(text, room.widths_pt[cell.column], cell.is_name)
    (height_pt,) = cell_heights([shown], room.fonts, room.size_pt)
    return Piece(text, height_pt, is_repeated=True)


def _first_strips(measure: ReportMeasure, pieces: Sequence[Sequence[Piece]]) -> list[int]:
    """Which strip each row of the report begins with, and at the end how many there are: enough for all pieces."""
    counts = [1] * measure.rows
    for cell, parts in sorted(zip(measure.cells, pieces, strict=True), key=lambda one: one[0].rows):
        end = cell.row + cell.rows
        counts[end - 1] += max(0, len(parts) - sum(counts[cell.row : end]))
    return [sum(counts[:row]) for row in range(measure.rows + 1)]


@dataclass(frozen=True)
class _Strips:
    measure: ReportMeasure
    heights_pt: Sequence[float]
    first_of: Sequence[int]

    def placed(self, pieces: Sequence[Sequence[Piece]], again: Sequence[Piece], page_pt: float) -> SheetMeasure:
        sheet_rows = [sheet_heights(height_pt) for height_pt in self.heights_pt]
        row_of = [sum(map(len, sheet_rows[:strip])) for strip in range(len(sheet_rows) + 1)]
        starts = list(self._page_starts(page_pt))
        placed: list[list[PlacedPiece]] = [[] for _ in pieces]
        for start, end in zip(starts, [*starts[1:], len(self.heights_pt)], strict=True):
            for number, cell in enumerate(self.measure.cells):
                first = max(start, self.first_of[cell.row])
                last = min(end, self.first_of[cell.row + cell.rows])
                if first < last:
                    own = pieces[number][first - self.first_of[cell.row] :][: last - first] or [again[number]]
                    placed[number] += _stacked(own, row_of[first : last + 1])
        return SheetMeasure(
            self.measure,
            heights_pt=[height_pt for rows in sheet_rows for height_pt in rows],
            placed=placed,
            page_starts=[row_of[start] for start in starts[1:]],
        )

    def _page_starts(self, page_pt: float) -> Iterator[int]:
        used_pt = math.inf
        for strip, height_pt in enumerate(self.heights_pt):
            if used_pt + height_pt > page_pt:
                yield strip
                used_pt = 0.0
            used_pt += height_pt


def _stacked(pieces: Sequence[Piece], rows: Sequence[int]) -> Iterator[PlacedPiece]:
    """Pieces one below the other, each in a strip of its own, the last in all that are left."""
    for number, piece in enumerate(pieces):
        end = rows[number + 1] if number + 1 < len(pieces) else rows[-1]
        yield PlacedPiece(piece, rows[number], end - 1)
