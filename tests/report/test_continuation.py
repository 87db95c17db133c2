"""A measure that is higher than a page says on each further page whose text it is."""

import json
from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.plan import FieldKind, InitiativeId, Measure, PeriodId, Plan, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import CONTINUED, TEMPLATE
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import PageLayout, lay_out, pdf_of
from kyosei_desktop.report.places import continued_texts, places_of_cells
from kyosei_desktop.report.readback import read_back, read_pages, visible_characters

LONG = "".join(f"{number}番目の文、" for number in range(3000))
LENGTH = 20_000


def with_text(measure: Measure, kind: FieldKind, text: str) -> Measure:
    """The measure with a text in its last initiative, or of its own."""
    if kind is FieldKind.NAME:
        return replace(measure, name=text)
    if kind is FieldKind.OUTCOME:
        return replace(measure, outcome=text)
    if kind is FieldKind.RECORD:
        return replace(measure, record=text)
    *others, last = measure.initiatives
    if kind is FieldKind.CONTENT:
        return replace(measure, initiatives=(*others, replace(last, content=text)))
    entries = {**last.entries, (FiscalYear(2018), PeriodId("first_half")): Value(text)}
    return replace(measure, initiatives=(*others, replace(last, entries=entries)))


def layout_with(plan: Plan, definition: Definition, number: int, kind: FieldKind, text: str) -> PageLayout:
    """A measure with a text of its own between its neighbours, on pages that break by themselves."""
    measures = [
        replace(one, page=None) for one in plan.measures if isinstance(one.no, int) and abs(one.no - number) <= 1
    ]
    changed = [with_text(one, kind, text) if one.no == number else one for one in measures]
    return lay_out(replace(plan, measures=tuple(changed)), definition)


def text_in_column(pdf: bytes, layout: PageLayout, page: int, column: int) -> str:
    """What stands in a column of a page (from 0) in the uppermost 80 pt of the body, white space aside."""
    (body,) = paper_engine().query(TEMPLATE, layout.inputs, "body")
    columns = layout.composition.columns
    left_pt = layout.composition.definition.page.margin_mm * 72 / 25.4 + sum(one.width_pt for one in columns[:column])
    with pypdfium2.PdfDocument(pdf) as document:
        top_pt = document[page].get_height() - body["top_pt"]
        box = (left_pt, top_pt - 80, left_pt + columns[column].width_pt, top_pt)
        return "".join(document[page].get_textpage().get_text_bounded(*box).split())


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (FieldKind.ENTRY, 2),
        (FieldKind.CONTENT, 2),
        (FieldKind.RECORD, 2),
        (FieldKind.NAME, 2),
        (FieldKind.ENTRY, 34),
        (FieldKind.RECORD, 34),
    ],
)
def test_a_cell_of_20000_characters_is_printed_whole_and_nothing_is_printed_that_is_not_known(
    kind: FieldKind, number: int, plan: Plan, definition: Definition
) -> None:
    layout = layout_with(plan, definition, number, kind, LONG[:LENGTH])
    continued = continued_texts(layout)
    pdf = pdf_of(layout)
    found = read_back(pdf, layout.composition, continued=continued)
    assert (found.clipped, found.missing) == (0, "")
    read = Counter(visible_characters("".join(read_pages(pdf))))
    furniture = [one.printed_title.text for one in layout.composition.columns]
    head = layout.composition.head
    furniture += [head.title.text, head.subtitle.text, head.as_of.text]
    footers = "".join(f"{page}／{found.pages}" for page in range(1, found.pages + 1))
    cells = "".join(cell.printed.text for cell in layout.composition.cells)
    known = visible_characters("".join(furniture)) * found.pages + visible_characters(footers + cells)
    assert read == Counter(known) + Counter(visible_characters("".join(continued)))


@pytest.mark.parametrize("number", [2, 34])
@pytest.mark.parametrize("kind", [FieldKind.ENTRY, FieldKind.OUTCOME])
def test_each_further_page_says_number_and_name_at_its_top(
    kind: FieldKind, number: int, plan: Plan, definition: Definition
) -> None:
    layout = layout_with(plan, definition, number, kind, LONG[:6000])
    pdf = pdf_of(layout)
    measure = next(one for one in plan.measures if one.no == number)
    pages = [place.page for place in places_of_cells(layout) if place.field.measure == measure.id]
    further = range(min(pages), max(pages))
    assert len(further) > 3
    assert len(continued_texts(layout)) == 2 * len(further)
    for page in further:
        assert text_in_column(pdf, layout, page, 0).startswith(f"{number:02d}")
        assert text_in_column(pdf, layout, page, 1).startswith(measure.name + CONTINUED)


def test_a_measure_of_twenty_rows_says_so_on_each_page_of_a_narrow_paper(plan: Plan) -> None:
    document = json.loads((paths.BUILT_IN_DEFINITION.parent / "quarterly-a4.json").read_text("utf-8"))
    quarterly = definition_from_document(document)
    first = plan.measures[1]
    (initiative,) = first.initiatives
    entries = {(year, one.id): Value(LONG[:100]) for year in plan.years for one in quarterly.periods}
    blocks = tuple(replace(initiative, id=InitiativeId(f"block{number}"), entries=entries) for number in range(4))
    measure = replace(first, no="2-(1)-ア", page=None, initiatives=blocks)
    layout = lay_out(replace(plan, measures=(measure,)), quarterly)
    (printed,) = layout.composition.measures
    assert printed.rows == 20
    pdf = pdf_of(layout)
    continued = continued_texts(layout)
    found = read_back(pdf, layout.composition, continued=continued)
    assert (found.clipped, len(continued)) == (0, 2 * (found.pages - 1))
    assert found.pages > 1
    for page in range(1, found.pages):
        assert text_in_column(pdf, layout, page, 0).startswith("2-(1)-ア")
        assert text_in_column(pdf, layout, page, 1).startswith(measure.name + CONTINUED)


def test_a_name_that_fills_pages_itself_is_continued_only_after_its_end(plan: Plan, definition: Definition) -> None:
    layout = layout_with(plan, definition, 2, FieldKind.NAME, LONG[:3000])
    pdf = pdf_of(layout)
    assert set(continued_texts(layout)) == {"02"}
    assert text_in_column(pdf, layout, 1, 0).startswith("02")
    assert text_in_column(pdf, layout, 1, 1)[:4] in LONG


def test_a_long_name_is_shortened_where_it_is_said_again(plan: Plan, definition: Definition) -> None:
    changed = replace(plan, measures=(replace(plan.measures[0], name="長い名前の施策" * 20, outcome=LONG[:6000]),))
    texts = set(continued_texts(lay_out(changed, definition)))
    assert texts == {"01", ("長い名前の施策" * 20)[:40] + "…" + CONTINUED}


def test_a_report_whose_measures_all_fit_continues_nothing(plan: Plan, definition: Definition) -> None:
    layout = lay_out(plan, definition)
    assert continued_texts(layout) == []
    assert CONTINUED not in "".join(read_pages(pdf_of(layout)))


def test_the_layout_settles_whatever_the_length(
    plan: Plan, definition: Definition, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine warns where what is asked of the pages changes the pages in turn, and does not come to rest."""
    for length in range(1000, 2600, 130):
        layout = layout_with(plan, definition, 36, FieldKind.RECORD, LONG[:length])
        assert len(paper_engine().svg(TEMPLATE, layout.inputs)) > 1
    assert caplog.messages == []


def test_the_bookmark_of_a_name_without_end_is_short(plan: Plan, definition: Definition) -> None:
    """A PDF holds no bookmark of more than 32,767 bytes: the name in full made it impossible."""
    layout = layout_with(plan, definition, 2, FieldKind.NAME, LONG[:LENGTH])
    with pypdfium2.PdfDocument(pdf_of(layout)) as document:
        titles = [one.get_title() for one in document.get_toc()]
    assert titles[2] == "02 " + LONG[:200] + "…"
