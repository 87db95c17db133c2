"""Texts in cells of a workbook: kept to the character within Excel's limits, never taken for a formula."""

import math
import re
import unicodedata
from collections.abc import Iterator

from openpyxl.cell import Cell, MergedCell

MOST_CELL_UNITS = 32_767
MOST_CELL_LINE_FEEDS = 253
"""Excel's specifications and limits: characters (UTF-16 units) and line feeds a cell may hold."""

# Office Open XML part 1, 22.9.2.19 (ST_Xstring): _x000D_ in a text stands for the character U+000D, and an underscore
# that would begin such a sequence is itself written _x005F_. openpyxl leaves both to its caller.
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BEGINS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# Two that share an underscore: LibreOffice 7.4 escapes the first only when it saves them.
_CHAINED_ESCAPES = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
# Unicode's two that XML 1.0 leaves out of its characters and a field nevertheless may hold.
_NOT_IN_XML = re.compile("[\ufffe\uffff]")

# What would become a formula, or vanish, when somebody edits the cell; Japanese Excel takes full-width signs too.
_TAKEN_FOR_FORMULA = ("=", "+", "-", "@", "'", "＝", "＋", "－", "＠")

_JOINER = "\u200d"


def set_text(cell: Cell | MergedCell, text: str) -> None:
    """Put a text into a cell that has its style, as text whatever it begins with; an empty one leaves it empty."""
    assert isinstance(cell, Cell)
    if text:
        escaped = _BEGINS_ESCAPE.sub("_x005F_", text)
        cell.value = _NOT_IN_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", escaped)
        cell.data_type = "s"
        if text.startswith(_TAKEN_FOR_FORMULA):
            cell.quotePrefix = True


def text_of(value: object) -> str:
    """The text that a cell's value, as openpyxl reads it, stands for; empty for an empty cell."""
    if value is None:
        return ""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), str(value))


def plain_xml_text(text: str) -> str:
    """The text where no escapes are known, as in properties: without the characters that no XML file can hold."""
    return _NOT_IN_XML.sub("", text)


def fits_cell(text: str) -> bool:
    """Whether a single cell holds the text and gives it back as it was, whatever program saves the book.

    What XML has no place for stands escaped in cells, and programs differ in how they write that back, and some of them
    in how they write two texts in a row that look like an escape.
    """
    is_plain = _NOT_IN_XML.search(text) is None and _CHAINED_ESCAPES.search(text) is None
    return is_plain and _units(text) <= MOST_CELL_UNITS and text.count("\n") <= MOST_CELL_LINE_FEEDS


def split_text(text: str) -> Iterator[str]:
    """The text in pieces that Excel can hold in a cell each; joined they are the text. At least one piece."""
    if len(text) <= MOST_CELL_LINE_FEEDS:
        yield text
        return
    start = 0
    units = line_feeds = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        line_feeds += character == "\n"
        if units > MOST_CELL_UNITS or line_feeds > MOST_CELL_LINE_FEEDS:
            end = _before_letter(text, start, index)
            yield text[start:end]
            start = end
            units, line_feeds = _units(text[start : index + 1]), text.count("\n", start, index + 1)
    yield text[start:]


def cut_text(text: str, parts: int) -> Iterator[str]:
    """The text in about so many pieces of like length; joined they are the text. At least one piece.

    It is cut after a sentence where one ends nearby, else anywhere but between a letter and its marks.
    """
    length = max(1, math.ceil(len(text) / parts))
    start = 0
    while len(text) - start > length:
        end = start + length
        cut = text.rfind("。", start + length // 2, end) + 1 or _before_letter(text, start, end)
        yield text[start:cut]
        start = cut
    yield text[start:]


def _before_letter(text: str, start: int, index: int) -> int:
    """The nearest place up to an index where no letter is parted from its marks; the index where there is none."""
    place = index
    while place > start and _is_joined(text, place):
        place -= 1
    return place if place > start else index


def _is_joined(text: str, place: int) -> bool:
    """Whether the character there belongs to the one before it: marks, choices of form and of skin, joiners."""
    character = text[place]
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or text[place - 1] == _JOINER
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
