"""What is recorded beside revisions and acts, row by row, and which of it a transaction changed.

Triggers of the database note each change (migration 0005), so that no use case can forget to tell of one, and a link
of the chain costs what its transaction changed, however large the ledger is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Select, cast, delete, select, tuple_
from sqlalchemy.orm import Session

from kyosei_desktop.domain.chain import moment_text, record_hash
from kyosei_desktop.store.tables import (
    AcknowledgementRow,
    Base,
    DepartmentRow,
    FormerNameRow,
    FormerNumberRow,
    InitiativeRow,
    MeasureRow,
    PlanRow,
    RecordChangeRow,
    RequestFieldRow,
    RequestRow,
    RevisionRow,
    RoundDepartmentRow,
    RoundRow,
    SubmissionRevisionRow,
    SubmissionRow,
    SuccessionRow,
    table_of,
)

RecordKey = tuple[Any, ...]
"""Of a record its table's name and the values of its key."""

_WHOLE: tuple[type[Base], ...] = (
    PlanRow,
    DepartmentRow,
    FormerNameRow,
    SuccessionRow,
    MeasureRow,
    FormerNumberRow,
    InitiativeRow,
    RoundRow,
    RoundDepartmentRow,
    RequestRow,
    RequestFieldRow,
    SubmissionRow,
    SubmissionRevisionRow,
)
"""Tables all of whose rows are records. Another one gets its triggers by a migration, as in 0005."""

_CHANGE = table_of(RecordChangeRow)
_NOTED = select(_CHANGE.c.kind, _CHANGE.c.key, _CHANGE.c.part).distinct()
_IS_NOTED = select(_CHANGE.c.sequence).limit(1)
_FORGET = delete(_CHANGE)


@dataclass(frozen=True)
class _Kind:
    """Which rows of a table are records, by which columns they are known, and what of them counts.

    Attributes:
        all: finds all of them.
        noted: those that triggers have noted, which the database joins: thus what a transaction changed is found by
            one statement that is always the same, however much it is.
    """

    keys: Sequence[Column[Any]]
    columns: Sequence[Column[Any]]
    all: Select[*tuple[Any, ...]]
    noted: Select[*tuple[Any, ...]]


def _kind(rows: type[Base], columns: Sequence[str] = (), only: ColumnElement[bool] | None = None) -> tuple[str, _Kind]:
    table = table_of(rows)
    counting = [table.c[one] for one in columns] or list(table.columns)
    keys = [table.c.id] if rows is RevisionRow else list(table.primary_key.columns)
    chosen = select(*counting) if only is None else select(*counting).where(only)
    noted_keys = [
        cast(one, Integer) if isinstance(key.type, Integer) else one
        for key, one in zip(keys, (_CHANGE.c.key, _CHANGE.c.part), strict=False)
    ]
    noted = select(*noted_keys).where(_CHANGE.c.kind == table.name)
    is_noted = keys[0].in_(noted) if len(keys) == 1 else tuple_(*keys).in_(noted)
    return table.name, _Kind(keys, counting, chosen, chosen.where(is_noted))


def _kinds() -> Iterator[tuple[str, _Kind]]:
    yield from map(_kind, _WHOLE)
    yield _kind(AcknowledgementRow, only=table_of(AcknowledgementRow).c.submission_id.is_not(None))
    marks = table_of(RevisionRow).c
    yield _kind(RevisionRow, ("id", "is_withdrawn", "is_held"), marks.is_withdrawn | marks.is_held)


_KINDS = dict(_kinds())


def forget_foreign_changes(session: Session) -> None:
    """Forget what was noted before this transaction: by another program, which seals nothing."""
    if session.execute(_IS_NOTED).first() is not None:
        session.execute(_FORGET)


def take_changes(session: Session) -> dict[RecordKey, str | None]:
    """The records that this transaction changed, with their hashes as they are now, None for those that are gone."""
    changes: dict[RecordKey, str | None] = {}
    for kind, *texts in session.connection().execute(_NOTED).all():
        changes[kind, *map(_key, _KINDS[kind].keys, texts)] = None
    for kind in {kind for kind, *_ in changes}:
        changes |= _hashes(session, kind, _KINDS[kind].noted)
    if changes:
        session.execute(_FORGET)
    return changes


def present_records(session: Session) -> dict[RecordKey, str]:
    """All records with their hashes as they are now."""
    return {key: content for name, kind in _KINDS.items() for key, content in _hashes(session, name, kind.all).items()}


def record_differences(
    sealed: Mapping[RecordKey, str], present: Mapping[RecordKey, str]
) -> dict[RecordKey, str | None]:
    """What has to be said for `present` where `sealed` was said; None for records that are gone."""
    gone: dict[RecordKey, str | None] = dict.fromkeys(sealed.keys() - present.keys(), None)
    return gone | {key: content for key, content in present.items() if sealed.get(key) != content}


def _key(column: Column[Any], text: str) -> Any:
    return int(text) if isinstance(column.type, Integer) else text


def _hashes(session: Session, name: str, chosen: Select[*tuple[Any, ...]]) -> dict[RecordKey, str]:
    """By key the hashes of the records of a kind that a statement finds."""
    kind = _KINDS[name]
    names = [one.name for one in kind.columns]
    keys_at = [names.index(one.name) for one in kind.keys]
    return {
        (name, *(row[at] for at in keys_at)): record_hash(name, dict(zip(names, map(_plain, row), strict=True)))
        for row in session.connection().execute(chosen)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
