"""The official report on pages: its font size, its PDF, its pictures, and where each measure stands."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kyosei_desktop.domain.definition import Definition, Fonts
from kyosei_desktop.domain.plan import MeasureNumber, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import Composition, compose
from kyosei_desktop.report.engine import paper_engine, report_typeface

TEMPLATE = "official"


@dataclass(frozen=True, slots=True)
class Heights:
    """What the parts of the report measure at one font size, in pt. `parts_pt` goes by page group."""

    head_pt: float
    body_pt: float
    parts_pt: Sequence[Sequence[float]]

    @property
    def room_pt(self) -> float:
        """What a page has for measures, the repeated column header taken off."""
        return self.body_pt - self.head_pt


@dataclass(frozen=True)
class PageLayout:
    """A composed report with the font size chosen; `data` is complete for the template."""

    composition: Composition
    size_pt: float
    data: dict[str, Any]

    @property
    def inputs(self) -> dict[str, Any]:
        """What the template takes."""
        return {"data": self.data, "size_pt": str(self.size_pt)}


def lay_out(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> PageLayout:
    """Compose the report and choose the largest font size at which every manual page still fits its page.

    A manual page that does not fit even at the smallest size continues on a further page whatever is done,
    so it has no say in the size.
    """
    composition = compose(plan, definition, report_typeface(definition.fonts.family), years=years)
    data = composition.as_data()
    manual = tuple(_manual_pages(composition))
    size_pt, heights = _largest_fitting(json.dumps(data, ensure_ascii=False), manual, definition.fonts)
    for group, group_heights in zip(data["groups"], heights.parts_pt, strict=True):
        for part, height_pt in zip(group, group_heights, strict=True):
            part["fits_page"] = height_pt <= heights.room_pt
    return PageLayout(composition, size_pt, data)


def official_pdf(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> bytes:
    """The official report as a tagged PDF (PDF/UA-1 and PDF/A-2a) with a bookmark for each measure."""
    return pdf_of(lay_out(plan, definition, years=years))


def pdf_of(layout: PageLayout) -> bytes:
    """The PDF of a report already laid out."""
    return paper_engine().pdf(TEMPLATE, layout.inputs)


def svg_pages(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> list[bytes]:
    """The same pages for the preview and the printer, each an SVG document."""
    return paper_engine().svg(TEMPLATE, lay_out(plan, definition, years=years).inputs)


def pages_of_measures(layout: PageLayout) -> list[tuple[MeasureNumber, int]]:
    """On which page (from 1) each measure begins, in printed order."""
    found = paper_engine().query(TEMPLATE, layout.inputs, "measure")
    return [(measure.no, page) for measure, page in zip(layout.composition.measures, found, strict=True)]


def sizes_of(fonts: Fonts) -> list[float]:
    """The sizes that a definition allows, in pt, the largest first."""
    steps = round((fonts.max_pt - fonts.min_pt) / fonts.step_pt)
    return [round(fonts.max_pt - step * fonts.step_pt, 3) for step in range(steps + 1)]


@dataclass(frozen=True)
class _ManualPage:
    """Measures that one page is to hold: from `first` to before `end` of a group."""

    group: int
    first: int
    end: int

    def height_pt(self, heights: Heights) -> float:
        return sum(heights.parts_pt[self.group][self.first : self.end])

    def fits(self, heights: Heights) -> bool:
        return self.height_pt(heights) <= heights.room_pt


def _manual_pages(composition: Composition) -> Iterator[_ManualPage]:
    for number, group in enumerate(composition.groups):
        first = 0
        for end in range(1, len(group) + 1):
            if end == len(group) or group[end].page != group[first].page:
                if group[first].page is not None:
                    yield _ManualPage(number, first, end)
                first = end


@lru_cache(maxsize=8)
def _largest_fitting(data: str, manual: tuple[_ManualPage, ...], fonts: Fonts) -> tuple[float, Heights]:
    """The size chosen and the heights at it. Cached by content, for preview and export ask one after the other."""
    sizes = sizes_of(fonts)
    at_largest = _heights(data, sizes[0])
    crowded = [page for page in manual if not page.fits(at_largest)]
    search = _SizeSearch(data, sizes, {0: at_largest})
    while crowded:
        found = search.largest_for(crowded)
        hopeless = [page for page in crowded if not page.fits(search.at(found))]
        if not hopeless:
            return sizes[found], search.at(found)
        crowded = [page for page in crowded if page not in hopeless]
    return sizes[0], at_largest


@dataclass(frozen=True)
class _SizeSearch:
    """Looks for a font size among `sizes`, largest first, measuring each at most once."""

    data: str
    sizes: Sequence[float]
    measured: dict[int, Heights]

    def at(self, index: int) -> Heights:
        if index not in self.measured:
            self.measured[index] = _heights(self.data, self.sizes[index])
        return self.measured[index]

    def largest_for(self, pages: Sequence[_ManualPage]) -> int:
        """The first index at which all of the pages fit; the last of all where there is none."""
        index = self._guess(pages)
        while index < len(self.sizes) - 1 and not self._fit(pages, index):
            index += 1
        while index > 0 and self._fit(pages, index - 1):
            index -= 1
        return index

    def _fit(self, pages: Sequence[_ManualPage], index: int) -> bool:
        return all(page.fits(self.at(index)) for page in pages)

    def _guess(self, pages: Sequence[_ManualPage]) -> int:
        # A text's area grows with the square of the font size. Measuring takes longer than all else, and from
        # here it is mostly one step to the size looked for.
        heights = self.at(0)
        excess = max(page.height_pt(heights) for page in pages) / heights.room_pt
        wanted_pt = self.sizes[0] / excess**0.5
        return next((n for n, size in enumerate(self.sizes) if size <= wanted_pt), len(self.sizes) - 1)


def _heights(data: str, size_pt: float) -> Heights:
    inputs = {"data": data, "size_pt": str(size_pt), "only_heights": "yes"}
    (found,) = paper_engine().query(TEMPLATE, inputs, "heights")
    return Heights(found["head_pt"], found["body_pt"], found["parts_pt"])
