"""Fields in conflict, with all that a person needs to settle them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.joining import AlignedBullet, align_texts, join_texts
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Origin, RevisionId, common_word
from kyosei_desktop.domain.plan import Address, DepartmentId, Field, FieldId, Value
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import place_of, value_of
from kyosei_desktop.store.revisions import load_histories, write_field
from kyosei_desktop.store.tables import FieldRow, SubmissionRevisionRow, SubmissionRow

_COUNT = select(func.count()).where(FieldRow.is_conflict)


@dataclass(eq=False)
class NoSuchConflict(KyoseiError):
    """A conflict that is not, or no longer, open."""

    sentence: ClassVar[str] = N_(
        "競合「{conflict}」はありません。もう決まったか、番号が違います。一覧を見直してください。"
    )
    conflict: str


@dataclass(frozen=True, slots=True)
class Side:
    """One head of a field in conflict. `source` is the name of the file that brought it first."""

    revision: RevisionId
    value: Value
    origin: Origin
    department: DepartmentId | None
    author: str
    made_at: datetime
    source: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose heads differ (競合).

    `id` names it for people: its address in the plan. `root` is the value before anybody answered, `shown` what the
    report prints until it is settled, `common` the newest one that the authors of all sides had before their eyes.
    """

    id: str
    place: Field
    address: Address
    root: Value
    shown: Value
    common: Value
    sides: Sequence[Side]
    is_notation_only: bool

    @property
    def joined(self) -> str:
        """A ready proposal that keeps what each side did to the text that all of them had seen."""
        return join_texts([side.value.text for side in self.sides], self.common.text)

    @property
    def bullets(self) -> list[AlignedBullet]:
        """That proposal bullet by bullet, with what each of the sides says there."""
        return align_texts([side.value.text for side in self.sides], self.common.text)


def list_conflicts(ledger: Ledger) -> list[Conflict]:
    """All open conflicts in printed order."""
    with ledger.reading() as session:
        rows = {FieldId(row.id): row for row in session.scalars(select(FieldRow).where(FieldRow.is_conflict))}
        if not rows:
            return []
        plan = ledger.plan()
        histories = load_histories(session, rows)
        heads = [head for row in rows.values() for head in row.heads]
        files = (
            select(SubmissionRevisionRow.revision_id, SubmissionRow.file_name)
            .join(SubmissionRow, SubmissionRow.id == SubmissionRevisionRow.submission_id)
            .where(SubmissionRevisionRow.revision_id.in_(heads), SubmissionRow.is_withdrawn.is_(False))
            .order_by(SubmissionRow.sequence.desc())
        )
        sources = {RevisionId(revision): name for revision, name in session.execute(files)}
        authority = Origin.DEPARTMENT if ledger.is_work_file else Origin.COORDINATOR
        found = []
        for place in plan.fields():
            if place.id not in rows:
                continue
            history = histories[place.id]
            revisions = {one.id: one for one in history.revisions}
            sides = [
                Side(
                    head,
                    revisions[head].value,
                    revisions[head].origin,
                    revisions[head].department,
                    revisions[head].author,
                    revisions[head].made_at,
                    sources.get(head),
                )
                for head in map(RevisionId, rows[place.id].heads)
            ]
            root = next(one for one in history.revisions if one.origin is Origin.ROOT)
            address = plan.address_of(place)
            found.append(
                Conflict(
                    id=str(address),
                    place=place_of(rows[place.id]),
                    address=address,
                    root=root.value,
                    shown=value_of(rows[place.id]),
                    common=(common_word(history.revisions, [side.revision for side in sides]) or root).value,
                    sides=sides,
                    is_notation_only=history.state(authority).is_notation_only,
                )
            )
        return found


def count_conflicts(ledger: Ledger) -> int:
    """How many fields are in conflict."""
    with ledger.reading() as session:
        return count_conflicts_in(session)


def count_conflicts_in(session: Session) -> int:
    """How many fields are in conflict, in a unit of work that may still be rolled back."""
    return session.scalar(_COUNT) or 0


def find_conflict(ledger: Ledger, conflict: str) -> Conflict:
    """The open conflict of that id. Raises NoSuchConflict."""
    for one in list_conflicts(ledger):
        if one.id == conflict:
            return one
    raise NoSuchConflict(conflict=conflict)


def settle_conflict(
    ledger: Ledger, conflict: Conflict, value: Value, *, author: str, reason: str | None = None
) -> None:
    """Settle a conflict: one more revision, after all the heads that the person saw.

    What arrived meanwhile stays a head of its own, hence a conflict, and is not overwritten. In a work file it is the
    department's word, elsewhere the coordinator's.
    """
    with ledger.begin() as unit:
        seen = {side.revision for side in conflict.sides}
        department = ledger.head.department
        if department is not None:
            # a submission carries the newest revision only: this one names all that it supersedes
            history = load_histories(unit.session, [conflict.place.id])[conflict.place.id]
            heads = {head.revision for head in history.state(unit.authority).heads}
            seen |= set(history.seen_besides(heads - seen))
        write_field(
            unit,
            conflict.place.id,
            value,
            author=author,
            department=department,
            reason=reason,
            seen=sorted(seen),
        )
        unit.commit()
