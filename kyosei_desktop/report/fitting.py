"""Which measures and manual pages have room, and at which font size: told by bounds where they decide, else measured.

The bounds come from the widths of characters and from how high one line and two are, which the paper engine measures
(decision 0026). Where they do not hold what it measures, in a city's own template say, all is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from kyosei_desktop.report.composition import Composition, ReportCell, ReportMeasure
from kyosei_desktop.report.line_counts import LineCounter
from kyosei_desktop.report.measure_heights import Frame, cell_heights_of, frame_of, measure_height
from kyosei_desktop.report.sizing import ManualPage, largest_size, manual_pages, sizes_of
from kyosei_desktop.report.typeface import Typeface

_SLACK_PT = 0.01
"""Of a cell's height, for rounding."""

_SPEAKING = 1_000
"""Characters of a measure that tell whether bounds are right: enough for cells of many lines, and quickly measured."""


class _Range(NamedTuple):
    """A height: no less than `least_pt` and no more than `most_pt`."""

    least_pt: float
    most_pt: float


_UNKNOWN = _Range(0.0, float("inf"))


@dataclass(frozen=True)
class Fitting:
    """What fits a page of a composed report. `data` is what the template takes of it."""

    composition: Composition
    data: dict[str, Any]
    typeface: Typeface
    _ranges: dict[tuple[int, int, float], _Range] = field(default_factory=dict, repr=False)
    """Of measures, by page group, number in it, and size."""
    _frames: dict[float, Frame] = field(default_factory=dict, repr=False)

    def largest_size(self) -> float:
        """The largest font size in pt at which every manual page fits that fits at any."""
        pages = tuple(manual_pages(self.composition))
        return largest_size(self._sizes, pages, lambda size_pt, some: [self.fill(page, size_pt) for page in some])

    def measures_fit(self, size_pt: float) -> list[list[bool]]:
        """By page group, whether each measure has room on a page of its own."""
        return [
            [self._fits(ManualPage(group, number, number + 1), size_pt) for number in range(len(measures))]
            for group, measures in enumerate(self.composition.groups)
        ]

    def _fits(self, page: ManualPage, size_pt: float) -> bool:
        # What has room on a page at the largest size, for which bounds are known already, has it at any smaller one.
        most_pt = self._range_of(page.group, page.first, self._sizes[0]).most_pt
        fits_surely = most_pt <= self._frame(self._sizes[0]).room_pt
        return fits_surely or self.fill(page, size_pt) <= 1

    def fill(self, page: ManualPage, size_pt: float) -> float:
        """How full a page would be; to the last point only where bounds do not tell whether it is more than full."""
        ranges = [self._range_of(page.group, number, size_pt) for number in range(page.first, page.end)]
        room_pt = self._frame(size_pt).room_pt
        least_pt, most_pt = (sum(ends) for ends in zip(*ranges, strict=True))
        if least_pt > room_pt:
            return least_pt / room_pt
        if most_pt <= room_pt:
            return most_pt / room_pt
        return sum(self._measured(page, size_pt)) / room_pt

    def _measured(self, page: ManualPage, size_pt: float) -> list[float]:
        measures = self.composition.groups[page.group][page.first : page.end]
        cells_pt = cell_heights_of(self.data, self.data["groups"][page.group][page.first : page.end], size_pt)
        return [
            measure_height(one.rows, _spans(one), heights_pt)
            for one, heights_pt in zip(measures, cells_pt, strict=True)
        ]

    def _range_of(self, group: int, number: int, size_pt: float) -> _Range:
        place = group, number, size_pt
        if place not in self._ranges:
            measure = self.composition.groups[group][number]
            is_known = self.are_bounds_right
            self._ranges[place] = _range_of_rows(measure, self._cell_ranges(measure, size_pt)) if is_known else _UNKNOWN
        return self._ranges[place]

    def _cell_ranges(self, measure: ReportMeasure, size_pt: float) -> list[_Range]:
        frame = self._frame(size_pt)
        return [self._cell_range(cell, frame, size_pt) for cell in measure.cells]

    def _frame(self, size_pt: float) -> Frame:
        if size_pt not in self._frames:
            self._frames[size_pt] = frame_of(self.data, size_pt)
        return self._frames[size_pt]

    def _cell_range(self, cell: ReportCell, frame: Frame, size_pt: float) -> _Range:
        width_pt = self.composition.columns[cell.column].inner_width_pt
        lines = self._counter.count(cell.printed.text, width_pt / size_pt, is_name=cell.is_name)
        if lines is None:
            return _UNKNOWN
        least_pt, most_pt = (frame.height_pt(number, is_name=cell.is_name) for number in (lines.least, lines.most))
        return _Range(least_pt - _SLACK_PT, most_pt + _SLACK_PT)

    @cached_property
    def are_bounds_right(self) -> bool:
        """Whether a measure of about a thousand characters has cells as high as the bounds say."""
        places = [(group, number) for group, some in enumerate(self.data["groups"]) for number in range(len(some))]
        if not places:
            return False
        group, number = min(places, key=lambda at: abs(self._characters_of(*at) - _SPEAKING))
        # Before the ranges, whose frame is measured along with it.
        (heights_pt,) = cell_heights_of(self.data, [self.data["groups"][group][number]], self._sizes[0])
        ranges = self._cell_ranges(self.composition.groups[group][number], self._sizes[0])
        return all(one.least_pt <= height_pt <= one.most_pt for one, height_pt in zip(ranges, heights_pt, strict=True))

    def _characters_of(self, group: int, number: int) -> int:
        return sum(len(cell.printed.text) for cell in self.composition.groups[group][number].cells)

    @cached_property
    def _sizes(self) -> list[float]:
        return sizes_of(self.composition.definition.fonts)

    @cached_property
    def _counter(self) -> LineCounter:
        return LineCounter(self.typeface)


def _range_of_rows(measure: ReportMeasure, cells: Sequence[_Range]) -> _Range:
    spans = _spans(measure)
    return _Range(*(measure_height(measure.rows, spans, heights_pt) for heights_pt in zip(*cells, strict=True)))


def _spans(measure: ReportMeasure) -> list[tuple[int, int]]:
    return [(cell.row, cell.row + cell.rows) for cell in measure.cells]
