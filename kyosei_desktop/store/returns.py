"""Taking a return (差戻し) back: the department's answers stand again as they were handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import DepartmentId, FieldId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import current_round, open_round_row
from kyosei_desktop.store.tables import DepartmentRow, RequestFieldRow, RequestRow


@dataclass(eq=False)
class NotReturned(KyoseiError):
    """A return is to be taken back where the newest request is none."""

    sentence: ClassVar[str] = N_("{department}には差し戻していません。状況を確かめてください。")
    department: str


def take_back_returns(ledger: Ledger, departments: Sequence[DepartmentId], *, author: str) -> None:
    """Take the newest return of each department back, all of them or none.

    The files already sent stay valid: what was a return is a request like any other from now on, and an answer to it is
    taken as ever.

    Raises:
        NoOpenRound, NotReturned.
    """
    with ledger.begin() as unit:
        round_id = RoundId(open_round_row(unit.session).id)
        for department in departments:
            newest = unit.session.scalars(
                select(RequestRow)
                .where(RequestRow.round_id == round_id, RequestRow.department_id == department)
                .order_by(RequestRow.sequence.desc())
            ).first()
            if newest is None or not newest.is_return:
                raise NotReturned(department=unit.session.get_one(DepartmentRow, department).name)
            newest.is_return = False
            record_act(unit, ActKind.RETURN_TAKEN_BACK, author=author, round_id=round_id, department=department)
        unit.commit()


def returned_fields(ledger: Ledger) -> dict[DepartmentId, frozenset[FieldId]]:
    """The fields of each department's newest request in the open round, where that is a return."""
    with ledger.reading() as session:
        collection = current_round(session)
        if collection is None:
            return {}
        requests = session.scalars(
            select(RequestRow).where(RequestRow.round_id == collection.id).order_by(RequestRow.sequence)
        )
        newest = {DepartmentId(row.department_id): row for row in requests}
        return {
            department: frozenset(
                FieldId(field)
                for field in session.scalars(
                    select(RequestFieldRow.field_id).where(RequestFieldRow.request_id == row.id)
                )
            )
            for department, row in newest.items()
            if row.is_return
        }
