"""The official report as PDF and pictures, held against the real report's pages."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import (
    PageLayout,
    lay_out,
    pages_of_measures,
    pdf_of,
)
from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.report.sizing import sizes_of
from tests.report.conftest import PlanWith

# Read off the real report: the first and last measure of each of its pages.
PAGES = (
    (1, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19), (20, 21), (22, 23), (24, 26),
    (27, 29), (30, 32), (33, 34), (35, 37), (38, 40), (41, 44), (45, 46), (47, 48),
)  # fmt: skip
HEADER = (
    "№施策名取組内容平成30年度取組予定及び実績令和元年度取組予定及び実績令和２年度取組予定及び実績"
    "令和３年度取組予定及び実績成果内容取組実績担当課"
)
TITLE = "鎌倉市の福祉政策～共生社会実現に向けて～"


@pytest.fixture(scope="module")
def layout(plan: Plan, definition: Definition) -> PageLayout:
    """The built-in plan on its pages."""
    return lay_out(plan, definition)


@pytest.fixture(scope="module")
def pdf(layout: PageLayout) -> bytes:
    """The built-in plan's PDF."""
    return pdf_of(layout)


def characters(text: str) -> Counter[str]:
    """The text's characters, white space aside."""
    return Counter("".join(text.split()))


def texts_of(measure: dict[str, Any]) -> Iterator[str]:
    """Every text that the report prints of a measure, from its document alone."""
    yield f"{measure['no']:02d}"
    yield from (measure["name"], measure["outcome"], measure["record"])
    for initiative in measure["initiatives"]:
        yield "予定上期実績下期実績"
        yield from (initiative["content"], "・".join(initiative["departments"]))
        for cells in initiative["years"].values():
            yield from cells.values()


def test_each_page_holds_the_characters_of_the_real_reports_page_and_no_others(pdf: bytes) -> None:
    measures = json.loads(paths.BUILT_IN_PLAN.read_text("utf-8"))["measures"]
    pages = read_pages(pdf)
    assert len(pages) == len(PAGES)
    for number, (page, (first, last)) in enumerate(zip(pages, PAGES, strict=True), start=1):
        texts = [text for one in measures if first <= one["no"] <= last for text in texts_of(one)]
        expected = TITLE + HEADER + f"{number}／17" + "".join(texts)
        assert characters(page) == characters(expected), f"page {number}"


def test_each_measure_begins_on_the_page_of_the_real_report(layout: PageLayout) -> None:
    expected = [(no, page) for page, (first, last) in enumerate(PAGES, 1) for no in range(first, last + 1)]
    assert pages_of_measures(layout) == expected


def test_a_font_one_step_larger_would_not_fit_the_pages(layout: PageLayout, definition: Definition) -> None:
    sizes = sizes_of(definition.fonts)
    larger = sizes[sizes.index(layout.size_pt) - 1]
    assert layout.size_pt >= 9
    pages = paper_engine().svg(TEMPLATE, {**layout.inputs, "size_pt": larger})
    assert len(pages) > len(PAGES)


def test_the_pdf_has_a_bookmark_for_each_measure_with_number_and_name(pdf: bytes, plan: Plan) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        bookmarks = [(one.level, one.get_title()) for one in document.get_toc()]
    assert bookmarks == [(0, TITLE)] + [(1, f"{one.no:02d} {one.name}") for one in plan.measures]


def test_the_pictures_for_preview_and_printer_are_the_same_pages(layout: PageLayout) -> None:
    pages = [ElementTree.fromstring(page) for page in paper_engine().svg(TEMPLATE, layout.inputs)]
    assert len(pages) == len(PAGES)
    assert {page.get("viewBox") for page in pages} == {"0 0 1190.551181102 841.88976378"}


def test_what_looks_like_markup_is_printed_as_written(plan_with: PlanWith, definition: Definition) -> None:
    text = '#panic("x") *太字* _斜体_ $x^2$ @label <name> // c /* d */ \\u{41} `raw` #[a] = 見出し'
    (page,) = read_pages(pdf_of(lay_out(plan_with(text), definition)))
    assert "".join(text.split()) in "".join(page.split())


def test_a_text_longer_than_a_page_continues_under_the_header_and_loses_nothing(
    plan_with: PlanWith, definition: Definition
) -> None:
    text = "".join(f"{number}番目の文、" for number in range(3000))
    layout = lay_out(plan_with(text), definition)
    pages = ["".join(page.split()) for page in read_pages(pdf_of(layout))]
    assert len(pages) > 5
    assert all(page.startswith(TITLE + HEADER) for page in pages)
    footers = [f"{number}／{len(pages)}" for number in range(1, len(pages) + 1)]
    body = "".join(
        page.removeprefix(TITLE + HEADER).removesuffix(footer) for page, footer in zip(pages, footers, strict=True)
    )
    assert not characters(text) - characters(body)


def test_a_measure_too_tall_for_any_page_does_not_make_the_others_small(
    plan_with: PlanWith, definition: Definition
) -> None:
    assert lay_out(plan_with("長い文。" * 5000), definition).size_pt == definition.fonts.max_pt


@pytest.mark.parametrize("mark", "…（a")
def test_a_run_that_has_no_place_to_break_stays_inside_its_column(
    mark: str, plan_with: PlanWith, definition: Definition
) -> None:
    layout = lay_out(plan_with(mark * 200), definition)
    with pypdfium2.PdfDocument(pdf_of(layout)) as document:
        text = document[0].get_textpage()
        printed = [(text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())]
    columns = layout.composition.columns
    left = 10 * 72 / 25.4 + sum(column.width_pt for column in columns[:4])
    right = left + columns[4].width_pt
    boxes = [box for character, box in printed if character == mark][:200]
    assert len(boxes) == 200
    assert all(left <= box[0] and box[2] <= right for box in boxes)


def test_only_the_years_asked_for_are_printed(plan: Plan, definition: Definition) -> None:
    layout = lay_out(plan, definition, years=plan.years[2:])
    header = "".join(column.title for column in layout.composition.columns)
    assert "令和２年度" in header
    assert "平成30年度" not in header
    assert len(read_pages(pdf_of(layout))) == len(PAGES)
