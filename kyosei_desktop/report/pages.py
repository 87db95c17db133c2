"""The official report on pages: its font size, its PDF, its pictures, and where each measure stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kyosei_desktop.domain.definition import Definition, Fonts
from kyosei_desktop.domain.plan import MeasureNumber, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import Composition, compose
from kyosei_desktop.report.engine import paper_engine, report_typeface
from kyosei_desktop.report.sizing import ManualPage, largest_size, manual_pages, sizes_of

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

    def fill(self, page: ManualPage) -> float:
        """How full a manual page is."""
        return sum(self.parts_pt[page.group][page.first : page.end]) / self.room_pt


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


def compose_report(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> Composition:
    """The report's cells, their texts made printable with the fonts at hand."""
    return compose(plan, definition, report_typeface(definition.fonts.family), years=years)


def set_pages(composition: Composition) -> PageLayout:
    """Choose the largest font size at which every manual page still fits its page.

    A manual page that does not fit even at the smallest size continues on a further page whatever is done,
    so it has no say in the size.
    """
    data = composition.as_data()
    manual = tuple(manual_pages(composition))
    size_pt, heights = _largest_fitting(json.dumps(data, ensure_ascii=False), manual, composition.definition.fonts)
    for group, group_heights in zip(data["groups"], heights.parts_pt, strict=True):
        for part, height_pt in zip(group, group_heights, strict=True):
            part["fits_page"] = height_pt <= heights.room_pt
    return PageLayout(composition, size_pt, data)


def lay_out(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> PageLayout:
    """The report composed and set on pages."""
    return set_pages(compose_report(plan, definition, years=years))


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


@lru_cache(maxsize=8)
def _largest_fitting(data: str, manual: tuple[ManualPage, ...], fonts: Fonts) -> tuple[float, Heights]:
    """The size chosen and the heights at it. Cached by content: preview and export ask one after the other."""
    heights = cache(lambda size_pt: _heights(data, size_pt))
    size_pt = largest_size(sizes_of(fonts), lambda size_pt: [heights(size_pt).fill(page) for page in manual])
    return size_pt, heights(size_pt)


def _heights(data: str, size_pt: float) -> Heights:
    inputs = {"data": data, "size_pt": str(size_pt), "only_heights": "yes"}
    (found,) = paper_engine().query(TEMPLATE, inputs, "heights")
    return Heights(found["head_pt"], found["body_pt"], found["parts_pt"])
