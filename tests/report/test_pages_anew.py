"""Pages made anew after an edit, held against those of the whole report made again."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import PageLayout, lay_out, pages_of_measures
from kyosei_desktop.report.pages_anew import MadePages, make_anew
from kyosei_desktop.report.places import places_of_cells


@pytest.fixture(scope="module")
def short(plan: Plan) -> Plan:
    """The first two pages of the built-in plan, of four measures and of three."""
    return replace(plan, measures=plan.measures[:7])


def with_record(plan: Plan, number: int, record: str) -> Plan:
    """A plan in which one measure's record says something else."""
    measures = (replace(one, record=record) if one.no == number else one for one in plan.measures)
    return replace(plan, measures=tuple(measures))


def svg_of(layout: PageLayout) -> list[bytes]:
    """All pages of the whole."""
    return paper_engine().svg(TEMPLATE, layout.inputs)


@pytest.fixture(scope="module")
def earlier(short: Plan, definition: Definition) -> tuple[MadePages, Sequence[bytes]]:
    """Those pages as they were made first."""
    layout = lay_out(short, definition)
    pages = svg_of(layout)
    return MadePages(layout, len(pages), pages_of_measures(layout)), pages


@pytest.mark.parametrize(("number", "page"), [(2, 1), (6, 2)])
def test_a_page_made_anew_is_that_of_the_whole_and_the_others_are_as_they_were(
    short: Plan, definition: Definition, earlier: tuple[MadePages, Sequence[bytes]], number: int, page: int
) -> None:
    made, pages = earlier
    layout = lay_out(with_record(short, number, "・相談会を7回開いた。\n・延べ31人が参加した。"), definition)
    anew = make_anew(layout, made)
    assert anew is not None
    assert list(anew.pages) == [page]
    whole = svg_of(layout)
    assert [anew.pages.get(at, before) for at, before in enumerate(pages, start=1)] == whole
    assert anew.places == [one for one in places_of_cells(layout) if one.page == page]


def test_nothing_is_made_where_nothing_has_changed(
    short: Plan, definition: Definition, earlier: tuple[MadePages, Sequence[bytes]]
) -> None:
    anew = make_anew(lay_out(short, definition), earlier[0])
    assert anew is not None
    assert anew.pages == {}


def test_what_stands_on_every_page_asks_for_the_whole_report(
    short: Plan, definition: Definition, earlier: tuple[MadePages, Sequence[bytes]]
) -> None:
    assert make_anew(lay_out(replace(short, title="別の題名"), definition), earlier[0]) is None


def test_a_measure_that_moves_to_another_page_asks_for_the_whole_report(
    short: Plan, definition: Definition, earlier: tuple[MadePages, Sequence[bytes]]
) -> None:
    fewer = replace(short, measures=short.measures[:6])
    assert make_anew(lay_out(fewer, definition), earlier[0]) is None


def test_a_page_that_overflows_asks_for_the_whole_report(
    short: Plan, definition: Definition, earlier: tuple[MadePages, Sequence[bytes]]
) -> None:
    long = "\n".join(f"・第{number}回の相談会を開き、延べ{number}人が参加した。" for number in range(400))
    assert make_anew(lay_out(with_record(short, 2, long), definition), earlier[0]) is None


def test_the_same_text_in_another_cell_is_made_anew(
    short: Plan, definition: Definition, earlier: tuple[MadePages, Sequence[bytes]]
) -> None:
    first = short.measures[0]
    initiatives = tuple(replace(one, id=type(one.id)(f"{one.id}-other")) for one in first.initiatives)
    other = replace(short, measures=(replace(first, initiatives=initiatives), *short.measures[1:]))
    anew = make_anew(lay_out(other, definition), earlier[0])
    assert anew is not None
    assert list(anew.pages) == [1]
    assert {one.field.initiative for one in anew.places} >= {one.id for one in initiatives}
