"""Rounds: what one collection asks of whom, and what of that is required."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from kyosei_desktop.domain.plan import DepartmentId, Field, FieldKind, Measure, PeriodId, Plan
from kyosei_desktop.domain.years import FiscalYear

RoundId = NewType("RoundId", str)


class AskedField(StrEnum):
    """The kinds of fields that a round may ask for."""

    ENTRY = "entry"
    NEXT_PLAN = "next_plan"
    OUTCOME = "outcome"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Round:
    """One collection (照会): fiscal year × period, due date, what is asked for and what is required."""

    id: RoundId
    year: FiscalYear
    period: PeriodId
    due_on: date
    asks: Set[AskedField]
    requires: Set[AskedField]
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that a round asks of a department."""

    field: Field
    is_required: bool


def asked_fields(
    plan: Plan, collection: Round, department: DepartmentId, planned_periods: Sequence[PeriodId]
) -> Iterator[Asked]:
    """What a round asks of a department, in printed order.

    Entries are asked of the owners of an initiative; outcome and record of every department of the measure,
    so that №34 and №36 are co-owned there. Required entries are those of initiatives with any text other than
    `*****` in the round's year.

    Args:
        planned_periods: the definition's planned periods; `NEXT_PLAN` is their cells of the year after.
    """
    for measure in plan.measures:
        if department in measure.departments:
            yield from _asked_of_measure(measure, collection, department, planned_periods)


def _asked_of_measure(
    measure: Measure, collection: Round, department: DepartmentId, planned_periods: Sequence[PeriodId]
) -> Iterator[Asked]:
    next_year = FiscalYear(collection.year + 1)
    for initiative in measure.initiatives:
        if department not in initiative.departments:
            continue
        is_active = initiative.is_active_in(collection.year)
        cells = {
            AskedField.ENTRY: [(collection.year, collection.period)],
            AskedField.NEXT_PLAN: [(next_year, period) for period in planned_periods],
        }
        for asked, places in cells.items():
            if asked in collection.asks:
                for year, period in places:
                    place = Field(FieldKind.ENTRY, measure.id, initiative.id, year, period)
                    yield Asked(place, is_active and asked in collection.requires)
    for asked, kind in ((AskedField.OUTCOME, FieldKind.OUTCOME), (AskedField.RECORD, FieldKind.RECORD)):
        if asked in collection.asks:
            yield Asked(Field(kind, measure.id), asked in collection.requires)


class DepartmentState(StrEnum):
    """Where one department stands in a round."""

    NOT_SENT = "not_sent"
    ASKED = "asked"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
