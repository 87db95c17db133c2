"""Questions made of a plan: which cells a field is compared with, and how the plan writes its digits."""

from collections import Counter

from kyosei_desktop.domain.definition import Definition, PeriodKind
from kyosei_desktop.domain.plan import Field, FieldKind, PeriodId, Plan
from kyosei_desktop.domain.rules.digits import NUMBER, is_long, width_of
from kyosei_desktop.domain.rules.question import DigitHabit, Neighbour, Question, Tense, Width
from kyosei_desktop.domain.years import FiscalYear

HABIT_SHARE = 0.8
"""From this share on, one way of writing digits is a habit. The official report writes 98 % of its numbers of several
digits in half width, and 55 % of its single digits in full width, which is none."""
HABIT_NUMBERS = 10
"""Fewer numbers than this tell nothing."""

_TENSES = {PeriodKind.ACTUAL: Tense.ACTUAL, PeriodKind.PLANNED: Tense.PLANNED}


def question_on(
    place: Field,
    plan: Plan,
    definition: Definition,
    *,
    is_required: bool = False,
    habit: DigitHabit | None = None,
) -> Question:
    """What the rules may look at for one field of a plan; `printed` is for whoever can measure.

    Args:
        habit: the plan's, where it is known already; looking for it reads the whole plan.
    """
    tense = None if place.period is None else _TENSES[definition.period(place.period).kind]
    return Question(
        kind=place.kind,
        calendar=definition.calendar,
        label=_label(definition, place.year, place.period),
        tense=tense,
        year=place.year,
        is_required=is_required,
        before=_period_before(place, plan, definition),
        year_before=_year_before(place, plan, definition),
        habit=digit_habit_of(plan) if habit is None else habit,
        departments=frozenset(one.name for one in plan.departments),
    )


def digit_habit_of(plan: Plan) -> DigitHabit:
    """How a plan writes numbers of one digit and of more, where it does so in one way."""
    widths: Counter[tuple[bool, Width]] = Counter()
    for place in plan.fields():
        if place.kind is not FieldKind.DEPARTMENTS:
            for number in NUMBER.findall(plan.value(place).text):
                width = width_of(number)
                if width is not None:
                    widths[is_long(number), width] += 1
    return DigitHabit(_habit(widths, is_long=False), _habit(widths, is_long=True))


def _habit(widths: Counter[tuple[bool, Width]], *, is_long: bool) -> Width | None:
    total = sum(widths[is_long, one] for one in Width)
    if total < HABIT_NUMBERS:
        return None
    return next((one for one in Width if widths[is_long, one] >= HABIT_SHARE * total), None)


def _label(definition: Definition, year: FiscalYear | None, period: PeriodId | None) -> str:
    if year is None or period is None:
        return ""
    return f"{definition.shown_calendar.fiscal_year(year)} {definition.period(period).label}"


def _period_before(place: Field, plan: Plan, definition: Definition) -> Neighbour | None:
    if place.year is None or place.period is None:
        return None
    kind = definition.period(place.period).kind
    periods = [one.id for one in definition.periods if one.kind is kind]
    position = periods.index(place.period)
    if position:
        return _neighbour(place, plan, definition, place.year, periods[position - 1])
    return _neighbour(place, plan, definition, FiscalYear(place.year - 1), periods[-1])


def _year_before(place: Field, plan: Plan, definition: Definition) -> Neighbour | None:
    if place.year is None or place.period is None:
        return None
    return _neighbour(place, plan, definition, FiscalYear(place.year - 1), place.period)


def _neighbour(
    place: Field, plan: Plan, definition: Definition, year: FiscalYear, period: PeriodId
) -> Neighbour | None:
    text = plan.value(Field(place.kind, place.measure, place.initiative, year, period)).text
    return Neighbour(_label(definition, year, period), text) if text.strip() else None
