"""The named styles of the official workbook's cells: a user who wants another look changes each in one place."""

import math
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side

STANDARD_FAMILY, STANDARD_SIZE_PT, STANDARD_DIGIT_EM = "Courier New", 12.5, 0.6
"""The standard style's font. Column widths are counted in its digits.

Courier New and the typewriter faces that take its place elsewhere (Liberation Mono, DejaVu Sans Mono, Noto Sans Mono)
all have digits of 0.6 em, so that columns are as wide on every system. With Arial they were a tenth wider where DejaVu
Sans took its place, and the sheet wider than its paper. At this size a digit is 10.0 pixels wide: some programs count
in whole pixels a digit, others in fractions, and here they agree.
"""

STANDARD_FONT = Font(name=STANDARD_FAMILY, size=STANDARD_SIZE_PT)

_PIXELS_PER_POINT = 96 / 72

_TITLE = "報告書の題名"
_ALIGNED = {"left": "左", "center": "中央", "right": "右"}
_THIN = Side(style="thin", color="FF000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_JAPANESE_CHARSET = 128  # Says which kind of typeface may take the place of one that is not installed.


def column_width(width_pt: float) -> float:
    """A column's width as a sheet with the standard font counts it, in its digits, from one in pt."""
    digit_pixels = round(STANDARD_DIGIT_EM * STANDARD_SIZE_PT * _PIXELS_PER_POINT)
    return math.floor(width_pt * _PIXELS_PER_POINT) / digit_pixels


@dataclass(frozen=True)
class SheetStyles:
    """The styles of one book, added to it when first asked for. All are known by name."""

    book: Workbook
    family: str
    size_pt: float
    _known: set[str] = field(default_factory=set)

    def title(self, size_pt: float) -> str:
        """For the title above the table."""
        return self._added(_TITLE, size_pt, "center", is_bold=True, border=Border())

    def body(self, align: str, *, is_bold: bool = False) -> str:
        """For a cell of the table."""
        name = f"報告書の欄（{_ALIGNED[align]}{'・太字' if is_bold else ''}）"
        return self._added(name, self.size_pt, align, is_bold=is_bold, border=_BOX)

    def _added(self, name: str, size_pt: float, align: str, *, is_bold: bool, border: Border) -> str:
        if name not in self._known:
            self._known.add(name)
            style = NamedStyle(
                name=name,
                font=Font(name=self.family, size=size_pt, bold=is_bold, charset=_JAPANESE_CHARSET),
                alignment=Alignment(
                    horizontal=align, vertical="center" if align == "center" else "top", wrap_text=True
                ),
                border=border,
            )
            self.book.add_named_style(style)
        return name
