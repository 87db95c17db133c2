"""The chain of links over the history: each transaction that adds to it ends with one (decision 0016)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.chain import Link, canonical_hash, content_hash, moment_text, records_hash, revision_hashes
from kyosei_desktop.domain.merge import RevisionId
from kyosei_desktop.store.plans import place_of, revision_of
from kyosei_desktop.store.tables import (
    AcknowledgementRow,
    ActRow,
    Base,
    DepartmentRow,
    FieldRow,
    FormerNameRow,
    FormerNumberRow,
    InitiativeRow,
    LinkRow,
    MeasureRow,
    PlanRow,
    RequestFieldRow,
    RequestRow,
    RevisionRow,
    RoundDepartmentRow,
    RoundRow,
    SubmissionRevisionRow,
    SubmissionRow,
    SuccessionRow,
)

_RECORDS: tuple[type[Base], ...] = (
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
"""What is recorded beside revisions and acts. It changes by acts only, or tells of it by `note_records_change`."""

_CHANGED = "records changed"
_REMOVED = "revisions removed"
_CHUNK = 10_000


def note_records_change(session: Session) -> None:
    """Tell that a transaction changes records without an act: its link covers them."""
    session.info[_CHANGED] = True


def note_removal(session: Session, revisions: Collection[str]) -> None:
    """Tell that a transaction removes revisions, as only the undo of a turn does with the fields that it made."""
    session.info.setdefault(_REMOVED, []).extend(revisions)


def seal(session: Session, now: datetime, *, is_raised: bool = False) -> None:
    """End a transaction's work with a link that covers it; nothing for one that added nothing to the history.

    Args:
        now: when (UTC).
        is_raised: the schema was raised, so that records may look different from what the last link says.
    """
    session.flush()
    added = session.scalars(select(RevisionRow).where(RevisionRow.hash.is_(None)).order_by(RevisionRow.sequence)).all()
    acts = session.scalars(select(ActRow).where(ActRow.hash.is_(None)).order_by(ActRow.sequence)).all()
    removed: list[str] = session.info.pop(_REMOVED, [])
    has_changed: bool = session.info.pop(_CHANGED, False) or is_raised
    if not (added or acts or removed or has_changed):
        return
    # One link after the other, also where several desks write at once; SQLite has one writer anyhow.
    session.scalars(select(PlanRow.id).with_for_update()).all()
    previous = newest_link(session)
    contents = {row.id: content_hash(revision_of(row)) for row in added}
    _hash_fields(session, {row.field_id for row in added})
    for act in acts:
        act.hash = act_hash(act)
    covers_records = bool(acts) or has_changed or previous is None
    link = Link(
        previous="" if previous is None else previous.hash,
        made_at=now,
        revisions=[[row.id, row.field_id, contents[row.id]] for row in added],
        acts=[[act.sequence, act.hash] for act in acts],
        removed=removed,
        records=present_records(session) if covers_records else None,
    )
    session.add(
        LinkRow(
            previous=link.previous,
            made_at=link.made_at,
            revisions=link.revisions,
            acts=link.acts,
            removed=link.removed,
            records=link.records,
            hash=link.hash,
        )
    )
    session.flush()


def newest_link(session: Session) -> LinkRow | None:
    """The last link of the chain; None before the first."""
    return session.scalars(select(LinkRow).order_by(LinkRow.sequence.desc()).limit(1)).first()


@dataclass(frozen=True, slots=True)
class Seals:
    """What the links say of the ledger.

    Attributes:
        links: hash and moment (UTC) of each, the oldest first.
        broken_at: when the first link was made that does not follow from the one before; None where all do.
        revisions: by id the field and the hash of the content.
        acts: by number the hash.
        records: the hash of the other records; None where there are no links.
    """

    links: Mapping[str, datetime]
    broken_at: datetime | None
    revisions: Mapping[str, tuple[str, str]]
    acts: Mapping[int, str]
    records: str | None


def read_seals(session: Session) -> Seals:
    """Follow the chain from its beginning."""
    previous, broken_at, records = "", None, None
    links: dict[str, datetime] = {}
    revisions: dict[str, tuple[str, str]] = {}
    acts: dict[int, str] = {}
    for row in session.scalars(select(LinkRow).order_by(LinkRow.sequence)):
        link = Link(row.previous, row.made_at, row.revisions, row.acts, row.removed, row.records)
        if broken_at is None and (link.hash != row.hash or link.previous != previous):
            broken_at = row.made_at
        previous = row.hash
        links[row.hash] = row.made_at
        for one in link.removed:
            revisions.pop(one, None)
        revisions.update({one: (field, content) for one, field, content in link.revisions})
        acts.update({number: content for number, content in link.acts})  # noqa: C416 - pairs out of JSON are lists
        records = link.records or records
    return Seals(links, broken_at, revisions, acts, records)


def is_as_sealed(session: Session) -> bool:
    """Whether everything is as the links say, while there are any; rows without sense raise what they will."""
    seals = read_seals(session)
    contents = {row.id: (row.field_id, content_hash(revision_of(row))) for row in session.scalars(select(RevisionRow))}
    return (
        seals.broken_at is None
        and seals.revisions == contents
        and are_in_their_places(session)
        and seals.acts == {row.sequence: act_hash(row) for row in session.scalars(select(ActRow))}
        and seals.records in (None, present_records(session))
    )


def are_in_their_places(session: Session) -> bool:
    """Whether every field stands where its id says, in the measure that its initiative belongs to."""
    measures = {one.id: one.measure_id for one in session.scalars(select(InitiativeRow))}
    return all(
        place_of(row).id == row.id and measures.get(row.initiative_id or "", row.measure_id) == row.measure_id
        for row in session.scalars(select(FieldRow))
    )


def act_hash(row: ActRow) -> str:
    """The hash of what an act's row says."""
    said = [row.kind, moment_text(row.done_at), row.done_by, row.round_id, row.department_id, row.note]
    return canonical_hash(["kyosei act 1", row.sequence, *said])


def present_records(session: Session) -> str:
    """The hash of the records as they are now: all but revisions, acts, drafts and what is on offer."""
    tables: dict[str, Sequence[Sequence[Any]]] = {
        one.__tablename__: _rows(session, select(one.__table__)) for one in _RECORDS
    }
    ticks = select(AcknowledgementRow.__table__).where(AcknowledgementRow.submission_id.is_not(None))
    tables[AcknowledgementRow.__tablename__] = _rows(session, ticks)
    for name, mark in (("withdrawn", RevisionRow.is_withdrawn), ("held", RevisionRow.is_held)):
        tables[name] = _rows(session, select(RevisionRow.id).where(mark))
    return records_hash(tables)


def _rows(session: Session, chosen: Select[Any]) -> list[list[Any]]:
    """Rows in an order that does not depend on the database: by what they say."""
    rows = [[_plain(value) for value in row] for row in session.execute(chosen)]
    return sorted(rows, key=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _hash_fields(session: Session, fields: Collection[str]) -> None:
    """Store the hashes of the revisions of fields; a late one changes those of the revisions that come after it."""
    wanted = sorted(fields)
    changed: list[Mapping[str, Any]] = []
    for start in range(0, len(wanted), _CHUNK):
        by_field: dict[str, list[RevisionRow]] = defaultdict(list)
        chosen = select(RevisionRow).where(RevisionRow.field_id.in_(wanted[start : start + _CHUNK]))
        for row in session.scalars(chosen):
            by_field[row.field_id].append(row)
        for rows in by_field.values():
            hashes = revision_hashes(revision_of(row) for row in rows)
            changed += [
                {"sequence": row.sequence, "hash": hashes[RevisionId(row.id)]}
                for row in rows
                if row.hash != hashes[RevisionId(row.id)]
            ]
    if changed:
        session.execute(update(RevisionRow), changed)
