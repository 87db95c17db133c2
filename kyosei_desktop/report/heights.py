"""How high texts stand in cells of a workbook, measured by the paper engine."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.engine import paper_engine, report_typeface
from kyosei_desktop.report.print_text import to_print
from kyosei_desktop.report.typeface import Typeface

LINE_EM = 1.45
"""How high a line is counted, in ems of the font size.

Spreadsheet programs set a line of the report's typeface a little over 1.2 em high. A workbook cannot carry its typeface
along, though: where it is not installed, another takes its place, and a line of Noto Sans CJK is 1.448 em high (its
tables' ascender and descender).
"""

SLACK_PT = 3.0
WIDTH_SHARE = 0.97
"""Programs and printer drivers differ in widths by some per cent: so much of a column is counted on."""

_WIDE, _NARROW = "国", "N"
"""Stand for the characters of a full-width typeface: one em wide, and about as wide as the widest Latin faces are."""

CELL_PADDING_PT = 3.75
"""What Excel keeps free of a column's width: 5 pixels at 96 to the inch."""


@dataclass(frozen=True, slots=True)
class CellText:
    """A text in a cell of a width in pt, the padding included."""

    text: str
    width_pt: float
    bold: bool = False


def cell_heights(texts: Sequence[CellText], fonts: Fonts, size_pt: float) -> list[float]:
    """The height in pt that each text needs in its cell for no line to be cut off, in the order given."""
    typeface = report_typeface(fonts)
    # Half an em less: where a line must not begin with a mark, the character before it moves down as well.
    widths_pt = [max(size_pt, (one.width_pt - CELL_PADDING_PT) * WIDTH_SHARE - 0.5 * size_pt) for one in texts]
    shown = [
        _breakable(one.text.translate(_AS_FULL_WIDTH), typeface, width_pt / size_pt)
        for one, width_pt in zip(texts, widths_pt, strict=True)
    ]
    data = {
        "fonts": typeface.families_for(()),
        "size_pt": size_pt,
        "leading_em": LINE_EM - 1,
        "items": [
            {"text": text, "width_pt": width_pt, "bold": one.bold}
            for one, text, width_pt in zip(texts, shown, widths_pt, strict=True)
        ],
    }
    (heights,) = paper_engine().query("heights", {"data": data}, "heights")
    # The space below the last line is not in the measured height but in the program's line.
    return [height + (LINE_EM - 1) * size_pt + SLACK_PT for height in heights]


class _FullWidth(dict[int, str]):
    """Translates a text to one as wide in a full-width typeface, which may take the report's proportional one's place.

    Each character is looked up once.
    """

    def __missing__(self, code: int) -> str:
        self[code] = stand_in = _stand_in(chr(code))
        return stand_in


_AS_FULL_WIDTH = _FullWidth()


def _stand_in(character: str) -> str:
    if character in "\n ":
        return character
    if character == "\t":
        return _WIDE
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    if unicodedata.east_asian_width(character) in "WFA":
        return _WIDE
    return _NARROW


def _breakable(stands: str, typeface: Typeface, width_em: float) -> str:
    """Lets lines end inside runs too wide for the column. Few texts have any, and to look for them takes long."""
    # Lines may end between wide characters, and none is wider than an em: a run is one of them, narrow ones, and one.
    most = max(1, int(width_em) - 1)
    return to_print(stands, typeface, width_em).text if re.search(f"[{_NARROW} ]{{{most}}}", stands) else stands
