"""Where cells stand on the pages, held against what the PDF's pages hold there."""

import pypdfium2
import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Field, FieldKind, PeriodId, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.pages import PageLayout, lay_out, pages_of_measures, pdf_of
from kyosei_desktop.report.places import CellPlace, places_of_cells
from tests.report.conftest import PlanWith

_TOLERANCE_PT = 0.5


def without_spaces(text: str) -> str:
    """The text's characters that show."""
    return "".join(text.split())


def texts_in(pdf: bytes, places: list[CellPlace]) -> list[str]:
    """What the PDF says inside each of the places, white space aside."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [(page.get_height(), page.get_textpage()) for page in document]
        return [
            without_spaces(
                text.get_text_bounded(
                    place.x_pt,
                    height_pt - place.y_pt - place.height_pt,
                    place.x_pt + place.width_pt,
                    height_pt - place.y_pt,
                )
            )
            for place in places
            for height_pt, text in [pages[place.page - 1]]
        ]


def rules_of(pdf: bytes, page: int) -> tuple[list[float], list[float]]:
    """Distances of the vertical rules from the left and of the horizontal ones from the top of a page, in pt."""
    with pypdfium2.PdfDocument(pdf) as document:
        height_pt = document[page - 1].get_height()
        boxes = [one.get_bounds() for one in document[page - 1].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    vertical = [(left + right) / 2 for left, _, right, _ in boxes if right - left < 2]
    horizontal = [height_pt - (bottom + top) / 2 for _, bottom, _, top in boxes if top - bottom < 2]
    return vertical, horizontal


def is_near_one_of(wanted: float, found: list[float]) -> bool:
    """Whether one of the values is the one wanted."""
    return any(abs(wanted - one) < _TOLERANCE_PT for one in found)


@pytest.fixture(scope="module")
def layout(plan: Plan, definition: Definition) -> PageLayout:
    """The built-in plan on its pages."""
    return lay_out(plan, definition)


@pytest.fixture(scope="module")
def pdf(layout: PageLayout) -> bytes:
    """The built-in plan's PDF."""
    return pdf_of(layout)


@pytest.fixture(scope="module")
def places(layout: PageLayout) -> list[CellPlace]:
    """All places of the built-in plan."""
    return places_of_cells(layout)


@pytest.fixture(scope="module")
def long_layout(plan_with: PlanWith, definition: Definition) -> PageLayout:
    """Two measures, the first with an entry of many pages."""
    return lay_out(plan_with("".join(f"{number}番目の文、" for number in range(1500))), definition)


def test_each_place_holds_just_the_text_of_its_cell(layout: PageLayout, pdf: bytes, places: list[CellPlace]) -> None:
    cells = [cell for cell in layout.composition.cells if cell.field is not None]
    assert [place.field for place in places] == [cell.field for cell in cells]
    assert texts_in(pdf, places) == [without_spaces(cell.printed.text) for cell in cells]


def test_places_reach_from_rule_to_rule_blank_and_merged_ones_too(pdf: bytes, places: list[CellPlace]) -> None:
    for page in (1, 12):
        vertical, horizontal = rules_of(pdf, page)
        here = [place for place in places if place.page == page]
        assert here
        for place in here:
            assert is_near_one_of(place.x_pt, vertical)
            assert is_near_one_of(place.x_pt + place.width_pt, vertical)
            assert is_near_one_of(place.y_pt, horizontal)
            assert is_near_one_of(place.y_pt + place.height_pt, horizontal)


def test_a_point_of_a_page_lies_in_one_place_at_most(layout: PageLayout, places: list[CellPlace]) -> None:
    measure = layout.composition.plan.measures[0]
    name = next(place for place in places if place.field == Field(FieldKind.NAME, measure.id))
    middle = (name.x_pt + name.width_pt / 2, name.y_pt + name.height_pt / 2)
    assert [place.field for place in places if place.page == 1 and place.holds(*middle)] == [name.field]
    assert not [place for place in places if place.page == 1 and place.holds(5, 5)]


def test_each_measures_name_stands_on_the_page_where_it_begins(layout: PageLayout, places: list[CellPlace]) -> None:
    numbers = {measure.id: measure.no for measure in layout.composition.plan.measures}
    names = [(numbers[place.field.measure], place.page) for place in places if place.field.kind is FieldKind.NAME]
    assert names == pages_of_measures(layout)


def test_a_cell_of_many_pages_has_a_place_on_each_of_them(long_layout: PageLayout) -> None:
    first = long_layout.composition.plan.measures[0]
    entry = Field(FieldKind.ENTRY, first.id, first.initiatives[0].id, FiscalYear(2018), PeriodId("plan"))
    places = [place for place in places_of_cells(long_layout) if place.field == entry]
    assert [place.page for place in places] == list(range(1, len(places) + 1))
    assert len(places) > 5
    pdf = pdf_of(long_layout)
    said = first.initiatives[0].entry(FiscalYear(2018), PeriodId("plan")).text
    assert "".join(texts_in(pdf, places)) == without_spaces(said)
    _, horizontal = rules_of(pdf, 3)
    assert is_near_one_of(places[2].y_pt, horizontal)
    assert is_near_one_of(places[2].y_pt + places[2].height_pt, horizontal)


def test_a_merged_cell_stands_on_all_pages_of_its_rows_also_where_it_is_blank(long_layout: PageLayout) -> None:
    first = long_layout.composition.plan.measures[0]
    pages = {place.page for place in places_of_cells(long_layout) if place.field.measure == first.id}
    outcome = Field(FieldKind.OUTCOME, first.id)
    assert [place.page for place in places_of_cells(long_layout) if place.field == outcome] == sorted(pages)
