"""The chain of links over the history: each transaction that adds to it ends with one (decision 0016)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.chain import Link, canonical_hash, content_hash, moment_text, revision_hashes
from kyosei_desktop.domain.merge import RevisionId
from kyosei_desktop.store.plans import REVISION_COLUMNS, place_of, revision_of
from kyosei_desktop.store.records import RecordKey, present_records, record_differences, take_changes
from kyosei_desktop.store.tables import ActRow, FieldRow, InitiativeRow, LinkRow, PlanRow, RevisionRow, table_of

_REMOVED, _ADDED = "revisions removed", "revisions added"
_CHUNK = 10_000
"""Fields that are hashed at once, and revisions that one link covers at most: a new plan may have any number."""

_ACT, _LINK, _REVISION = table_of(ActRow), table_of(LinkRow), table_of(RevisionRow)
_TAKE_TURN = select(table_of(PlanRow).c.id).with_for_update()
_NEWEST_LINK = select(_LINK.c.hash, _LINK.c.made_at).order_by(_LINK.c.sequence.desc()).limit(1)
_ADD_LINK = insert(_LINK)
_UNSEALED_ACTS = select(_ACT).where(_ACT.c.hash.is_(None)).order_by(_ACT.c.sequence)
_SEAL_ACT = update(_ACT).where(_ACT.c.sequence == bindparam("number"))
_UNSEALED = (
    select(*REVISION_COLUMNS)
    .where(_REVISION.c.hash.is_(None))
    .order_by(_REVISION.c.sequence)
    .execution_options(yield_per=_CHUNK)
)
_HAS_UNSEALED = select(_REVISION.c.id).where(_REVISION.c.hash.is_(None)).limit(1)
_OF_FIELDS = select(*REVISION_COLUMNS).where(_REVISION.c.field_id.in_(bindparam("fields", expanding=True)))
_SEAL_REVISION = update(_REVISION).where(_REVISION.c.id == bindparam("revision"))


def note_added(session: Session, revisions: Iterable[Sequence[str]]) -> None:
    """Tell of revisions that a transaction stores with their hashes, as it must for each of them.

    Args:
        revisions: of each its id, its field's id and its content's hash.
    """
    session.info.setdefault(_ADDED, []).extend(revisions)


def note_removal(session: Session, revisions: Collection[str]) -> None:
    """Tell that a transaction removes revisions, as only the undo of a turn does with the fields that it made."""
    session.info.setdefault(_REMOVED, []).extend(revisions)


def seal(session: Session, now: datetime, *, is_raised: bool = False) -> None:
    """End a transaction's work with a link that covers it; nothing for one that added nothing to the history.

    Args:
        now: when (UTC).
        is_raised: the schema was raised, so that records may look different from what the links say.
    """
    session.flush()
    acts = _hash_acts(session)
    removed: list[str] = session.info.pop(_REMOVED, [])
    noted: list[list[str]] = session.info.pop(_ADDED, [])
    changes = take_changes(session)
    if not (acts or removed or noted or changes or is_raised or _has_unsealed(session)):
        return
    # One link after the other, also where several desks write at once; SQLite has one writer anyhow.
    session.execute(_TAKE_TURN).all()
    newest = newest_link(session)
    if is_raised or newest is None:
        sealed = {} if newest is None else read_seals(session).records
        changes = record_differences(sealed, present_records(session))
    added = noted + _hash_added(session)
    previous = "" if newest is None else newest.hash
    for start in range(0, max(len(added), 1), _CHUNK):
        is_first = start == 0
        link = Link(
            previous=previous,
            made_at=now,
            revisions=added[start : start + _CHUNK],
            acts=acts if is_first else [],
            removed=removed if is_first else [],
            records=None,
            changes=_listed(changes) if is_first else [],
        )
        previous = link.hash
        session.execute(_ADD_LINK, {"hash": previous, **_said(link)})


def _has_unsealed(session: Session) -> bool:
    return session.execute(_HAS_UNSEALED).first() is not None


def _listed(changes: Mapping[RecordKey, str | None]) -> list[list[Any]]:
    """Changes of records as links have them, in an order that does not depend on the database."""
    return sorted(([kind, list(key), content] for (kind, *key), content in changes.items()), key=lambda one: one[:2])


def _said(link: Link) -> dict[str, Any]:
    return {
        "previous": link.previous,
        "made_at": link.made_at,
        "revisions": link.revisions,
        "acts": link.acts,
        "removed": link.removed,
        "records": link.records,
        "changes": link.changes,
    }


def newest_link(session: Session) -> Row[str, datetime] | None:
    """Hash and moment (`made_at`, UTC) of the last link of the chain; None before the first."""
    return session.execute(_NEWEST_LINK).first()


@dataclass(frozen=True, slots=True)
class Seals:
    """What the links say of the ledger.

    Attributes:
        links: hash and moment (UTC) of each, the oldest first.
        broken_at: when the first link was made that does not follow from the one before; None where all do.
        revisions: by id the field and the hash of the content.
        acts: by number the hash.
        records: by key the hash of each other record.
    """

    links: Mapping[str, datetime]
    broken_at: datetime | None
    revisions: Mapping[str, tuple[str, str]]
    acts: Mapping[int, str]
    records: Mapping[RecordKey, str]


def read_seals(session: Session) -> Seals:
    """Follow the chain from its beginning."""
    previous, broken_at = "", None
    links: dict[str, datetime] = {}
    revisions: dict[str, tuple[str, str]] = {}
    acts: dict[int, str] = {}
    records: dict[RecordKey, str] = {}
    for row in session.scalars(select(LinkRow).order_by(LinkRow.sequence)):
        link = Link(row.previous, row.made_at, row.revisions, row.acts, row.removed, row.records, row.changes)
        if broken_at is None and (link.hash != row.hash or link.previous != previous):
            broken_at = row.made_at
        previous = row.hash
        links[row.hash] = row.made_at
        for one in link.removed:
            revisions.pop(one, None)
        revisions.update({one: (field, content) for one, field, content in link.revisions})
        acts.update({number: content for number, content in link.acts})  # noqa: C416 - pairs out of JSON are lists
        for kind, key, content in link.changes or ():
            records[(kind, *key)] = content
    return Seals(links, broken_at, revisions, acts, {key: one for key, one in records.items() if one is not None})


def is_as_sealed(session: Session) -> bool:
    """Whether everything is as the links say, while there are any; rows without sense raise what they will."""
    seals = read_seals(session)
    contents = {row.id: (row.field_id, content_hash(revision_of(row))) for row in session.scalars(select(RevisionRow))}
    return (
        seals.broken_at is None
        and seals.revisions == contents
        and are_in_their_places(session)
        and seals.acts == {row.sequence: act_hash(row) for row in session.scalars(select(ActRow))}
        and (not seals.links or seals.records == present_records(session))
    )


def are_in_their_places(session: Session) -> bool:
    """Whether every field stands where its id says, in the measure that its initiative belongs to."""
    measures = {one.id: one.measure_id for one in session.scalars(select(InitiativeRow))}
    return all(
        place_of(row).id == row.id and measures.get(row.initiative_id or "", row.measure_id) == row.measure_id
        for row in session.scalars(select(FieldRow))
    )


def _hash_acts(session: Session) -> list[list[Any]]:
    """Store the hashes of the acts that have none yet; of each its number and its hash."""
    acts = [[row.sequence, act_hash(row)] for row in session.connection().execute(_UNSEALED_ACTS).all()]
    if acts:
        session.connection().execute(_SEAL_ACT, [{"number": number, "hash": content} for number, content in acts])
    return acts


def act_hash(row: ActRow | Row[*tuple[Any, ...]]) -> str:
    """The hash of what an act's row says."""
    said = [row.kind, moment_text(row.done_at), row.done_by, row.round_id, row.department_id, row.note]
    return canonical_hash(["kyosei act 1", row.sequence, *said])


def _hash_added(session: Session) -> list[list[str]]:
    """Store the hashes of the revisions that have none yet; of each its id, its field's id and its content's hash."""
    added = [[row.id, row.field_id, content_hash(revision_of(row))] for row in session.execute(_UNSEALED)]
    contents = {RevisionId(one): content for one, _field, content in added}
    fields = sorted({field for _one, field, _content in added})
    for start in range(0, len(fields), _CHUNK):
        _hash_fields(session, fields[start : start + _CHUNK], contents)
    return added


def _hash_fields(session: Session, fields: Iterable[str], contents: Mapping[RevisionId, str]) -> None:
    """Store the hashes of the revisions of fields; a late one changes those of the revisions that come after it."""
    by_field: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(_OF_FIELDS, {"fields": fields}):
        by_field[row.field_id].append(row)
    changed: dict[RevisionId, str] = {}
    for rows in by_field.values():
        hashes = revision_hashes((revision_of(row) for row in rows), contents)
        changed |= {RevisionId(row.id): hashes[row.id] for row in rows if row.hash != hashes[row.id]}
    store_hashes(session, changed)


def store_hashes(session: Session, hashes: Mapping[RevisionId, str]) -> None:
    """Give revisions that are stored new hashes."""
    if hashes:
        session.connection().execute(
            _SEAL_REVISION, [{"revision": one, "hash": content} for one, content in hashes.items()]
        )
