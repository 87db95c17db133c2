"""The year's turn (年度更新): which cells the next year gets, which years leave the report, which plans are offered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import BlankReason, Field, FieldKind, Initiative, Measure, Plan
from kyosei_desktop.domain.years import FiscalYear


@dataclass(eq=False)
class NotTheNextYear(KyoseiError):
    """A year that does not follow on the last one that the report shows."""

    sentence: ClassVar[str] = N_(
        "{year}には更新できません。報告書の最後の年度の次は{next_year}です。その年度を指定してください。"
    )
    year: str
    next_year: str


@dataclass(eq=False)
class NoYearsShown(KyoseiError):
    """A report that would show no year at all."""

    sentence: ClassVar[str] = N_("報告書に載せる年度の数「{count}」は使えません。1以上にしてください。")
    count: int


@dataclass(frozen=True, slots=True)
class YearTurn:
    """What a year's turn does.

    Attributes:
        years_before, years: the years shown before it and after it.
        archived: the years that leave the report; they stay in the ledger.
        added: the new year's cells that do not exist yet, in printed order.
        offered: last year's plans, offered for the same period's cell of the new year.
        ended: the new year's cells of initiatives that had ended by the end of the last year.
    """

    year: FiscalYear
    years_before: Sequence[FiscalYear]
    years: Sequence[FiscalYear]
    archived: Sequence[FiscalYear]
    added: Sequence[Field]
    offered: Mapping[Field, str]
    ended: Sequence[Field]


def turn_of_year(
    plan: Plan, definition: Definition, year: FiscalYear, *, years_shown: int | None = None, carries_plans: bool = True
) -> YearTurn:
    """What it takes to begin a year.

    Args:
        years_shown: how many years the report shows afterwards; by default as many as before.
        carries_plans: whether last year's plans are offered.

    Raises:
        NotTheNextYear, NoYearsShown.
    """
    last_year = plan.years[-1]
    if year != last_year + 1:
        say = definition.shown_calendar.fiscal_year
        raise NotTheNextYear(year=say(year), next_year=say(FiscalYear(last_year + 1)))
    count = len(plan.years) if years_shown is None else years_shown
    if count < 1:
        raise NoYearsShown(count=count)
    years = (*plan.years, year)[-count:]
    added: list[Field] = []
    offered: dict[Field, str] = {}
    ended: list[Field] = []
    for measure in plan.measures:
        for initiative in measure.initiatives:
            has_ended = has_ended_in(initiative, definition, last_year)
            for period in definition.periods:
                place = Field(FieldKind.ENTRY, measure.id, initiative.id, year, period.id)
                if (year, period.id) not in initiative.entries:
                    added.append(place)
                if initiative.entry(year, period.id).is_answered:
                    continue
                if has_ended:
                    ended.append(place)
                elif carries_plans and period.id in definition.planned_periods:
                    last = initiative.entry(last_year, period.id)
                    if last.text.strip() and not last.is_not_begun:
                        offered[place] = last.text
    archived = tuple(one for one in plan.years if one not in years)
    return YearTurn(year, tuple(plan.years), years, archived, added, offered, ended)


def is_over_in(measure: Measure, years: Collection[FiscalYear]) -> bool:
    """Whether a measure has ended, in these years or before, and says nothing in any of them.

    A report of these years leaves it out; one that still shows a year in which it was at work keeps it.
    """
    cells = [(year, value) for one in measure.initiatives for (year, _period), value in one.entries.items()]
    has_ended = any(value.blank is BlankReason.ENDED for year, value in cells if year <= max(years))
    return has_ended and not any(value.text.strip() for year, value in cells if year in years)


def has_ended_in(initiative: Initiative, definition: Definition, year: FiscalYear) -> bool:
    """Whether the last answered cell of a year says that the initiative has ended."""
    values = [initiative.entry(year, one.id) for one in definition.periods]
    answered = [one for one in values if one.is_answered]
    return bool(answered) and answered[-1].blank is BlankReason.ENDED
