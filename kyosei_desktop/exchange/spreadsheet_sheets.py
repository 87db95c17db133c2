"""A sheet of a workbook from outside: where its cells stand is looked at before openpyxl makes objects of them."""

import itertools
import re
from collections.abc import Mapping

from kyosei_desktop.exchange.spreadsheet_parts import Budgets, Kept, PartDamaged, PartReader

MAX_ROWS, MAX_COLUMNS = 2**20, 2**14
"""What Excel has (specifications and limits)."""

SHEET: Kept = {
    "sheetViews": {"sheetView": {"pane": {}}},
    "sheetFormatPr": {},
    "cols": {"col": {}},
    "sheetData": {"row": {"c": {"v": {}, "f": {}, "is": {"t": {}, "r": {"t": {}}}}}},
    "mergeCells": {"mergeCell": {}},
    "rowBreaks": {"brk": {}},
}
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class CellTooFar(Exception):
    """A cell with content spans more of the sheet than can be looked at. `cell` is its address."""

    def __init__(self, cell: str) -> None:
        super().__init__(cell)
        self.cell = cell


class SheetReader(PartReader):
    """A sheet's cells, merges and columns.

    Args:
        has_formulas: whether formulas are kept, as a sign that the cell has one, or left out for their last values.
    """

    root, kept = "worksheet", SHEET
    left_out_when_empty = frozenset({"row", "c"})
    # A formula's kind and range would have it translated for every cell that shares it.
    without_attributes = frozenset({"f"})

    def __init__(self, content: bytes, budgets: Budgets, *, has_formulas: bool) -> None:
        super().__init__(content, budgets)
        self._has_formulas = has_formulas
        self._row = self._column = 0
        self._last = (0, 0)
        self._extent = (0, 0)
        self._merged: set[tuple[int, int]] = set()

    def reduced(self) -> bytes:
        """As in the base; the sheet's area is spent. Raises CellTooFar too."""
        reduced = super().reduced()
        self._budgets.area.spend(self._extent[0] * self._extent[1])
        return reduced

    def wanted(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Not a formula whose last value is read."""
        return name != "f" or self._has_formulas

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """Keeps track of where cells stand."""
        if name == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "c":
            self._start_cell(attributes.get("r"))
        elif name in ("v", "f", "is"):
            self._reach(self._row, self._column)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, reference: str | None) -> None:
        """Cells stand in order, so that none is there twice."""
        if reference is None:
            self._column += 1
        else:
            row, self._column = _place(reference)
            if row != self._row:
                raise PartDamaged
        place = (self._row, self._column)
        if place <= self._last or self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            raise PartDamaged
        self._last = place

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        row, column = _place(first)
        last_row, last_column = _place(last)
        if last_row < row or last_column < column:
            raise PartDamaged
        self._reach(last_row, last_column)
        self._budgets.merged.spend((last_row - row + 1) * (last_column - column + 1))
        cells = set(itertools.product(range(row, last_row + 1), range(column, last_column + 1)))
        if not cells.isdisjoint(self._merged):
            raise PartDamaged
        self._merged |= cells

    def _reach(self, row: int, column: int) -> None:
        self._extent = max(self._extent[0], row), max(self._extent[1], column)
        if self._extent[0] * self._extent[1] > self._budgets.area.left:
            from openpyxl.utils.cell import get_column_letter  # slow to load

            raise CellTooFar(f"{get_column_letter(column)}{row}")


def _place(reference: str) -> tuple[int, int]:
    """Row and column of a cell, from 1. Raises PartDamaged."""
    found = _CELL.fullmatch(reference)
    if found is None:
        raise PartDamaged
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    if row > MAX_ROWS or column > MAX_COLUMNS:
        raise PartDamaged
    return row, column


def _number(digits: str) -> int:
    """A row's number. Raises PartDamaged."""
    if not digits.isascii() or not digits.isdigit() or not 0 < len(digits) <= len(str(MAX_ROWS)) or int(digits) == 0:
        raise PartDamaged
    return int(digits)
