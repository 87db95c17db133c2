"""What a ledger knows that its next coordinator has to know: the rounds as they went, what is open, what is odd."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import Address, DepartmentId, MeasureNumber, Plan
from kyosei_desktop.domain.rounds import DepartmentState, Round
from kyosei_desktop.store.acts import Act, ActKind, list_acts
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import list_rounds
from kyosei_desktop.store.status import round_status
from kyosei_desktop.store.tables import RoundDepartmentRow, SubmissionRow


@dataclass(frozen=True, slots=True)
class PlayedRound:
    """A round as it went; days are local.

    Attributes:
        first_due_on: as it was when the round was opened; `round.due_on` is the last one.
        last_answer_on: when the last department's first answer came; None where none came.
        closed_on: None while it is open.
        asked: departments that got a request.
    """

    round: Round
    opened_on: date
    first_due_on: date
    last_answer_on: date | None
    closed_on: date | None
    asked: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """A department whose first answer came after the due date, or never (`arrived_on` is None)."""

    round: Round
    department: str
    arrived_on: date | None
    days: int


class OpenKind(StrEnum):
    """What may be left to do."""

    CONFLICT = "conflict"
    RETURNED = "returned"
    NOT_SUBMITTED = "not_submitted"
    MISSING = "missing"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing left to do: in a field, or with a department."""

    kind: OpenKind
    address: Address | None = None
    department: str = ""


class OddKind(StrEnum):
    """What sets a measure apart from the others."""

    SEVERAL_INITIATIVES = "several_initiatives"
    CO_OWNED = "co_owned"
    SHARED_TEXTS = "shared_texts"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Oddity:
    """A measure that wants care, with the departments concerned. `count` is of its initiatives."""

    kind: OddKind
    measure: MeasureNumber
    name: str
    departments: Sequence[str]
    count: int


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything, oldest rounds first. `written_at` is UTC."""

    plan: Plan
    written_at: datetime
    rounds: Sequence[PlayedRound]
    late: Sequence[Lateness]
    open_points: Sequence[OpenPoint]
    oddities: Sequence[Oddity]


def read_handover(ledger: Ledger) -> Handover:
    """Look all of it up. `ledger` is a coordinator's."""
    rounds, acts = list_rounds(ledger), list_acts(ledger)
    with ledger.reading() as session:
        plan = ledger.plan()
        played = [_played(session, one, acts) for one in rounds]
        late = [found for one in rounds for found in _late_in(session, one, plan, ledger.clock().astimezone().date())]
        unaccepted = _unaccepted(session, rounds[-1], plan) if rounds else []
    return Handover(
        plan=plan,
        written_at=ledger.clock(),
        rounds=played,
        late=late,
        open_points=[*_conflicts(ledger), *_of_departments(ledger), *unaccepted],
        oddities=list(_oddities(plan)),
    )


def _played(session: Session, one: Round, acts: Sequence[Act]) -> PlayedRound:
    def days(kind: ActKind) -> list[Act]:
        return [act for act in acts if act.kind is kind and act.round == one.id]

    opened = days(ActKind.ROUND_OPENED)[0]
    closed = days(ActKind.ROUND_CLOSED)
    answers = _first_answers(session, one).values()
    asked = session.scalars(select(RoundDepartmentRow).where(RoundDepartmentRow.round_id == one.id)).all()
    return PlayedRound(
        round=one,
        opened_on=_day(opened.done_at),
        first_due_on=date.fromisoformat(opened.note or one.due_on.isoformat()),
        last_answer_on=max(answers, default=None),
        closed_on=_day(closed[-1].done_at) if closed and not one.is_open else None,
        asked=len(asked),
    )


def _first_answers(session: Session, one: Round) -> dict[DepartmentId, date]:
    """The day on which each department's first answer was made, by its own clock."""
    found: dict[DepartmentId, date] = {}
    rows = session.scalars(
        select(SubmissionRow).where(SubmissionRow.round_id == one.id, SubmissionRow.is_withdrawn.is_(False))
    )
    for row in rows:
        department, day = DepartmentId(row.department_id), _day(row.made_at)
        found[department] = min(found.get(department, day), day)
    return found


def _late_in(session: Session, one: Round, plan: Plan, today: date) -> Iterator[Lateness]:
    answers = _first_answers(session, one)
    asked = session.scalars(select(RoundDepartmentRow.department_id).where(RoundDepartmentRow.round_id == one.id)).all()
    for department in plan.departments:
        if department.id not in asked:
            continue
        arrived_on = answers.get(department.id)
        days = ((arrived_on or today) - one.due_on).days
        if days > 0 or (arrived_on is None and not one.is_open):
            yield Lateness(one, department.name, arrived_on, max(0, days))


def _conflicts(ledger: Ledger) -> list[OpenPoint]:
    return [OpenPoint(OpenKind.CONFLICT, address=one.address) for one in list_conflicts(ledger)]


def _of_departments(ledger: Ledger) -> Iterator[OpenPoint]:
    """What the open round still waits for."""
    kinds = {
        DepartmentState.RETURNED: OpenKind.RETURNED,
        DepartmentState.ASKED: OpenKind.NOT_SUBMITTED,
        DepartmentState.NOT_SENT: OpenKind.NOT_SUBMITTED,
    }
    for one in round_status(ledger).departments:
        if one.state in kinds:
            yield OpenPoint(kinds[one.state], department=one.department.name)
        else:
            for address in one.missing:
                yield OpenPoint(OpenKind.MISSING, address=address, department=one.department.name)


def _unaccepted(session: Session, last: Round, plan: Plan) -> list[OpenPoint]:
    """The departments that have answered in the last round and were not accepted."""
    answered = _first_answers(session, last)
    rows = session.scalars(
        select(RoundDepartmentRow).where(
            RoundDepartmentRow.round_id == last.id, RoundDepartmentRow.accepted_at.is_(None)
        )
    )
    waiting = {DepartmentId(row.department_id) for row in rows} & answered.keys()
    return [OpenPoint(OpenKind.NOT_ACCEPTED, department=one.name) for one in plan.departments if one.id in waiting]


def _oddities(plan: Plan) -> Iterator[Oddity]:
    newest = plan.years[-1]
    for measure in plan.measures:
        names = plan.names_of(measure.departments)
        count = len(measure.initiatives)
        if count > 1:
            yield Oddity(OddKind.SEVERAL_INITIATIVES, measure.no, measure.name, names, count)
        if count > 1 and len(names) > 1:
            yield Oddity(OddKind.SHARED_TEXTS, measure.no, measure.name, names, count)
        for one in measure.initiatives:
            if len(one.departments) > 1:
                yield Oddity(OddKind.CO_OWNED, measure.no, measure.name, plan.names_of(one.departments), count)
        cells = [value for one in measure.initiatives for key, value in one.entries.items() if key[0] == newest]
        if cells and all(value.is_not_begun for value in cells):
            yield Oddity(OddKind.NOT_BEGUN, measure.no, measure.name, names, count)


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
