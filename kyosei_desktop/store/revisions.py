"""Revisions in and out of the tables, and what fields amount to after a change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.merge import FieldState, Origin, Revision, RevisionId, field_state
from kyosei_desktop.domain.plan import DepartmentId, Field, FieldId, Value
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.ledger import Unit, new_id
from kyosei_desktop.store.plans import REVISION_COLUMNS, load_plan, revision_of, store_fields
from kyosei_desktop.store.succession import answering_for, owners_of_fields
from kyosei_desktop.store.tables import FieldRow, RevisionRow, SubmissionRevisionRow, SubmissionRow, table_of

Id = TypeVar("Id", bound=str)
HistoryRow = Row[*tuple[Any, ...]]
"""A revision's row, with its marks and its hash."""

_TABLE = table_of(RevisionRow)
_OF_FIELDS = select(*REVISION_COLUMNS, _TABLE.c.is_withdrawn, _TABLE.c.is_held).where(
    _TABLE.c.field_id.in_(bindparam("fields", expanding=True))
)
_ADD = insert(_TABLE)


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """All revisions of one field that ever arrived, in order of arrival, and which of them are dormant."""

    revisions: Sequence[Revision]
    withdrawn: frozenset[RevisionId]
    held: frozenset[RevisionId]

    @property
    def ids(self) -> tuple[RevisionId, ...]:
        """Ids of all revisions."""
        return tuple(one.id for one in self.revisions)

    @property
    def mentioned(self) -> frozenset[RevisionId]:
        """Ids of all revisions, and of those that they name as seen, whether these ever arrived or not."""
        return frozenset(self.ids).union(*(one.after for one in self.revisions))

    def state(self, authority: Origin) -> FieldState:
        """What the live revisions amount to."""
        return field_state(self.revisions, self.withdrawn | self.held, authority=authority)

    def shown_by(self, authority: Origin) -> list[RevisionId]:
        """Ids of the revisions that somebody has in view who reads the field: its heads.

        A field in conflict shows one text of several. Who reads that one has not seen the other sides, so that what
        they write must not settle the conflict: of such a field, those revisions that say what is shown.
        """
        state = self.state(authority)
        if not state.is_conflict:
            return [head.revision for head in state.heads]
        return [one.id for one in self.revisions if one.value == state.shown]

    def seen_besides(self, unseen: Collection[RevisionId] = ()) -> list[RevisionId]:
        """Ids of all live revisions but some, and of those that they name as seen: what a clerk has had in view."""
        hidden = self.withdrawn | self.held | frozenset(unseen)
        live = [one for one in self.revisions if one.id not in hidden]
        return sorted({one.id for one in live}.union(*(one.after for one in live)) - frozenset(unseen))


def load_histories(session: Session, fields: Iterable[FieldId]) -> Mapping[FieldId, FieldHistory]:
    """The histories of the given fields; fields that do not exist are left out."""
    return histories_of(load_history_rows(session, fields))


def load_history_rows(session: Session, fields: Iterable[FieldId]) -> Sequence[HistoryRow]:
    """The rows of all revisions of some fields, in order of arrival."""
    session.flush()
    found: list[HistoryRow] = []
    for some in in_chunks(sorted(set(fields))):
        found += session.connection().execute(_OF_FIELDS, {"fields": some}).all()
    return sorted(found, key=lambda row: row.sequence)


def histories_of(found: Iterable[HistoryRow]) -> Mapping[FieldId, FieldHistory]:
    """By field the histories that rows in order of arrival amount to."""
    rows: dict[FieldId, list[HistoryRow]] = defaultdict(list)
    for row in found:
        rows[FieldId(row.field_id)].append(row)
    return {
        field: FieldHistory(
            tuple(revision_of(row) for row in its),
            frozenset(RevisionId(row.id) for row in its if row.is_withdrawn),
            frozenset(RevisionId(row.id) for row in its if row.is_held),
        )
        for field, its in rows.items()
    }


def add_revisions(
    unit: Unit,
    revisions: Sequence[Revision],
    *,
    held: Collection[RevisionId] = (),
    hashes: Mapping[RevisionId, str] = MappingProxyType({}),
) -> None:
    """Store revisions that are not there yet. Call `refresh_fields` for their fields afterwards.

    Args:
        held: ids of those that came after the department's acceptance.
        hashes: of those that the seal is told of by `chain.note_added`; it finds the hashes of the others itself.
    """
    if not revisions:
        return
    unit.session.connection().execute(
        _ADD,
        [
            {
                "id": one.id,
                "field_id": one.field,
                "text": one.value.text,
                "blank": one.value.blank and one.value.blank.value,
                "after": list(one.after),
                "origin": one.origin.value,
                "author": one.author,
                "department_id": one.department,
                "made_at": one.made_at,
                "reason": one.reason,
                "is_withdrawn": False,
                "is_held": one.id in held,
                "hash": hashes.get(one.id),
            }
            for one in revisions
        ],
    )


def wake_revisions(session: Session, revisions: Collection[str], *, are_held: bool) -> None:
    """Let withdrawn revisions count again. Call `refresh_fields` for their fields afterwards."""
    if revisions:
        session.execute(
            update(RevisionRow).where(RevisionRow.id.in_(revisions)).values(is_withdrawn=False, is_held=are_held)
        )


def refresh_fields(unit: Unit, fields: Iterable[FieldId]) -> None:
    """Store anew what follows from the fields' revisions, so that reading never computes."""
    wanted = sorted(set(fields))
    unit.session.flush()
    rows = lock_fields(unit, wanted)
    histories = load_histories(unit.session, wanted)
    for row in rows:
        state = histories[FieldId(row.id)].state(unit.authority)
        row.text = state.shown.text
        row.blank = state.shown.blank and state.shown.blank.value
        row.heads = [head.revision for head in state.heads]
        row.is_conflict = state.is_conflict
    unit.session.flush()


def lock_fields(unit: Unit, fields: Sequence[FieldId]) -> list[FieldRow]:
    """The fields' rows, locked until the unit ends where the database locks rows.

    So no update can be lost between reading a field's revisions and storing what follows from them.
    """
    rows: list[FieldRow] = []
    for some in in_chunks(fields):
        rows += unit.session.scalars(select(FieldRow).where(FieldRow.id.in_(some)).with_for_update())
    return rows


def held_revisions(session: Session, round_id: RoundId, department: DepartmentId) -> Sequence[RevisionRow]:
    """The revisions that are held since a department was accepted in a round.

    They came in its submissions, or in those of the departments before it to fields that are its own now.
    """
    senders = answering_for(session, department)
    brought = (
        select(SubmissionRevisionRow.revision_id)
        .join(SubmissionRow, SubmissionRow.id == SubmissionRevisionRow.submission_id)
        .where(SubmissionRow.round_id == round_id, SubmissionRow.department_id.in_(senders))
    )
    held = session.scalars(select(RevisionRow).where(RevisionRow.is_held, RevisionRow.id.in_(brought))).all()
    if len(senders) == 1 or not held:
        return held
    owners = owners_of_fields(load_plan(session), {FieldId(row.field_id) for row in held})
    return [row for row in held if department in owners[FieldId(row.field_id)] or row.department_id == department]


def write_field(
    unit: Unit,
    field: FieldId,
    value: Value,
    *,
    author: str,
    department: DepartmentId | None = None,
    reason: str | None = None,
    seen: Sequence[RevisionId] | None = None,
) -> bool:
    """Give a field a new value: a revision after what its author saw. Whether there was anything to change.

    Args:
        department: for which department a clerk acts; None for the coordinator.
        seen: ids of the revisions that the author had before their eyes; None means the coordinator's heads of this
            moment, for a clerk everything in the work file, so that an older submission adds nothing to a newer one;
            but for the other texts of a conflict within the department, which stay until somebody settles it.
    """
    lock_fields(unit, [field])
    history = load_histories(unit.session, [field])[field]
    state = history.state(unit.authority)
    if seen is None:
        heads = [head.revision for head in state.heads]
        seen = heads if department is None else history.seen_besides(_other_words(history, state))
    if value == state.shown and not state.is_conflict:
        return False
    revision = Revision(
        id=RevisionId(new_id()),
        field=field,
        value=value,
        after=tuple(seen),
        origin=Origin.COORDINATOR if department is None else Origin.DEPARTMENT,
        author=author,
        made_at=unit.now,
        department=department,
        reason=reason,
    )
    add_revisions(unit, [revision])
    refresh_fields(unit, [field])
    return True


def _other_words(history: FieldHistory, state: FieldState) -> set[RevisionId]:
    """The department's heads that a conflict in a work file does not show."""
    own = {one.id for one in history.revisions if one.origin is Origin.DEPARTMENT}
    return {head.revision for head in state.heads if head.revision in own and head.value != state.shown}


def ensure_fields(unit: Unit, places: Iterable[Field], *, author: str) -> None:
    """Make the fields that do not exist yet, each with an empty root revision."""
    wanted = {place.id: place for place in places}
    for some in in_chunks(sorted(wanted)):
        for known in unit.session.scalars(select(FieldRow.id).where(FieldRow.id.in_(some))):
            del wanted[FieldId(known)]
    store_fields(unit.session, ((place, Value()) for place in wanted.values()), {}, author=author, now=unit.now)


def root_of(session: Session, field: FieldId) -> list[RevisionId]:
    """The id of a field's root revision, which whoever saw nothing else of it has seen."""
    chosen = select(RevisionRow.id).where(RevisionRow.field_id == field, RevisionRow.origin == Origin.ROOT.value)
    return [RevisionId(one) for one in session.scalars(chosen)]


def in_chunks(ids: Sequence[Id]) -> Iterable[Sequence[Id]]:
    """The ids in parts small enough for one statement: SQLite allows 32,766 parameters, PostgreSQL 65,535."""
    size = 10_000
    return (ids[start : start + size] for start in range(0, len(ids), size))
