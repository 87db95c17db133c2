"""What a new round can ask, and what it would sensibly ask: the next period not written yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kyosei_desktop.domain.definition import ColumnSource, Definition, PeriodKind
from kyosei_desktop.domain.due_dates import FEWEST_DAYS, MOST_DAYS, RoundDelay, propose_due_date
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import PeriodId, Plan
from kyosei_desktop.domain.rounds import AskedField, Round
from kyosei_desktop.domain.years import FiscalYear


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """What the person opening a round has chosen."""

    year: FiscalYear
    period: PeriodId
    due_on: date
    asks: frozenset[AskedField]
    requires: frozenset[AskedField]


def askable(definition: Definition) -> tuple[AskedField, ...]:
    """What a round of this definition can ask for, in the order of the panel: what the report has a place for."""
    has_place = {
        AskedField.ENTRY: True,
        AskedField.NEXT_PLAN: bool(definition.planned_periods),
        AskedField.OUTCOME: definition.has_column(ColumnSource.OUTCOME),
        AskedField.RECORD: definition.has_column(ColumnSource.RECORD),
    }
    return tuple(one for one, has in has_place.items() if has)


def suggest_round(
    plan: Plan, definition: Definition, rounds: Sequence[Round], today: date, delays: Sequence[RoundDelay] = ()
) -> RoundChoice:
    """A ready choice for the panel.

    The first actual period that neither a round has asked for nor anybody has written; the last of all where
    everything is written. Outcome and record belong to the end of the year, so its last period asks for them too.
    """
    actual = [one.id for one in definition.periods if one.kind is PeriodKind.ACTUAL] or [definition.periods[-1].id]
    places = [(year, period) for year in plan.years for period in actual]
    asked = {(one.year, one.period) for one in rounds}
    year, period = next((place for place in places if place not in asked and not _is_written(plan, *place)), places[-1])
    asks = {AskedField.ENTRY}
    if period == actual[-1]:
        asks |= {AskedField.OUTCOME, AskedField.RECORD} & set(askable(definition))
    return RoundChoice(
        year, period, propose_due_date(today, delays).day, frozenset(asks), frozenset({AskedField.ENTRY})
    )


def _is_written(plan: Plan, year: FiscalYear, period: PeriodId) -> bool:
    return any(one.entry(year, period).is_answered for measure in plan.measures for one in measure.initiatives)


def due_date_reason(today: date, delays: Sequence[RoundDelay]) -> str:
    """Why the due date proposed is that day, in words."""
    proposed = propose_due_date(today, delays)
    if not proposed.rests_on:
        return _("前の照会の記録がないため、6週間後までの最後の開庁日にしました。")
    days = max(one.working_days for one in proposed.rests_on)
    late = sum(one.late for one in proposed.rests_on)
    return _(
        "これまで{rounds}回の照会では、9割の課が答えるまでに、長いときで{days}開庁日かかりました。遅れた課は延べ{late}課です。"
        "{least}開庁日から{most}開庁日までの間で、土日・祝日・年末年始を除いて数えています。"
    ).format(rounds=len(proposed.rests_on), days=days, late=late, least=FEWEST_DAYS, most=MOST_DAYS)
