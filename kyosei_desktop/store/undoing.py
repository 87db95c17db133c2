"""Taking back the newest thing done to the answers of a round: an acceptance, a return, or conflicts settled at once.

What was done to several departments together is taken back together; doing it again takes back what was done before
that. Merges (`withdrawing`) and turns of the year (`turning`) are taken back by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.domain.rounds import DepartmentState, Round
from kyosei_desktop.store.acceptance import revoke_acceptances
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.returns import take_back_returns
from kyosei_desktop.store.rounds import current_round
from kyosei_desktop.store.settling import last_settled_alike, undo_settling_alike
from kyosei_desktop.store.status import department_state
from kyosei_desktop.store.tables import DepartmentRow, RequestRow, RoundDepartmentRow


class UndoableKind(StrEnum):
    """What can be taken back."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    SETTLED_ALIKE = "settled_alike"


@dataclass(frozen=True, slots=True)
class Undoable:
    """The newest thing done.

    Attributes:
        done_at: when, UTC.
        departments: ids by name, in the plan's order; empty for conflicts.
        fields: how many fields were settled; 0 for departments.
    """

    kind: UndoableKind
    done_at: datetime
    departments: dict[str, DepartmentId]
    fields: int = 0


@dataclass(eq=False)
class NothingToUndo(KyoseiError):
    """There is no acceptance, no return and no bulk settling to take back."""

    sentence: ClassVar[str] = N_("元に戻せる受理、差戻し、まとめて決めた競合がありません。履歴を確かめてください。")


def find_undoable(ledger: Ledger) -> Undoable | None:
    """What `undo_newest` would take back now; None for nothing."""
    with ledger.reading() as session:
        collection = current_round(session)
        if collection is None:
            return None  # what a closed round rests on stays
        found = (_accepted(session, collection), _returned(session, collection), _settled(session, collection))
        return max((one for one in found if one is not None), key=lambda one: one.done_at, default=None)


def undo_newest(ledger: Ledger, *, author: str) -> Undoable:
    """Take the newest acceptance, return or bulk settling back, after a backup; what came after it stays.

    Raises:
        NothingToUndo.
        DepartmentIsAccepted: conflicts may not come back there.
        LedgerReadOnly, FileNotWritten: nothing was undone.
    """
    found = find_undoable(ledger)
    if found is None:
        raise NothingToUndo
    if found.kind is UndoableKind.SETTLED_ALIKE:
        undo_settling_alike(ledger, author=author)
        return found
    if not ledger.is_read_only:
        back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    take_back = revoke_acceptances if found.kind is UndoableKind.ACCEPTED else take_back_returns
    take_back(ledger, list(found.departments.values()), author=author)
    return found


def _accepted(session: Session, collection: Round) -> Undoable | None:
    """Those that were accepted in one moment, the newest one."""
    part = RoundDepartmentRow
    newest = session.scalar(select(func.max(part.accepted_at)).where(part.round_id == collection.id))
    if newest is None:
        return None
    chosen = select(part.department_id).where(part.round_id == collection.id, part.accepted_at == newest)
    return Undoable(UndoableKind.ACCEPTED, newest, _named(session, session.scalars(chosen).all()))


def _returned(session: Session, collection: Round) -> Undoable | None:
    """Those whose answers were returned in one moment, the newest one, as far as they have not answered since."""
    newest = {
        row.department_id: row
        for row in session.scalars(
            select(RequestRow).where(RequestRow.round_id == collection.id).order_by(RequestRow.sequence)
        )
    }
    waiting = [
        row
        for department, row in newest.items()
        if row.is_return
        and department_state(session, collection, [DepartmentId(department)]) is DepartmentState.RETURNED
    ]
    if not waiting:
        return None
    moment = max(row.made_at for row in waiting)
    chosen = [row.department_id for row in waiting if row.made_at == moment]
    return Undoable(UndoableKind.RETURNED, moment, _named(session, chosen))


def _settled(session: Session, collection: Round) -> Undoable | None:
    settled = last_settled_alike(session)
    if settled is None or settled.round != collection.id:
        return None
    return Undoable(UndoableKind.SETTLED_ALIKE, settled.rows[0].made_at, {}, len(settled.rows))


def _named(session: Session, departments: Sequence[str]) -> dict[str, DepartmentId]:
    rows = session.scalars(
        select(DepartmentRow).where(DepartmentRow.id.in_(departments)).order_by(DepartmentRow.position)
    )
    return {row.name: DepartmentId(row.id) for row in rows}
