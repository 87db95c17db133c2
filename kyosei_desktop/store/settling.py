"""Settling many conflicts in one act, where the texts differ in notation only; and undoing that act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.notation import Notation, preferred
from kyosei_desktop.domain.plan import DepartmentId, FieldId, Value
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.conflicts import Conflict, list_conflicts
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


def choose_alike(ledger: Ledger, notation: Notation) -> list[Choice]:
    """The conflicts of notation alone, each with the text that a notation prefers, in printed order."""
    return [Choice(one, one.sides[preferred_side(one, notation)].value) for one in notation_conflicts(ledger)]


def notation_conflicts(ledger: Ledger) -> list[Conflict]:
    """The open conflicts whose texts differ in notation only, in printed order."""
    return [one for one in list_conflicts(ledger) if one.is_notation_only]


def preferred_side(conflict: Conflict, notation: Notation) -> int:
    """The position of the side whose text a notation prefers."""
    texts = [side.value.text for side in conflict.sides]
    return preferred(notation, texts, [side.made_at for side in conflict.sides])


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
        back_up_ledger(ledger, reason=BackupReason.SETTLING)
    with ledger.begin() as unit:
        for one in choices:
            seen = sorted(side.revision for side in one.conflict.sides)
            write_field(unit, one.conflict.place.id, one.value, author=author, reason=reason, seen=seen)
        collection = current_round(unit.session)
        round_id = None if collection is None else collection.id
        record_act(unit, ActKind.SETTLED_ALIKE, author=author, round_id=round_id, note=str(len(choices)))
        unit.commit()
    return len(choices)


def undo_settling_alike(ledger: Ledger, *, author: str) -> list[FieldId]:
    """Undo the newest bulk settling, after a backup: its revisions are withdrawn, and what came after them stays.

    Returns:
        The fields concerned; those that nobody has changed since are in conflict again.

    Raises:
        NothingSettledAlike: there is none left.
        SettledRoundClosed, DepartmentIsAccepted: conflicts may not come back there.
        LedgerReadOnly, FileNotWritten: nothing was undone.
    """
    if not ledger.is_read_only:
        with ledger.reading() as session:
            _undoable(session)
        back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    with ledger.begin() as unit:
        collection, settled = _undoable(unit.session)
        if collection is not None:
            for department in _departments_settled(unit.session, settled):
                refuse_if_accepted(unit, collection, department)
        unit.session.execute(
            update(RevisionRow).where(RevisionRow.id.in_([row.id for row in settled])).values(is_withdrawn=True)
        )
        fields = sorted({FieldId(row.field_id) for row in settled})
        refresh_fields(unit, fields)
        record_act(unit, ActKind.SETTLING_UNDONE, author=author, note=str(len(fields)))
        unit.commit()
    return fields


@dataclass(frozen=True, slots=True)
class SettledAlike:
    """The newest bulk settling of which anything is left: in which round, and the revisions that it made."""

    round: RoundId | None
    rows: Sequence[RevisionRow]


def last_settled_alike(session: Session) -> SettledAlike | None:
    """The newest bulk settling that has any live revisions: those made in the moment of that act."""
    acts = select(ActRow).where(ActRow.kind == ActKind.SETTLED_ALIKE.value).order_by(ActRow.sequence.desc())
    for act in session.scalars(acts):
        rows = session.scalars(
            select(RevisionRow).where(
                RevisionRow.made_at == act.done_at,
                RevisionRow.origin == Origin.COORDINATOR.value,
                RevisionRow.is_withdrawn.is_(False),
            )
        ).all()
        if rows:
            return SettledAlike(None if act.round_id is None else RoundId(act.round_id), rows)
    return None


def _undoable(session: Session) -> tuple[RoundId | None, Sequence[RevisionRow]]:
    """The round and the revisions of the newest bulk settling. Raises NothingSettledAlike, SettledRoundClosed."""
    settled, collection = last_settled_alike(session), current_round(session)
    if settled is None:
        raise NothingSettledAlike
    if settled.round is not None and (collection is None or collection.id != settled.round):
        raise SettledRoundClosed
    return settled.round, settled.rows


def _departments_settled(session: Session, settled: Sequence[RevisionRow]) -> list[DepartmentId]:
    """The departments whose answers were settled."""
    seen = {RevisionId(one) for row in settled for one in row.after}
    found = session.scalars(select(RevisionRow.department_id).where(RevisionRow.id.in_(seen)).distinct())
    return sorted(DepartmentId(one) for one in found if one is not None)
