"""How many lines a printed text has at the least and at the most, told by the widths of its characters alone.

The paper engine alone knows where lines end. But most pages are so full, or have so much room left, that the bounds say
whether they fit, and only the others need be measured, which takes as long as half of the report.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from kyosei_desktop.report.print_text import BULLET, OPENING_BRACKETS, runs_of
from kyosei_desktop.report.typeface import Typeface

_DRAWN_IN_EM = 1.0
"""So much more a line may hold than its width: the engine draws in half an em of a mark at either end of it."""

_ROUNDING_EM = 0.001


@dataclass(frozen=True, slots=True)
class LineCount:
    """Lines of a text: no fewer than `least` and no more than `most`."""

    least: int
    most: int


@dataclass(frozen=True)
class LineCounter:
    """Bounds the lines of texts in a typeface, as the template `japanese` sets them."""

    typeface: Typeface

    def count(self, printed: str, width_em: float, *, is_bold: bool) -> LineCount | None:
        """The lines of a text as `to_print` prepared it, in a column of that inner width.

        None where that cannot be said: for a font that moves its characters together or apart, characters that it
        lacks, or that join others, places that were made to break, and lines of nothing but spaces.
        """
        advances_em = self.typeface.bold_advances_em if is_bold else self.typeface.advances_em
        if not printed:
            return LineCount(0, 0)
        least = most = 0
        for line in printed.split("\n"):
            if line.isspace():
                return None
            try:
                begins_em = [0.0, *accumulate(map(advances_em.__getitem__, line))]
            except KeyError:
                return None
            hang_em = self.typeface.width_em(BULLET) if line.startswith(BULLET) else 0.0
            least += _least_lines(begins_em[-1], width_em, hang_em)
            most += max(1, _most_lines(line, begins_em, width_em - _ROUNDING_EM, hang_em))
        return LineCount(least, most)


def _least_lines(whole_em: float, width_em: float, hang_em: float) -> int:
    """Lines that break wherever one is full."""
    beyond_em = whole_em - width_em - _DRAWN_IN_EM
    return 1 if beyond_em <= 0 else 1 + int(beyond_em // (width_em - hang_em + _DRAWN_IN_EM)) + 1


def _most_lines(line: str, begins_em: list[float], width_em: float, hang_em: float) -> int:
    """Lines that break only where they surely may, each as late as it can, and lose nothing at their ends."""
    # The template pushes a bracket at the very start in by half its width.
    room_em = width_em - (0.5 if line.startswith(tuple(OPENING_BRACKETS)) else 0.0)
    if begins_em[-1] <= room_em:
        return 1
    ends = list(accumulate(map(len, runs_of(line))))
    lines, begin, taken = 0, 0, 0
    while begin < len(line):
        fitting = bisect_right(begins_em, begins_em[begin] + room_em) - 1
        taken = max(bisect_right(ends, fitting), taken + 1)  # a run wider than the column stands alone
        begin, lines, room_em = ends[taken - 1], lines + 1, width_em - hang_em
    return lines
