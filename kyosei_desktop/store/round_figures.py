"""The figures that the charts of a round show: when departments handed in, and what share of the fields is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import DepartmentId, FieldId, Plan
from kyosei_desktop.domain.rounds import Asked, Round
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import value_of
from kyosei_desktop.store.revisions import in_chunks
from kyosei_desktop.store.rounds import asked_of
from kyosei_desktop.store.tables import FieldRow, RoundRow, SubmissionRow


@dataclass(frozen=True, slots=True)
class HandInDay:
    """A day on which departments handed in for the first time, and how many had by its end."""

    day: date
    departments: Sequence[str]
    total: int


@dataclass(frozen=True, slots=True)
class AnsweredShare:
    """How many of the fields asked of a department are answered, whoever answered them."""

    department: str
    asked: int
    answered: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.answered // self.asked if self.asked else 0


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """One round. Days are local.

    Attributes:
        begins_on, until: the first and the last day that its chart shows; the due date is between them.
        known_until: the last one of which it can be known how many had handed in; not before the last hand-in.
        departments: how many are asked.
    """

    round: Round
    begins_on: date
    until: date
    known_until: date
    departments: int
    days: Sequence[HandInDay]
    shares: Sequence[AnsweredShare]


def round_figures(ledger: Ledger, collection: Round) -> RoundFigures:
    """The figures of a round of this ledger, as they are now."""
    with ledger.reading() as session:
        plan = ledger.plan()
        opened_on = session.get_one(RoundRow, collection.id).opened_at.astimezone().date()
        asked = {one.id: asked_of(ledger, plan, collection, one.id) for one in plan.departments}
        asked = {department: fields for department, fields in asked.items() if fields}
        days = _days(session, collection, plan)
        shares = _shares(session, plan, asked)
    today = ledger.clock().astimezone().date()
    handed_in = [one.day for one in days]
    shown = [opened_on, collection.due_on, *handed_in]
    return RoundFigures(
        round=collection,
        begins_on=min(shown),
        until=max(shown),
        known_until=min(max(shown), max([today, *handed_in])),
        departments=len(asked),
        days=days,
        shares=shares,
    )


def _days(session: Session, collection: Round, plan: Plan) -> list[HandInDay]:
    first: dict[DepartmentId, date] = {}
    rows = session.scalars(
        select(SubmissionRow).where(SubmissionRow.round_id == collection.id, SubmissionRow.is_withdrawn.is_(False))
    )
    for row in rows:
        department, day = DepartmentId(row.department_id), row.made_at.astimezone().date()
        first[department] = min(first.get(department, day), day)
    found: list[HandInDay] = []
    for day in sorted(set(first.values())):
        names = [one.name for one in plan.departments if first.get(one.id) == day]
        found.append(HandInDay(day, names, (found[-1].total if found else 0) + len(names)))
    return found


def _shares(session: Session, plan: Plan, asked: dict[DepartmentId, list[Asked]]) -> list[AnsweredShare]:
    wanted = sorted({one.field.id for fields in asked.values() for one in fields})
    answered: set[FieldId] = set()
    for some in in_chunks(wanted):
        for row in session.scalars(select(FieldRow).where(FieldRow.id.in_(some))):
            if row.is_conflict or value_of(row).is_answered:
                answered.add(FieldId(row.id))
    return [
        AnsweredShare(plan.department_names[department], len(fields), sum(one.field.id in answered for one in fields))
        for department, fields in asked.items()
    ]
