"""Texts in cells of a workbook: kept to the character within Excel's limits, never taken for a formula."""

import re
from collections.abc import Iterator

from openpyxl.cell import Cell, MergedCell

MOST_CELL_UNITS = 32_767
MOST_CELL_LINE_FEEDS = 253
"""Excel's specifications and limits: characters (UTF-16 units) and line feeds a cell may hold."""

# Office Open XML part 1, 22.9.2.19 (ST_Xstring): _x000D_ in a text stands for the character U+000D, and an underscore
# that would begin such a sequence is itself written _x005F_. openpyxl leaves both to its caller.
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BEGINS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def set_text(cell: Cell | MergedCell, text: str) -> None:
    """Put a text into a cell as text, whatever it begins with (`=`, `+`, `-`, `@`)."""
    assert isinstance(cell, Cell)
    cell.value = _BEGINS_ESCAPE.sub("_x005F_", text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def text_of(value: object) -> str:
    """The text that a cell's value, as openpyxl reads it, stands for; empty for an empty cell."""
    if value is None:
        return ""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), str(value))


def split_text(text: str) -> Iterator[str]:
    """The text in pieces that Excel can hold in a cell each; joined they are the text. At least one piece."""
    start = 0
    units = line_feeds = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        line_feeds += character == "\n"
        if units > MOST_CELL_UNITS or line_feeds > MOST_CELL_LINE_FEEDS:
            yield text[start:index]
            start = index
            units, line_feeds = (2 if character > "\uffff" else 1), int(character == "\n")
    yield text[start:]
