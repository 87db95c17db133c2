"""How high texts stand in cells of a workbook, measured by the paper engine."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.engine import paper_engine

LINE_EM = 1.25
"""Spreadsheet programs set a line of the report's typeface a little over 1.2 em high."""

SLACK_PT = 3.0
WIDTH_SHARE = 0.97
"""Programs and printer drivers differ in widths by some per cent: so much of a column is counted on."""

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
    data = {
        "fonts": [fonts.family, *fonts.fallbacks],
        "size_pt": size_pt,
        "leading_em": LINE_EM - 1,
        "items": [
            {
                "text": one.text,
                "width_pt": max(size_pt, (one.width_pt - CELL_PADDING_PT) * WIDTH_SHARE),
                "bold": one.bold,
            }
            for one in texts
        ],
    }
    (heights,) = paper_engine().query("heights", {"data": data}, "heights")
    # The space below the last line is not in the measured height but in the program's line.
    return [height + (LINE_EM - 1) * size_pt + SLACK_PT for height in heights]
