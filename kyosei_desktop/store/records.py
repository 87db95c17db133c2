"""What is recorded beside revisions and acts, row by row, and which of it a transaction changed.

Triggers of the database note each change (migration 0005), so that no use case can forget to tell of one, and a link
of the chain costs what its transaction changed, however large the ledger is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, delete, inspect, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import KeyedColumnElement

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

_CHUNK = 10_000


@dataclass(frozen=True)
class _Kind:
    """Which rows of a table are records, by which columns they are known, and what of them counts."""

    keys: Sequence[ColumnElement[Any]]
    columns: Sequence[KeyedColumnElement[Any]]
    only: ColumnElement[bool] | None = None


def _kinds() -> Iterator[tuple[str, _Kind]]:
    for one in _WHOLE:
        table = one.__table__
        yield one.__tablename__, _Kind(list(inspect(one).primary_key), list(table.columns))
    ticks = AcknowledgementRow.__table__.columns
    yield (
        AcknowledgementRow.__tablename__,
        _Kind([ticks["sequence"]], list(ticks), AcknowledgementRow.submission_id.is_not(None)),
    )
    marks = RevisionRow.__table__.columns
    yield (
        RevisionRow.__tablename__,
        _Kind(
            [marks["id"]],
            [marks["id"], marks["is_withdrawn"], marks["is_held"]],
            RevisionRow.is_withdrawn | RevisionRow.is_held,
        ),
    )


_KINDS = dict(_kinds())


def forget_foreign_changes(session: Session) -> None:
    """Forget what was noted before this transaction: by another program, which seals nothing."""
    if session.scalars(select(RecordChangeRow.sequence).limit(1)).first() is not None:
        session.execute(delete(RecordChangeRow))


def take_changes(session: Session) -> dict[RecordKey, str | None]:
    """The records that this transaction changed, with their hashes as they are now, None for those that are gone."""
    noted: dict[str, set[RecordKey]] = defaultdict(set)
    for row in session.execute(select(RecordChangeRow.kind, RecordChangeRow.key, RecordChangeRow.part)):
        texts = [row.key] if row.part is None else [row.key, row.part]
        noted[row.kind].add(tuple(map(_key, _KINDS[row.kind].keys, texts)))
    if not noted:
        return {}
    session.execute(delete(RecordChangeRow))
    changes: dict[RecordKey, str | None] = {}
    for kind, keys in noted.items():
        changes |= dict.fromkeys(((kind, *key) for key in keys), None)
        changes |= _hashes(session, kind, keys)
    return changes


def present_records(session: Session) -> dict[RecordKey, str]:
    """All records with their hashes as they are now."""
    return {key: content for kind in _KINDS for key, content in _hashes(session, kind, None).items()}


def record_differences(
    sealed: Mapping[RecordKey, str], present: Mapping[RecordKey, str]
) -> dict[RecordKey, str | None]:
    """What has to be said for `present` where `sealed` was said; None for records that are gone."""
    gone: dict[RecordKey, str | None] = dict.fromkeys(sealed.keys() - present.keys(), None)
    return gone | {key: content for key, content in present.items() if sealed.get(key) != content}


def _key(column: ColumnElement[Any], text: str) -> Any:
    return int(text) if isinstance(column.type, Integer) else text


def _hashes(session: Session, name: str, keys: Collection[RecordKey] | None) -> dict[RecordKey, str]:
    """By key the hashes of the records of a kind that are there; `keys` as None means all."""
    kind = _KINDS[name]
    chosen = select(*kind.columns)
    if kind.only is not None:
        chosen = chosen.where(kind.only)
    found: dict[RecordKey, str] = {}
    for some in [None] if keys is None else _chunks(keys):
        part = chosen if some is None else chosen.where(_is_one_of(kind.keys, some))
        for row in session.execute(part).mappings():
            said = {column.name: _plain(row[column]) for column in kind.columns}
            found[(name, *(row[column] for column in kind.keys))] = record_hash(name, said)
    return found


def _is_one_of(columns: Sequence[ColumnElement[Any]], keys: Sequence[RecordKey]) -> ColumnElement[bool]:
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(keys)


def _chunks(keys: Collection[RecordKey]) -> Iterable[Sequence[RecordKey]]:
    ordered = sorted(keys)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
