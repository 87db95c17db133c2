"""Which fields have changed since a moment."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.tables import ActRow, RevisionRow, SubmissionRevisionRow, SubmissionRow


def changed_since(ledger: Ledger, at: datetime) -> set[FieldId]:
    """Ids of the fields that got a revision after a moment, or lost one that was withdrawn after it.

    A department's revision counts from the arrival of the first submission that brought it; revisions that are held
    change nothing.

    Args:
        at: with a time zone.
    """
    with ledger.reading() as session:
        return _got(session, at) | _lost_with_files(session, at) | _lost_with_settlings(session, at)


def _got(session: Session, at: datetime) -> set[FieldId]:
    arrivals = (
        select(SubmissionRevisionRow.revision_id, func.min(SubmissionRow.arrived_at).label("at"))
        .join(SubmissionRow, SubmissionRow.id == SubmissionRevisionRow.submission_id)
        .group_by(SubmissionRevisionRow.revision_id)
        .subquery()
    )
    chosen = (
        select(RevisionRow.field_id)
        .outerjoin(arrivals, arrivals.c.revision_id == RevisionRow.id)
        .where(
            RevisionRow.origin != Origin.ROOT.value,
            RevisionRow.is_withdrawn.is_(False),
            RevisionRow.is_held.is_(False),
            func.coalesce(arrivals.c.at, RevisionRow.made_at) > at,
        )
    )
    return {FieldId(one) for one in session.scalars(chosen)}


def _lost_with_files(session: Session, at: datetime) -> set[FieldId]:
    chosen = (
        select(RevisionRow.field_id)
        .join(SubmissionRevisionRow, SubmissionRevisionRow.revision_id == RevisionRow.id)
        .join(SubmissionRow, SubmissionRow.id == SubmissionRevisionRow.submission_id)
        .join(ActRow, (ActRow.note == SubmissionRow.file_name) & (ActRow.department_id == SubmissionRow.department_id))
        .where(
            RevisionRow.is_withdrawn,
            SubmissionRow.is_withdrawn,
            ActRow.kind == ActKind.WITHDRAWN.value,
            ActRow.done_at > at,
        )
    )
    return {FieldId(one) for one in session.scalars(chosen)}


def _lost_with_settlings(session: Session, at: datetime) -> set[FieldId]:
    undone = select(ActRow).where(ActRow.kind == ActKind.SETTLING_UNDONE.value, ActRow.done_at > at)
    if session.scalars(undone.limit(1)).first() is None:
        return set()
    chosen = select(RevisionRow.field_id).where(
        RevisionRow.is_withdrawn, RevisionRow.origin == Origin.COORDINATOR.value
    )
    return {FieldId(one) for one in session.scalars(chosen)}
