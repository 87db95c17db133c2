"""What a question says of a field: the cells beside it, and the plan's habit with digits."""

from dataclasses import replace

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId, Plan
from kyosei_desktop.domain.rules.question import DigitHabit, Question, Tense, Width
from kyosei_desktop.domain.rules.questions import digit_habit_of, question_on
from kyosei_desktop.domain.years import FiscalYear


def ask(plan: Plan, definition: Definition, period: str, year: int = 2021, **options: bool) -> Question:
    place = plan.field_at(Address(2, FieldKind.ENTRY, 1, FiscalYear(year), PeriodId(period)))
    assert place is not None
    return question_on(place, plan, definition, **options)


def test_an_actual_is_compared_with_the_half_before_and_with_the_same_half_a_year_before(
    plan: Plan, definition: Definition
) -> None:
    first, second = ask(plan, definition, "first_half"), ask(plan, definition, "second_half", 2020)

    assert (first.label, first.tense, first.year) == ("令和３年度 上期実績", Tense.ACTUAL, 2021)
    assert first.before is not None
    assert first.before.label == "令和２年度 下期実績"
    assert first.before.text.startswith("・「地域包括ケア支援システム」を利用し、本市の")
    assert first.year_before is not None
    assert first.year_before.label == "令和２年度 上期実績"
    assert second.before is not None
    assert second.before.label == "令和２年度 上期実績"


def test_a_planned_cell_is_compared_with_the_plan_of_the_year_before(plan: Plan, definition: Definition) -> None:
    question = ask(plan, definition, "plan")

    assert question.tense is Tense.PLANNED
    assert question.before == question.year_before
    assert question.before is not None
    assert question.before.label == "令和２年度 予定"


def test_a_cell_without_a_text_is_nothing_to_compare_with(plan: Plan, definition: Definition) -> None:
    question = ask(plan, definition, "first_half", 2018)

    assert (question.before, question.year_before) == (None, None)


def test_a_field_of_the_measure_has_no_period_and_no_neighbours(plan: Plan, definition: Definition) -> None:
    place = plan.field_at(Address(2, FieldKind.OUTCOME))
    assert place is not None
    question = question_on(place, plan, definition, is_required=True)

    assert (question.tense, question.year, question.before, question.label) == (None, None, None, "")
    assert question.is_required
    assert "福祉総務課" in question.departments


def test_the_official_report_has_a_habit_for_long_numbers_only(plan: Plan) -> None:
    assert digit_habit_of(plan) == DigitHabit(one_digit=None, more_digits=Width.HALF)


def test_a_few_numbers_make_no_habit(plan: Plan) -> None:
    assert digit_habit_of(replace(plan, measures=plan.measures[:1])) == DigitHabit()
