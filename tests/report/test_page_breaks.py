"""Where pages break: never inside a measure that has room on a page, by themselves or by hand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Measure, Plan
from kyosei_desktop.report.pages import PageLayout, lay_out
from kyosei_desktop.report.places import places_of_cells


def pages_of(layout: PageLayout) -> dict[int | str, set[int]]:
    """The pages on which each measure stands, by its number."""
    numbers = {one.id: one.no for one in layout.composition.plan.measures}
    pages: dict[int | str, set[int]] = defaultdict(set)
    for place in places_of_cells(layout):
        pages[numbers[place.field.measure]].add(place.page)
    return pages


def with_pages(plan: Plan, pages: Sequence[int | None]) -> Plan:
    """The plan with those page numbers, the last of them for all further measures."""
    given = [*pages, *[pages[-1]] * len(plan.measures)]
    return replace(
        plan, measures=tuple(replace(one, page=page) for one, page in zip(plan.measures, given, strict=False))
    )


def longer(measure: Measure) -> Measure:
    """The measure with a record of a page and a half."""
    return replace(measure, record="長い記録です。" * 300)


def test_no_measure_is_split_on_pages_that_break_by_themselves(plan: Plan, definition: Definition) -> None:
    pages = pages_of(lay_out(with_pages(plan, [None]), definition))
    assert len(pages) == 48
    assert {len(one) for one in pages.values()} == {1}


def test_pages_by_hand_and_by_themselves_go_together(plan: Plan, definition: Definition) -> None:
    mixed = with_pages(plan, [1, 1, 1, 1, *[None] * 20, 7, 7, None])
    pages = pages_of(lay_out(mixed, definition))
    assert {len(one) for one in pages.values()} == {1}
    assert pages[4] == {1}
    assert pages[25] == pages[26]
    assert pages[24].isdisjoint(pages[25])


@pytest.mark.parametrize("pages", [[None], [1]])
def test_only_a_measure_that_has_room_on_no_page_is_split(
    pages: Sequence[int | None], plan: Plan, definition: Definition
) -> None:
    measures = [longer(one) if number == 2 else one for number, one in enumerate(plan.measures[:6])]
    split = pages_of(lay_out(with_pages(replace(plan, measures=tuple(measures)), pages), definition))
    assert {number for number, one in split.items() if len(one) > 1} == {3}
    assert sorted(split[3]) == list(range(min(split[3]), max(split[3]) + 1))


def test_measures_of_one_row_are_not_split_either(plan: Plan, definition: Definition) -> None:
    """A report of whole years has one row a measure, so that no cell spans several."""
    yearly = replace(definition, periods=definition.periods[:1])
    texts = [replace(one, outcome="成果を書いた文です。" * 20) for one in plan.measures[:30]]
    pages = pages_of(lay_out(with_pages(replace(plan, measures=tuple(texts)), [None]), yearly))
    assert {len(one) for one in pages.values()} == {1}
    assert max(page for one in pages.values() for page in one) > 2
