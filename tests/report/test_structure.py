"""The PDF for screen readers: its structure tree, read page by page."""

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.composition import CONTINUED, ReportMeasure
from kyosei_desktop.report.pages import PageLayout, lay_out, pages_of_measures, pdf_of
from kyosei_desktop.report.places import continued_texts
from tests.report.conftest import PlanWith
from tests.report.structure import TaggedPage, tagged_pages

TITLE = "鎌倉市の福祉政策～共生社会実現に向けて～"
EDITION = Edition(datetime(2022, 4, 6, 1, 12, tzinfo=UTC), "あきたの")


def without_spaces(text: str) -> str:
    """The text's characters that show."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def layout(plan: Plan, definition: Definition) -> PageLayout:
    """The built-in plan on its pages."""
    return lay_out(plan, definition)


@pytest.fixture(scope="module")
def pdf(layout: PageLayout) -> bytes:
    """The built-in plan's PDF."""
    return pdf_of(layout, EDITION)


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[TaggedPage]:
    """Its pages as a screen reader finds them."""
    return tagged_pages(pdf)


@pytest.fixture(scope="module")
def measures(layout: PageLayout) -> list[list[ReportMeasure]]:
    """The measures of each page."""
    begins = [page for _, page in pages_of_measures(layout)]
    everything = list(zip(layout.composition.measures, begins, strict=True))
    return [[one for one, begin in everything if begin == page] for page in range(1, begins[-1] + 1)]


def test_the_title_is_the_one_heading_of_the_first_level(pages: list[TaggedPage]) -> None:
    assert [one.whole_text for page in pages for one in page.root.all_of("H1")] == [TITLE]


def test_each_measures_name_is_a_heading_of_the_second_level_in_order(pages: list[TaggedPage], plan: Plan) -> None:
    headings = [one for page in pages for one in page.root.all_of("H2")]
    assert [one.whole_text for one in headings] == [without_spaces(one.name) for one in plan.measures]


def test_every_page_is_a_table_under_column_headers(pages: list[TaggedPage], layout: PageLayout) -> None:
    titles = [without_spaces(one.title) for one in layout.composition.columns if one.title]
    for page in pages:
        (table,) = page.root.all_of("Table")
        assert [one.kind for one in table.children] == ["THead", "TBody"]
        headers = table.children[0].all_of("TH")
        assert [one.whole_text for one in headers] == titles
        assert {one.scope for one in headers} == {"Column"}


def test_cells_are_read_row_by_row_and_none_is_left_out(
    pages: list[TaggedPage], measures: list[list[ReportMeasure]]
) -> None:
    for page, on_page in zip(pages, measures, strict=True):
        cells = [cell for measure in on_page for cell in measure.cells]
        (body,) = page.root.all_of("TBody")
        read = [one.whole_text for one in body.all_of("TD")]
        assert read == [without_spaces(cell.printed.text) for cell in cells if cell.printed.text]


def test_each_row_has_a_place_for_each_of_its_cells_blank_ones_too(
    pages: list[TaggedPage], measures: list[list[ReportMeasure]]
) -> None:
    for page, on_page in zip(pages, measures, strict=True):
        (body,) = page.root.all_of("TBody")
        expected = [sum(cell.row == row for cell in one.cells) for one in on_page for row in range(one.rows)]
        assert [row.parts for row in body.all_of("TR")] == expected


def test_page_furniture_is_not_read_and_all_else_is(pages: list[TaggedPage]) -> None:
    count = len(pages)
    for number, page in enumerate(pages, start=1):
        header = "".join(one.whole_text for one in page.root.all_of("TH"))
        assert page.lost == ""
        assert page.furniture == f"{TITLE if number > 1 else ''}{number}／{count}"
        assert header


def test_there_are_no_pictures_that_would_need_words(pages: list[TaggedPage]) -> None:
    kinds = {one.kind for page in pages for one in page.root.walk()}
    assert kinds == {"Document", "Div", "H1", "H2", "Table", "THead", "TBody", "TR", "TH", "TD", "P"}


def test_viewers_count_the_pages_as_the_footer_does(pages: list[TaggedPage]) -> None:
    assert [page.label for page in pages] == [str(number) for number in range(1, 18)]


def test_the_pdf_is_japanese_and_follows_both_standards(pdf: bytes) -> None:
    assert b"/Lang(ja-JP)" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_further_pages_of_a_measure_are_read_on_without_a_break(plan_with: PlanWith, definition: Definition) -> None:
    text = "".join(f"{number}番目の文、" for number in range(800))
    layout = lay_out(plan_with(text), definition)
    pages = tagged_pages(pdf_of(layout))
    assert len(pages) > 2
    read = [one.whole_text for page in pages for one in page.root.all_of("TD", "TH")]
    assert text in "".join(one for one in read if "番目の文" in one)
    assert CONTINUED not in "".join(read)
    furniture = "".join(page.furniture for page in pages)
    assert all(without_spaces(one) in furniture for one in continued_texts(layout))
    assert [page.lost for page in pages] == [""] * len(pages)
    assert len([one for page in pages for one in page.root.all_of("THead")]) == 1


def test_the_properties_tell_title_publisher_and_the_edition(pdf: bytes, definition: Definition) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        said = document.get_metadata_dict()
    assert (said["Title"], said["Author"], said["Keywords"]) == (TITLE, "鎌倉市", "照合語 あきたの")
    assert said["Subject"] == f"最終変更 {definition.calendar.moment(EDITION.changed_at)}"
    assert said["CreationDate"].startswith("D:20220406011200")


def test_the_same_edition_is_the_same_file(layout: PageLayout, pdf: bytes) -> None:
    assert pdf_of(layout, EDITION) == pdf


def test_without_an_edition_or_a_publisher_nothing_is_said_of_them(plan_with: PlanWith, definition: Definition) -> None:
    with pypdfium2.PdfDocument(pdf_of(lay_out(plan_with("文"), replace(definition, author="")))) as document:
        said = document.get_metadata_dict()
    assert (said["Author"], said["Keywords"], said["Subject"]) == ("", "", "")
