"""How long past rounds really took, for the due date of the next one and for whoever takes the post over."""

import math
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.due_dates import RoundDelay
from kyosei_desktop.domain.holidays import working_days_between
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.tables import RequestRow, RoundRow, SubmissionRow

_SHARE = 0.9


def round_delays(ledger: Ledger) -> list[RoundDelay]:
    """The closed rounds in which anybody handed in, oldest first."""
    with ledger.reading() as session:
        rows = session.scalars(select(RoundRow).where(RoundRow.is_open.is_(False)).order_by(RoundRow.opened_at)).all()
        found = (_delay_of(session, row) for row in rows)
        return [one for one in found if one is not None]


def _delay_of(session: Session, row: RoundRow) -> RoundDelay | None:
    first_requests = session.execute(
        select(RequestRow.department_id, func.min(RequestRow.made_at))
        .where(RequestRow.round_id == row.id)
        .group_by(RequestRow.department_id)
    ).all()
    first_answers = session.execute(
        select(SubmissionRow.department_id, func.min(SubmissionRow.made_at))
        .where(SubmissionRow.round_id == row.id, SubmissionRow.is_withdrawn.is_(False))
        .group_by(SubmissionRow.department_id)
    ).all()
    if not first_requests or not first_answers:
        return None
    sent_on = min(moment for _department, moment in first_requests).astimezone().date()
    handed_in = sorted(moment.astimezone().date() for _department, moment in first_answers)
    return RoundDelay(
        round=RoundId(row.id),
        asked=len(first_requests),
        handed_in=len(handed_in),
        late=sum(1 for day in handed_in if day > row.due_on),
        working_days=working_days_between(sent_on, _nine_of_ten(handed_in, len(first_requests))),
    )


def _nine_of_ten(handed_in: Sequence[date], asked: int) -> date:
    return handed_in[min(len(handed_in), math.ceil(asked * _SHARE)) - 1]
