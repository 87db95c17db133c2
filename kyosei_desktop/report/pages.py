"""The official report on pages: its font size, its PDF, its pictures, and where each measure stands."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kyosei_desktop.domain.definition import Definition, Fonts
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import MeasureNumber, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import Composition, compose
from kyosei_desktop.report.engine import paper_engine, report_typeface
from kyosei_desktop.report.sizing import ManualPage, largest_size, manual_pages, sizes_of

TEMPLATE = "official"


@dataclass(frozen=True, slots=True)
class Heights:
    """What the report measures at one font size, in pt; `measures_pt` goes by page group.

    `room_pt` is what a page has for measures beside the repeated column header.
    """

    room_pt: float
    measures_pt: Sequence[Sequence[float]]

    def fill(self, page: ManualPage) -> float:
        """How full a manual page is."""
        return sum(self.measures_pt[page.group][page.first : page.end]) / self.room_pt

    def all_fit(self) -> bool:
        """Whether every measure has room on a page of its own."""
        return all(height <= self.room_pt for group in self.measures_pt for height in group)


@dataclass(frozen=True)
class PageLayout:
    """A composed report with the font size chosen; `data` is complete for the template."""

    composition: Composition
    size_pt: float
    data: dict[str, Any]

    @property
    def inputs(self) -> dict[str, Any]:
        """What the template takes."""
        return self.inputs_of(None)

    def inputs_of(self, edition: Edition | None) -> dict[str, Any]:
        """The same for a document whose properties tell an edition."""
        properties = document_properties(self.composition.definition, edition)
        return {"data": self.data, "size_pt": self.size_pt, "properties": properties}


def compose_report(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> Composition:
    """The report's cells, their texts made printable with the fonts at hand."""
    return compose(plan, definition, report_typeface(definition.fonts), years=years)


def set_pages(composition: Composition) -> PageLayout:
    """Choose the largest font size at which every manual page still fits its page.

    A manual page that does not fit even at the smallest size continues on a further page whatever is done,
    so it has no say in the size.
    """
    data = composition.as_data()
    pages = tuple(manual_pages(composition))
    size_pt, heights = _choose_size(data, pages, composition.definition.fonts)
    for group, heights_pt in zip(data["groups"], heights.measures_pt, strict=True):
        for measure, height_pt in zip(group, heights_pt, strict=True):
            measure["fits_page"] = height_pt <= heights.room_pt
    return PageLayout(composition, size_pt, data)


def lay_out(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> PageLayout:
    """The report composed and set on pages."""
    return set_pages(compose_report(plan, definition, years=years))


def pdf_of(layout: PageLayout, edition: Edition | None = None) -> bytes:
    """A report as a tagged PDF (PDF/UA-1 and PDF/A-2a) with a bookmark for each measure.

    Its properties say title and publisher and, of the edition shown, the check word and the time of the last change;
    that is also the date of the PDF, so that the same edition is the same file. Without one its date is now.
    """
    return paper_engine().pdf(
        TEMPLATE, layout.inputs_of(edition), made_at=None if edition is None else edition.changed_at
    )


def document_properties(definition: Definition, edition: Edition | None) -> dict[str, Any]:
    """What a PDF says of itself beside its title, for a template's `set document`.

    What is published is Japanese whatever the language of the window.
    """
    known: dict[str, Any] = {"author": definition.author} if definition.author else {}
    if edition is None:
        return known
    return {
        **known,
        "keywords": [f"照合語 {edition.check_word}"],
        "description": f"最終変更 {definition.calendar.moment(edition.changed_at)}",
    }


def pages_of_measures(layout: PageLayout) -> list[tuple[MeasureNumber, int]]:
    """On which page (from 1) each measure begins, in printed order."""
    found = paper_engine().marks(TEMPLATE, layout.inputs, "measure")
    return [(measure.no, mark.page) for measure, mark in zip(layout.composition.measures, found, strict=True)]


def _choose_size(document: Mapping[str, Any], pages: tuple[ManualPage, ...], fonts: Fonts) -> tuple[float, Heights]:
    """The size, and heights that tell which measures fit a page at it."""
    sizes = sizes_of(fonts)
    at_largest = _heights(document, sizes[0])

    def fill(size_pt: float, some: tuple[ManualPage, ...]) -> list[float]:
        if size_pt == sizes[0]:
            return [at_largest.fill(page) for page in some]
        groups = {page.group for page in some}
        part = [one if number in groups else [] for number, one in enumerate(document["groups"])]
        heights = _heights({**document, "groups": part}, size_pt)
        return [heights.fill(page) for page in some]

    size_pt = largest_size(sizes, pages, fill)
    # What has room on a page at the largest size has it at any smaller one.
    return size_pt, at_largest if at_largest.all_fit() else _heights(document, size_pt)


_KEPT_MEASURES = 100_000
"""Measures whose heights are known, before all are forgotten: a city's report has 48, at some three sizes."""


_WITHOUT_SAY = {"title": "", "subtitle": "", "as_of": ""}
"""Stand in a band of its own whose height is given, whatever they say."""


@cache
def _known_heights() -> dict[bytes, Any]:
    """What was measured already, by digests of what it was measured of.

    So an edit has one measure measured and not all of them, and an export after the preview none.
    """
    return {}


def _heights(document: Mapping[str, Any], size_pt: float) -> Heights:
    known = _known_heights()
    frame = _digest([{**document, **_WITHOUT_SAY, "groups": []}, size_pt])
    keys = [
        [_digest([one["rows"], one["cells"], one["label"]], frame) for one in group] for group in document["groups"]
    ]
    missing = {
        key: one
        for group, some in zip(document["groups"], keys, strict=True)
        for one, key in zip(group, some, strict=True)
        if key not in known
    }
    if missing or frame not in known:
        if len(known) + len(missing) > _KEPT_MEASURES:
            known.clear()
            return _measured(document, size_pt)
        found = _measured({**document, "groups": [list(missing.values())]}, size_pt)
        known[frame] = found.room_pt
        known.update(zip(missing, found.measures_pt[0], strict=True))
    return Heights(room_pt=known[frame], measures_pt=[[known[key] for key in some] for some in keys])


def _digest(content: Any, key: bytes = b"") -> bytes:
    return hashlib.blake2b(json.dumps(content, ensure_ascii=False).encode(), key=key, digest_size=32).digest()


def _measured(document: Mapping[str, Any], size_pt: float) -> Heights:
    inputs = {"data": {**document, "only_heights": True}, "size_pt": size_pt, "properties": {}}
    (found,) = paper_engine().query(TEMPLATE, inputs, "heights")
    return Heights(
        room_pt=found["body_pt"] - found["head_pt"],
        measures_pt=[
            [_height_of(measure, heights_pt) for measure, heights_pt in zip(group, cells, strict=True)]
            for group, cells in zip(document["groups"], found["cells_pt"], strict=True)
        ],
    )


def _height_of(measure: Mapping[str, Any], heights_pt: Sequence[float]) -> float:
    """How high a measure stands, as the template's table sets it: a merged cell stretches the last of its rows."""
    rows = [0.0] * measure["rows"]
    cells = sorted(
        zip(measure["cells"], heights_pt, strict=True),
        key=lambda one: (one[0]["row"] + one[0]["rows"], one[0]["rows"]),
    )
    for cell, height_pt in cells:
        end = cell["row"] + cell["rows"]
        rows[end - 1] += max(0.0, height_pt - sum(rows[cell["row"] : end]))
    return sum(rows)
