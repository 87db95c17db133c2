"""Settling many conflicts in one act, where the texts differ in notation only; and undoing that act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.plan import DepartmentId, FieldId, Value
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.conflicts import Conflict
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.revisions import refresh_fields, write_field
from kyosei_desktop.store.rounds import current_round
from kyosei_desktop.store.tables import ActRow, RevisionRow
from kyosei_desktop.store.withdrawing import refuse_if_accepted


@dataclass(eq=False)
class NothingSettledAlike(KyoseiError):
    """There is no bulk settling left to undo."""

    sentence: ClassVar[str] = N_("まとめて決めた競合はありません。一つずつ決めた競合は、計画の欄を書き直してください。")


@dataclass(eq=False)
class SettledRoundClosed(KyoseiError):
    """A settling is to be undone after its round was closed, which would leave conflicts in a closed round."""

    sentence: ClassVar[str] = N_(
        "照会を締め切った後では、まとめて決めた競合を元に戻せません。先に照会を再開してください。"
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A conflict and what is to stand in its field."""

    conflict: Conflict
    value: Value


def settle_alike(ledger: Ledger, choices: Sequence[Choice], *, author: str, reason: str | None = None) -> int:
    """Settle many conflicts in one act, after a backup; how many fields were settled.

    Each field gets one more revision after the heads that the person saw, as by `settle_conflict`.

    Args:
        ledger: a coordinator's.
        choices: no conflict twice.

    Raises:
        LedgerReadOnly, FileNotWritten: nothing was settled.
    """
    if not choices:
        return 0
    if not ledger.is_read_only:
        back_up_ledger(ledger)
    with ledger.begin() as unit:
        for one in choices:
            seen = sorted(side.revision for side in one.conflict.sides)
            write_field(unit, one.conflict.place.id, one.value, author=author, reason=reason, seen=seen)
        record_act(unit, ActKind.SETTLED_ALIKE, author=author, note=str(len(choices)))
        unit.commit()
    return len(choices)


def count_settled_alike(ledger: Ledger) -> int:
    """How many fields the bulk settling settled that would be undone now; 0 where there is none."""
    with ledger.reading() as session:
        return len(_last_settled(session))


def undo_settling_alike(ledger: Ledger, *, author: str) -> list[FieldId]:
    """Undo the newest bulk settling, after a backup: its revisions are withdrawn, and what came after them stays.

    Returns:
        The fields concerned; those that nobody has changed since are in conflict again.

    Raises:
        NothingSettledAlike: there is none left.
        SettledRoundClosed, DepartmentIsAccepted: conflicts may not come back there.
        LedgerReadOnly, FileNotWritten: nothing was undone.
    """
    if count_settled_alike(ledger) == 0:
        raise NothingSettledAlike
    if not ledger.is_read_only:
        back_up_ledger(ledger)
    with ledger.begin() as unit:
        settled = _last_settled(unit.session)
        collection = current_round(unit.session)
        if collection is None:
            raise SettledRoundClosed
        for department in _departments_settled(unit.session, settled):
            refuse_if_accepted(unit, collection.id, department)
        unit.session.execute(
            update(RevisionRow).where(RevisionRow.id.in_([row.id for row in settled])).values(is_withdrawn=True)
        )
        fields = sorted({FieldId(row.field_id) for row in settled})
        refresh_fields(unit, fields)
        record_act(unit, ActKind.SETTLING_UNDONE, author=author, note=str(len(fields)))
        unit.commit()
    return fields


def _last_settled(session: Session) -> Sequence[RevisionRow]:
    """The live revisions of the newest bulk settling that has any: those made in the moment of that act."""
    moments = select(ActRow.done_at).where(ActRow.kind == ActKind.SETTLED_ALIKE.value).order_by(ActRow.sequence.desc())
    for moment in session.scalars(moments):
        rows = session.scalars(
            select(RevisionRow).where(
                RevisionRow.made_at == moment,
                RevisionRow.origin == Origin.COORDINATOR.value,
                RevisionRow.is_withdrawn.is_(False),
            )
        ).all()
        if rows:
            return rows
    return ()


def _departments_settled(session: Session, settled: Sequence[RevisionRow]) -> list[DepartmentId]:
    """The departments whose answers were settled."""
    seen = {RevisionId(one) for row in settled for one in row.after}
    found = session.scalars(select(RevisionRow.department_id).where(RevisionRow.id.in_(seen)).distinct())
    return sorted(DepartmentId(one) for one in found if one is not None)
