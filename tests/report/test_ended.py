"""Where a measure that has ended goes: it stays with the years in which it says something."""

from dataclasses import replace

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import BlankReason, Plan, Value
from kyosei_desktop.domain.year_turn import is_over_in
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import without_ended
from kyosei_desktop.report.pages import compose_report
from tests.report.papers import changed_measure

PERIODS = ("plan", "first_half", "second_half")
ENDED = 2
"""It says something in all four years of the built-in plan."""


@pytest.fixture(scope="module")
def ended_plan(plan: Plan) -> Plan:
    """№2 has ended with 2020."""
    cells = {(year, period): Value(blank=BlankReason.ENDED) for year in (2020, 2021) for period in PERIODS}
    return changed_measure(plan, ENDED, entries=cells)


def numbers(plan: Plan, definition: Definition, *years: int) -> list[int | str]:
    composition = compose_report(plan, definition, years=[FiscalYear(one) for one in years])
    return [one.no for one in composition.measures]


def test_a_report_leaves_it_out_when_none_of_its_years_says_anything_of_it(
    ended_plan: Plan, definition: Definition
) -> None:
    every = [one.no for one in ended_plan.measures]
    assert numbers(ended_plan, definition, 2018, 2019, 2020, 2021) == every
    assert numbers(ended_plan, definition, 2019, 2020) == every
    assert numbers(ended_plan, definition, 2020, 2021) == [one for one in every if one != ENDED]


def test_years_after_its_end_that_nobody_marked_leave_it_out_too(ended_plan: Plan) -> None:
    (measure,) = (one for one in ended_plan.measures if one.no == ENDED)
    assert is_over_in(measure, [FiscalYear(2022), FiscalYear(2023)])
    again = changed_measure(ended_plan, ENDED, entries={(2022, "plan"): Value("再び始める")})
    (measure,) = (one for one in again.measures if one.no == ENDED)
    assert not is_over_in(measure, [FiscalYear(2022), FiscalYear(2023)])


def test_one_that_is_merely_blank_stays(plan: Plan) -> None:
    blank = {(year, period): Value() for year in (2020, 2021) for period in PERIODS}
    (measure,) = (one for one in changed_measure(plan, ENDED, entries=blank).measures if one.no == ENDED)
    assert not is_over_in(measure, [FiscalYear(2020), FiscalYear(2021)])


def test_a_page_set_by_hand_begins_with_the_next_measure(ended_plan: Plan, definition: Definition) -> None:
    pages = {1: 1, ENDED: 2}
    paged = replace(ended_plan, measures=[replace(one, page=pages.get(int(one.no), 2)) for one in ended_plan.measures])
    composition = compose_report(paged, definition, years=[FiscalYear(2021)])
    assert [group[0].no for group in composition.groups] == [1, 3]


def test_a_plan_all_of_which_has_ended_is_not_empty(ended_plan: Plan) -> None:
    only = replace(ended_plan, measures=[one for one in ended_plan.measures if one.no == ENDED])
    assert without_ended(only, [FiscalYear(2021)]) == only
