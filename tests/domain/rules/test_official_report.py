"""No nagging, measured: what the rules find in the official report's own written actuals, compared as in real use."""

from collections import Counter
from collections.abc import Sequence

import pytest

from kyosei_desktop.domain.definition import Definition, PeriodKind
from kyosei_desktop.domain.plan import Address, FieldKind, Plan, Value
from kyosei_desktop.domain.rules.checking import check_value
from kyosei_desktop.domain.rules.findings import Finding, Level
from kyosei_desktop.domain.rules.numbers import amounts_in
from kyosei_desktop.domain.rules.questions import digit_habit_of, question_on

SHARE_OF_WARNINGS = 0.03
SHARE_OF_ONE_HINT = 0.07
"""So often at most may one rule say something that wants no tick."""

Found = Sequence[tuple[Address, Finding]]


@pytest.fixture(scope="module")
def actuals(plan: Plan, definition: Definition) -> dict[Address, list[Finding]]:
    """The findings in each written actual."""
    habit = digit_habit_of(plan)
    found = {}
    for place in plan.fields():
        value = plan.value(place)
        is_entry = place.kind is FieldKind.ENTRY and place.period is not None
        if is_entry and definition.period(place.period).kind is PeriodKind.ACTUAL and value.text.strip():
            question = question_on(place, plan, definition, habit=habit)
            found[plan.address_of(place)] = check_value(question, value, definition.rules)
    return found


def figures(actuals: dict[Address, list[Finding]]) -> str:
    """How often each rule fires, for the message of a test that fails."""
    counts = Counter((one.rule, one.level.value) for found in actuals.values() for one in found)
    lines = [f"{rule} ({level}): {count} = {count / len(actuals):.2%}" for (rule, level), count in counts.items()]
    return f"of {len(actuals)} actuals\n" + "\n".join(lines)


def test_all_written_actuals_are_looked_at(actuals: dict[Address, list[Finding]]) -> None:
    assert len(actuals) == 317


def test_warnings_that_want_a_tick_fire_on_three_percent_at_most_in_all_rules_together(
    actuals: dict[Address, list[Finding]],
) -> None:
    wanted = sum(1 for found in actuals.values() for one in found if one.level in (Level.WARNING, Level.ERROR))

    assert wanted / len(actuals) <= SHARE_OF_WARNINGS, figures(actuals)


def test_no_hint_is_said_so_often_that_nobody_reads_it(actuals: dict[Address, list[Finding]]) -> None:
    counts = Counter(one.rule for found in actuals.values() for one in found)

    assert max(counts.values()) / len(actuals) <= SHARE_OF_ONE_HINT, figures(actuals)


def test_the_number_sign_of_the_reports_own_head_never_fires(actuals: dict[Address, list[Finding]], plan: Plan) -> None:
    with_sign = {one for one in actuals if "№" in plan.value(plan.field_at(one)).text}

    assert not [one for place in with_sign for one in actuals[place] if "№" in one.evidence]


def test_the_faults_of_the_printed_report_are_found(actuals: dict[Address, list[Finding]]) -> None:
    """A plan left standing, and a year that is wrong in the print."""
    found = {(str(place), one.rule): one.evidence for place, each in actuals.items() for one in each}

    assert found["12.1.2019.first_half", "tense"] == "予定"
    assert found["28.1.2019.first_half", "tense"] == "再検討する"
    assert found["9.1.2019.second_half", "year"] == "令和２年度"
    assert found["42.1.2020.first_half", "half_width_kana"] == "ｺﾛﾅｳｨﾙｽ"


def test_most_numbers_with_a_digit_too_many_are_found(plan: Plan, definition: Definition) -> None:
    """Every amount that last year's text counts too, written ten times as large."""
    habit, planted, found = digit_habit_of(plan), 0, 0
    for place in plan.fields():
        if place.period is None or definition.period(place.period).kind is not PeriodKind.ACTUAL:
            continue
        text, question = plan.value(place).text, question_on(place, plan, definition, habit=habit)
        units = {one.unit for one in amounts_in("" if question.year_before is None else question.year_before.text)}
        for one in amounts_in(text):
            if one.unit in units and one.number >= 2:
                wrong = f"{text[: one.start]}{one.number * 10:.0f}{one.unit}{text[one.end :]}"
                planted += 1
                found += "ten_times" in {each.rule for each in check_value(question, Value(wrong), definition.rules)}

    assert planted == 60
    assert found >= 45
