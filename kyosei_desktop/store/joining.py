"""The store's side of joining work files of one department: what a colleague's submission brings, and what it left.

A colleague's revisions lie in the work file as those of a submission lie in a ledger, linked to the file that brought
them, so that the join can be taken back. What was typed here, or came with a request, is linked to no file.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import Address, FieldId
from kyosei_desktop.store.ledger import Ledger, new_id
from kyosei_desktop.store.revisions import FieldHistory, add_revisions, in_chunks, load_histories, refresh_fields
from kyosei_desktop.store.tables import RevisionRow, SubmissionRevisionRow, SubmissionRow
from kyosei_desktop.store.work_files import Work

_PLACES_NAMED = 5


@dataclass(eq=False)
class AnswersDisagree(KyoseiError):
    """Two texts of one department stand in a field, and one of them would be left out of a submission."""

    sentence: ClassVar[str] = N_(
        "同じ課の二つの文が食い違う欄が{count}件あります：{places}。どちらを採るか決めてから提出してください。"
    )
    count: int
    places: str

    @classmethod
    def at(cls, addresses: Sequence[Address]) -> Self:
        """Of all these fields."""
        named = "、".join(f"№{one}" for one in addresses[:_PLACES_NAMED])
        return cls(count=len(addresses), places=named + (_(" ほか") if len(addresses) > _PLACES_NAMED else ""))


@dataclass(frozen=True, slots=True)
class JoinedSubmission:
    """A colleague's submission that stands in the work file. `joined_at` is UTC."""

    file_name: str
    person: str | None
    joined_at: datetime


def list_joined(ledger: Ledger) -> list[JoinedSubmission]:
    """The submissions joined into a work file and not taken back, oldest first."""
    with ledger.reading() as session:
        chosen = select(SubmissionRow).where(SubmissionRow.merge_id.is_not(None), SubmissionRow.is_withdrawn.is_(False))
        rows = session.scalars(chosen.order_by(SubmissionRow.arrived_at, SubmissionRow.sequence)).all()
        return [JoinedSubmission(row.file_name, row.person, row.arrived_at) for row in rows]


def own_revisions(session: Session, revisions: Iterable[RevisionId]) -> set[RevisionId]:
    """Which of these revisions the work file has by itself: typed here or carried by a request, brought by no file."""
    brought = select(SubmissionRevisionRow.revision_id)
    found: set[RevisionId] = set()
    for some in in_chunks(sorted(revisions)):
        chosen = select(RevisionRow.id).where(RevisionRow.id.in_(some), RevisionRow.id.not_in(brought))
        found |= {RevisionId(one) for one in session.scalars(chosen)}
    return found


def fields_that_disagree(ledger: Ledger, work: Work) -> list[Address]:
    """The fields in which the department itself says two things, in the order of the work file."""
    with ledger.reading() as session:
        histories = load_histories(session, [one.place.id for one in work.fields])
    values = {field: {one.value for one in _own_heads(history)} for field, history in histories.items()}
    return [one.address for one in work.fields if len(values.get(one.place.id, ())) > 1]


def agree_on_answers(ledger: Ledger, work: Work, *, author: str) -> None:
    """Make sure that one revision of each field says all that the department says of it, before it is handed in.

    A submission carries one revision a field. Where two colleagues wrote the same, one more revision after both says
    so; else the coordinator would take one of the two for unseen.

    Raises:
        AnswersDisagree: somewhere they wrote different things; nothing is changed.
    """
    disagreeing = fields_that_disagree(ledger, work)
    if disagreeing:
        raise AnswersDisagree.at(disagreeing)
    with ledger.begin() as unit:
        histories = load_histories(unit.session, [one.place.id for one in work.fields])
        agreed = []
        for field, history in histories.items():
            heads = _own_heads(history)
            if len(heads) > 1:
                agreed.append(_agreement(field, history, heads, ledger, author, unit.now))
        add_revisions(unit, agreed)
        refresh_fields(unit, [one.field for one in agreed])
        unit.commit()


def _agreement(
    field: FieldId, history: FieldHistory, heads: Collection[Revision], ledger: Ledger, author: str, now: datetime
) -> Revision:
    return Revision(
        id=RevisionId(new_id()),
        field=field,
        value=next(iter(heads)).value,
        after=tuple(history.seen_besides()),
        origin=Origin.DEPARTMENT,
        author=author,
        made_at=now,
        department=ledger.head.department,
    )


def _own_heads(history: FieldHistory) -> list[Revision]:
    """The heads of a field that are the department's own words."""
    heads = {head.revision for head in history.state(Origin.DEPARTMENT).heads}
    return [one for one in history.revisions if one.id in heads and one.origin is Origin.DEPARTMENT]


def last_writer(ledger: Ledger) -> str | None:
    """Who wrote in this work file last, colleagues whose files were joined aside; None while nobody has."""
    brought = select(SubmissionRevisionRow.revision_id)
    with ledger.reading() as session:
        chosen = select(RevisionRow.author).where(
            RevisionRow.origin == Origin.DEPARTMENT.value, RevisionRow.id.not_in(brought)
        )
        return session.scalars(chosen.order_by(RevisionRow.sequence.desc())).first()
