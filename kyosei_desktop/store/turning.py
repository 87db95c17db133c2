"""Turns of the plan as one act: the year's turn, a reorganisation, new or renumbered measures; and their undo.

A turn changes many rows at once. What they were is kept with it, so that it can be undone as a whole while nothing has
come since: the rows become what they were, fields that it made go, and revisions that it wrote in others are withdrawn.
Turns that followed one another with nothing between are undone one by one, the newest first.
"""

from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Date, LargeBinary, Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.chain import note_removal
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.revisions import in_chunks, refresh_fields
from kyosei_desktop.store.tables import (
    ActRow,
    Base,
    DepartmentRow,
    DraftRow,
    FieldRow,
    FormerNameRow,
    FormerNumberRow,
    InitiativeRow,
    MeasureRow,
    PlanRow,
    RevisionRow,
    RoundDepartmentRow,
    SuccessionRow,
    SuggestionRow,
    TurnRow,
    UtcDateTime,
)

_TURNED: tuple[type[Base], ...] = (
    PlanRow,
    DepartmentRow,
    FormerNameRow,
    SuccessionRow,
    MeasureRow,
    FormerNumberRow,
    InitiativeRow,
    RoundDepartmentRow,
    SuggestionRow,
)
"""What turns change beside revisions, each after what it refers to."""

Rows = Mapping[str, list[dict[str, Any]]]
Done = TypeVar("Done")
_STEPS = 2
_UNDONE_AFTER = "undone_after"
"""In what a turn keeps: the act that undid the turn after it."""

_MOST_KEPT = 10
"""So many turns in a row can be undone; each takes some 30 kB of a ledger of 48 measures."""

_NAMES = {
    ActKind.ROLLED_OVER: N_("年度更新"),
    ActKind.REORGANISED: N_("組織改正"),
    ActKind.MEASURES_CHANGED: N_("施策の整理"),
    ActKind.PLANS_CONFIRMED: N_("予定の確定"),
}


def turn_name(kind: ActKind) -> str:
    """What a turn is called: 「年度更新」."""
    return _(_NAMES[kind])


@dataclass(eq=False)
class OnlyInALedger(KyoseiError):
    """A work file is asked to change the shape of the plan."""

    sentence: ClassVar[str] = N_(
        "作業ファイル「{name}」では計画の形を変えられません。取りまとめ課の台帳で変えてください。"
    )
    name: str


@dataclass(eq=False)
class NoTurnToUndo(KyoseiError):
    """No turn is left to undo."""

    sentence: ClassVar[str] = N_(
        "元に戻せる年度更新・組織改正・施策の整理・予定の確定がありません。履歴を確かめてください。"
    )


@dataclass(eq=False)
class WorkSinceTheTurn(KyoseiError):
    """Something was done after the turn, which an undo would tear out of its context."""

    sentence: ClassVar[str] = N_(
        "その後に別の操作や書き換えがあるため、まとめて元に戻せません。"
        "直前の控え「{backup}」から復元（restore）できますが、その後の作業は失われます。"
    )
    backup: str


def try_turn(ledger: Ledger, change: Callable[[Unit], Done]) -> Done:
    """What a turn would come to, found out by making it and keeping nothing of it.

    Raises:
        OnlyInALedger, LedgerReadOnly, and what `change` raises.
    """
    if ledger.is_work_file:
        raise OnlyInALedger(name=ledger.name)
    with ledger.begin() as unit:
        return change(unit)


def take_turn(
    ledger: Ledger, kind: ActKind, change: Callable[[Unit], Done], *, note: str, author: str
) -> Generator[Step, None, Done]:
    """Make a turn: try whether it can be made, back the ledger up, then make it in one transaction.

    Args:
        change: writes it within the unit; called twice.
        note: says in the history what it was.

    Raises:
        As `try_turn`; FileNotWritten where no backup can be made.
    """
    try_turn(ledger, change)
    yield Step(0, _STEPS, _("控えを作っています"))
    backup = back_up_ledger(ledger, reason=BackupReason.TURN)
    yield Step(1, _STEPS, _("台帳を書き換えています"))
    with ledger.begin() as unit:
        _forget_turns(unit.session)
        before = _rows_before(unit)
        done = change(unit)
        _record_turn(unit, kind, {**before, "backup": backup.name}, author=author, note=note)
        unit.commit()
    ledger.forget_definition()
    return done


def _rows_before(unit: Unit) -> Mapping[str, Any]:
    session = unit.session
    return {
        "rows": {one.__tablename__: _dump(session, one) for one in _TURNED},
        "revision": session.scalar(select(func.max(RevisionRow.sequence))) or 0,
        "held": sorted(session.scalars(select(RevisionRow.id).where(RevisionRow.is_held))),
    }


def _record_turn(unit: Unit, kind: ActKind, before: Mapping[str, Any], *, author: str, note: str) -> None:
    """Write a turn into the history, and keep what it takes to undo it."""
    session = unit.session
    record_act(unit, kind, author=author, note=note)
    session.flush()
    session.add(TurnRow(act=_last_act(session), revision=_last_revision(session), before=before))
    session.flush()


def _newest_turn(session: Session) -> TurnRow | None:
    return session.scalars(select(TurnRow).order_by(TurnRow.act.desc()).limit(1)).first()


def _forget_turns(session: Session) -> None:
    """Before another turn: keep those that can be undone one by one after it, and no others."""
    newest = _newest_turn(session)
    can_be_undone = newest is not None and _is_newest(session, newest)
    acts = session.scalars(select(TurnRow.act).order_by(TurnRow.act.desc())).all()
    session.execute(delete(TurnRow).where(TurnRow.act.in_(acts[_MOST_KEPT - 1 if can_be_undone else 0 :])))


def find_undoable_turn(ledger: Ledger) -> ActKind | None:
    """The kind of the turn that `undo_turn` would undo now; None where there is none, or something came since."""
    with ledger.reading() as session:
        row = _newest_turn(session)
        if row is None or not _is_newest(session, row):
            return None
        return ActKind(session.scalars(select(ActRow.kind).where(ActRow.sequence == row.act)).one())


def undo_turn(ledger: Ledger, *, author: str) -> ActKind:
    """Undo the newest turn as a whole; the one just before it can be undone next. Returns what kind it was.

    Raises:
        NoTurnToUndo, WorkSinceTheTurn, LedgerReadOnly.
    """
    with ledger.begin() as unit:
        session = unit.session
        row = _newest_turn(session)
        if row is None:
            raise NoTurnToUndo
        before = row.before
        if not _is_newest(session, row):
            raise WorkSinceTheTurn(backup=before["backup"])
        kind = ActKind(session.get_one(ActRow, row.act).kind)
        session.delete(row)
        _put_rows_back(session, before["rows"])
        _put_revisions_back(unit, before["revision"], before["held"])
        record_act(unit, ActKind.TURN_UNDONE, author=author, note=kind)
        session.flush()
        _make_newest(session)
        unit.commit()
    ledger.forget_definition()
    return kind


def _last_act(session: Session) -> int:
    return session.scalar(select(func.max(ActRow.sequence))) or 0


def _last_revision(session: Session) -> int:
    return session.scalar(select(func.max(RevisionRow.sequence))) or 0


def _is_newest(session: Session, row: TurnRow) -> bool:
    made = _fields_since(session, row.before["revision"])
    drafts = set(session.scalars(select(DraftRow.field_id)))
    newest = (row.before.get(_UNDONE_AFTER, row.act), row.revision)
    return newest == (_last_act(session), _last_revision(session)) and not made & drafts


def _make_newest(session: Session) -> None:
    """The turn before one that was undone is the newest again: all is as it was after it."""
    row = _newest_turn(session)
    if row is not None:
        row.before = {**row.before, _UNDONE_AFTER: _last_act(session)}
        row.revision = _last_revision(session)
        session.flush()


def _fields_since(session: Session, revision: int) -> set[str]:
    """Ids of the fields that were made after a revision."""
    first = (
        select(RevisionRow.field_id).group_by(RevisionRow.field_id).having(func.min(RevisionRow.sequence) > revision)
    )
    return set(session.scalars(first))


def _put_rows_back(session: Session, rows: Rows) -> None:
    # Suggestions hang on fields that may go, and measures that come first are referred to by what comes after.
    session.execute(delete(SuggestionRow))
    for one in _TURNED[:-1]:
        _upsert(session, one.__table__, rows[one.__tablename__])  # type: ignore[arg-type]  # a Table, for mapped rows
    owners = {row["id"]: row["measure_id"] for row in rows[InitiativeRow.__tablename__]}
    for initiative, measure in owners.items():
        session.execute(update(FieldRow).where(FieldRow.initiative_id == initiative).values(measure_id=measure))
    known = {row["id"] for row in rows[MeasureRow.__tablename__]}
    made = session.scalars(
        select(FieldRow.id).where(
            FieldRow.measure_id.not_in(known)
            | (FieldRow.initiative_id.is_not(None) & FieldRow.initiative_id.not_in(owners))
        )
    ).all()
    _delete_fields(session, made)
    for one in reversed(_TURNED[:-1]):
        _delete_others(session, one.__table__, rows[one.__tablename__])  # type: ignore[arg-type]  # likewise
    suggestions = rows[SuggestionRow.__tablename__]
    if suggestions:
        session.execute(insert(SuggestionRow), suggestions)
    session.expire_all()


def _put_revisions_back(unit: Unit, revision: int, held: Collection[str]) -> None:
    session = unit.session
    _delete_fields(session, _fields_since(session, revision))
    newer = session.scalars(select(RevisionRow).where(RevisionRow.sequence > revision)).all()
    touched = {FieldId(row.field_id) for row in newer}
    for row in newer:
        row.is_withdrawn = True
    for row in session.scalars(select(RevisionRow).where(RevisionRow.id.in_(held), ~RevisionRow.is_held)):
        row.is_held = True
        touched.add(FieldId(row.field_id))
    refresh_fields(unit, touched)


def _delete_fields(session: Session, fields: Collection[str]) -> None:
    for some in in_chunks(sorted(fields)):
        note_removal(session, session.scalars(select(RevisionRow.id).where(RevisionRow.field_id.in_(some))).all())
        session.execute(delete(RevisionRow).where(RevisionRow.field_id.in_(some)))
        session.execute(delete(FieldRow).where(FieldRow.id.in_(some)))


def _dump(session: Session, one: type[Base]) -> list[dict[str, Any]]:
    table = one.__table__
    return [{key: _plain(value) for key, value in row.items()} for row in session.execute(select(table)).mappings()]


def _upsert(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    keys = list(table.primary_key.columns)
    known = {tuple(row) for row in session.execute(select(*keys))}
    for row in rows:
        values = _restored(table, row)
        if tuple(values[key.name] for key in keys) in known:
            chosen = [key == values[key.name] for key in keys]
            session.execute(update(table).where(*chosen).values(values))
        else:
            session.execute(insert(table).values(values))


def _delete_others(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    keys = list(table.primary_key.columns)
    kept = {tuple(row[key.name] for key in keys) for row in rows}
    for found in session.execute(select(*keys)).all():
        if tuple(found) not in kept:
            session.execute(delete(table).where(*(key == value for key, value in zip(keys, found, strict=True))))


def _plain(value: Any) -> Any:
    """A value of a row as JSON can say it."""
    if isinstance(value, date):  # moments are days, too
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _restored(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The opposite of `_plain`, by the types of the columns."""
    makers = {Date: date.fromisoformat, UtcDateTime: datetime.fromisoformat, LargeBinary: bytes.fromhex}
    found = dict(row)
    for column in table.columns:
        maker = makers.get(type(column.type))
        if maker is not None and found[column.name] is not None:
            found[column.name] = maker(found[column.name])
    return found
