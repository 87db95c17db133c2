"""How many lines a printed text has at the least and at the most, told by the widths of its characters alone.

The paper engine alone knows where lines end. But most pages are so full, or have so much room left, that the bounds say
whether they fit, and only the others need be measured, which takes as long as half of the report.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from kyosei_desktop.report.print_text import BULLET, OPENING_BRACKETS, runs_of
from kyosei_desktop.report.typeface import Typeface

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

    def count(self, printed: str, width_em: float, *, is_name: bool) -> LineCount | None:
        """The lines of a text as `to_print` prepared it, in a column of that inner width.

        A name is bold, and its lines do not hang by a bullet.
        None where that cannot be said: for a font that moves its characters together or apart, characters that it
        lacks, or that join others, runs wider than the column, and lines of nothing but spaces.
        """
        advances_em = self.typeface.bold_advances_em if is_name else self.typeface.advances_em
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
            hang_em = self.typeface.width_em(BULLET) if line.startswith(BULLET) and not is_name else 0.0
            least += max(1, _least_lines(line, begins_em, width_em + _ROUNDING_EM, hang_em))
            most_of_line = _most_lines(line, begins_em, width_em - _ROUNDING_EM, hang_em)
            if most_of_line is None:
                return None
            most += most_of_line
        return LineCount(least, most)


def _least_lines(line: str, begins_em: list[float], width_em: float, hang_em: float) -> int:
    """Lines that break wherever one is full; of a mark at either end half may be drawn in, and spaces take no room."""
    lines, begin, room_em = 0, 0, width_em
    while begin < len(line):
        drawn_in_em = _half_of_mark(line, begins_em, begin)
        end = bisect_right(begins_em, begins_em[begin] + room_em + drawn_in_em) - 1
        if end < len(line):
            drawn_in_em += _half_of_mark(line, begins_em, end)
            end = bisect_right(begins_em, begins_em[begin] + room_em + drawn_in_em) - 1
        end = max(end, begin + 1)
        while end < len(line) and line[end].isspace():
            end += 1
        begin, lines, room_em = end, lines + 1, width_em - hang_em
    return lines


def _half_of_mark(line: str, begins_em: list[float], at: int) -> float:
    return 0.0 if line[at].isalnum() else (begins_em[at + 1] - begins_em[at]) / 2


def _most_lines(line: str, begins_em: list[float], width_em: float, hang_em: float) -> int | None:
    """Lines that break only where they surely may, each as late as it can, and lose nothing at their ends.

    None where they would have to break elsewhere.
    """
    # The template pushes a bracket at the very start in by half its width.
    room_em = width_em - (0.5 if line.startswith(tuple(OPENING_BRACKETS)) else 0.0)
    if begins_em[-1] <= room_em:
        return 1
    ends = list(accumulate(map(len, runs_of(line))))
    lines, begin, taken = 0, 0, 0
    while begin < len(line):
        fitting = bisect_right(begins_em, begins_em[begin] + room_em) - 1
        before, taken = taken, bisect_right(ends, fitting)
        if taken == before:
            return None
        begin, lines, room_em = ends[taken - 1], lines + 1, width_em - hang_em
    return lines
