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
from kyosei_desktop.report.heights import LINE_EM, SLACK_PT, CellText, cell_heights
from kyosei_desktop.report.print_text import BREAK_HERE
from kyosei_desktop.report.sheet_rows import Piece, PlacedPiece, SheetMeasure, sheet_heights
from kyosei_desktop.report.workbook_text import cut_text, split_text

SNIPPET_SHARE = 1 / 6
"""How much of a page a line of text may fill before it is cut: small enough to fill pages well."""


@dataclass(frozen=True)
class SheetRoom:
    """What measures are set in: the columns' widths, the typeface and its size, and the height of a page's rows."""

    widths_pt: Sequence[float]
    fonts: Fonts
    size_pt: float
    page_pt: float


def has_room(measure: SheetMeasure, room: SheetRoom) -> bool:
    """Whether a measure fits a page, and each of its texts one cell."""
    pieces = (placed[0].piece for placed in measure.placed)
    return measure.height_pt <= room.page_pt and all(_is_whole(piece, room) for piece in pieces)


def continue_on_pages(laid_out: SheetMeasure, room: SheetRoom) -> SheetMeasure:
    """The measure on as many pages as it needs, no line of it cut in two by a page's end."""
    measure, cells = laid_out.measure, laid_out.measure.cells
    pieces = [
        [placed.piece] if _is_whole(placed.piece, room) else _fitting_pieces(cell, room)
        for cell, (placed,) in zip(cells, laid_out.placed, strict=True)
    ]
    again = _repeated(measure, room)
    first_of = _first_strips(measure, pieces)
    strips_pt = [max(one.height_pt for one in again)] * first_of[-1]
    for cell, parts in zip(cells, pieces, strict=True):
        for strip, piece in enumerate(parts, start=first_of[cell.row]):
            strips_pt[strip] = max(strips_pt[strip], piece.height_pt)
    return _Strips(measure, strips_pt, first_of).placed(pieces, again, room.page_pt)


def _is_whole(piece: Piece, room: SheetRoom) -> bool:
    """Whether a text fits a page and a cell."""
    return piece.height_pt <= room.page_pt and len(list(split_text(piece.text))) == 1


def _fitting_pieces(cell: ReportCell, room: SheetRoom) -> list[Piece]:
    """The cell's text in pieces that each fit a page and a cell of the sheet, the pages filled one after the other."""
    texts = [piece for page in _filled_pages(cell, room) for piece in split_text(page)]
    return [Piece(*one) for one in zip(texts, _heights(texts, cell, room), strict=True)]


def _filled_pages(cell: ReportCell, room: SheetRoom) -> Iterator[str]:
    snippets = _snippets(cell, room)
    heights_pt = _heights([one.removesuffix("\n") for one in snippets], cell, room)
    # Below a text that ends with a line feed programs leave a line empty.
    page_pt = room.page_pt - LINE_EM * room.size_pt
    filled, used_pt = "", 0.0
    for snippet, height_pt in zip(snippets, heights_pt, strict=True):
        if filled and used_pt + height_pt > page_pt:
            yield filled
            filled, used_pt = "", 0.0
        filled += snippet
        used_pt += height_pt - SLACK_PT
    yield filled


def _snippets(cell: ReportCell, room: SheetRoom) -> list[str]:
    """The cell's lines, high ones cut into parts of a page; joined they are the text."""
    lines = cell.text.split("\n")
    snippets: list[str] = []
    for line, height_pt in zip(lines, _heights(lines, cell, room), strict=True):
        snippets += cut_text(line, math.ceil(height_pt / (room.page_pt * SNIPPET_SHARE)))
        snippets[-1] += "\n"
    return [*snippets[:-1], snippets[-1].removesuffix("\n")]


def _heights(texts: Sequence[str], cell: ReportCell, room: SheetRoom) -> list[float]:
    cells = [CellText(text, room.widths_pt[cell.column], cell.is_name) for text in texts]
    return cell_heights(cells, room.fonts, room.size_pt)


def _repeated(measure: ReportMeasure, room: SheetRoom) -> list[Piece]:
    """What each cell shows on a further page where nothing of its own text is left for it."""
    texts = [_repeated_text(measure, cell) for cell in measure.cells]
    cells = [
        CellText(text, room.widths_pt[cell.column], cell.is_name)
        for text, cell in zip(texts, measure.cells, strict=True)
    ]
    heights_pt = cell_heights(cells, room.fonts, room.size_pt)
    return [Piece(*one, is_repeated=True) for one in zip(texts, heights_pt, strict=True)]


def _repeated_text(measure: ReportMeasure, cell: ReportCell) -> str:
    if cell.is_name:
        return measure.continued_name.text.replace(BREAK_HERE, "") + CONTINUED
    return cell.text if cell.field is None else ""


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
