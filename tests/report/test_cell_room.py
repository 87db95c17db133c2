"""How many lines an entry may have before its row of the report grows."""

from collections.abc import Mapping
from dataclasses import replace

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Field, FieldKind, PeriodId, Plan, Value
from kyosei_desktop.domain.rules.findings import Level
from kyosei_desktop.domain.rules.printed_form import LENGTH
from kyosei_desktop.domain.rules.settings import RuleSetting
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.cell import room_in_row

HALF = PeriodId("second_half")


def with_limit(definition: Definition, limit: int | None) -> Definition:
    setting = RuleSetting(Level.WARNING, {"max_lines": limit, "hint_from_percent": 80})
    return replace(definition, rules={**definition.rules, LENGTH: setting})


def row_of(plan: Plan, texts: Mapping[int, str]) -> tuple[Plan, Field]:
    """A plan with other texts in one row, and the row's cell of 2021."""
    measure = plan.measures[1]
    entries = {(FiscalYear(year), HALF): Value(text) for year, text in texts.items()}
    other = replace(measure, initiatives=[replace(measure.initiatives[0], entries=entries)])
    place = Field(FieldKind.ENTRY, measure.id, measure.initiatives[0].id, FiscalYear(2021), HALF)
    return replace(plan, measures=(other,)), place


def test_it_is_as_much_as_the_highest_cell_of_the_other_years_has(plan: Plan, definition: Definition) -> None:
    plan, place = row_of(plan, {2018: "一\n二", 2019: "一\n二\n三\n四", 2020: "一", 2021: "\n".join("十" * 10)})
    assert room_in_row(place, plan, with_limit(definition, None)) == 4


def test_cells_of_other_periods_make_no_room(plan: Plan, definition: Definition) -> None:
    plan, place = row_of(plan, {2018: "一\n二"})
    measure = plan.measures[0]
    entries = {**measure.initiatives[0].entries, (FiscalYear(2019), PeriodId("plan")): Value("一\n二\n三\n四\n五")}
    higher = replace(measure, initiatives=[replace(measure.initiatives[0], entries=entries)])
    assert room_in_row(place, replace(plan, measures=(higher,)), with_limit(definition, None)) == 2


def test_the_definitions_limit_holds_where_no_other_year_says_anything(plan: Plan, definition: Definition) -> None:
    plan, place = row_of(plan, {2021: "一"})
    assert room_in_row(place, plan, with_limit(definition, 15)) == 15


def test_the_definitions_limit_holds_beside_a_higher_cell(plan: Plan, definition: Definition) -> None:
    plan, place = row_of(plan, {2018: "\n".join("十" * 10)})
    assert room_in_row(place, plan, with_limit(definition, 6)) == 6


def test_one_line_is_always_there(plan: Plan, definition: Definition) -> None:
    plan, place = row_of(plan, {2021: "一"})
    assert room_in_row(place, plan, with_limit(definition, None)) == 1
