"""The files that were merged: what came, when, by whom, how much of it, and whether it was withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from kyosei_desktop.domain.plan import Department, DepartmentId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.receiving import SubmissionId
from kyosei_desktop.store.tables import ActRow, DepartmentRow, SubmissionRevisionRow, SubmissionRow


@dataclass(frozen=True, slots=True)
class MergedSubmission:
    """A submission that the ledger has taken in. Moments are UTC.

    Attributes:
        merged_by: who merged it; None where the history does not tell.
        answers: how many fields it answered.
        person, extension, message: what the clerk wrote when handing in.
    """

    id: SubmissionId
    round: RoundId
    department: Department
    file_name: str
    made_at: datetime
    arrived_at: datetime
    merged_by: str | None
    answers: int
    is_late: bool
    is_withdrawn: bool
    person: str | None
    extension: str | None
    message: str | None


def list_submissions(ledger: Ledger) -> list[MergedSubmission]:
    """All submissions that were ever merged, newest first; those withdrawn too."""
    answers = (
        select(SubmissionRevisionRow.submission_id, func.count().label("count"))
        .group_by(SubmissionRevisionRow.submission_id)
        .subquery()
    )
    merges = select(ActRow).where(ActRow.kind == ActKind.MERGED.value)
    with ledger.reading() as session:
        # a merge gives its files and its acts one and the same moment
        authors = {(act.done_at, act.department_id, act.note): act.done_by for act in session.scalars(merges)}
        chosen = (
            select(SubmissionRow, DepartmentRow.name, func.coalesce(answers.c.count, 0))
            .join(DepartmentRow, DepartmentRow.id == SubmissionRow.department_id)
            .outerjoin(answers, answers.c.submission_id == SubmissionRow.id)
            .where(SubmissionRow.merge_id.is_not(None))
            .order_by(SubmissionRow.arrived_at.desc(), SubmissionRow.sequence.desc())
        )
        return [
            MergedSubmission(
                id=SubmissionId(row.id),
                round=RoundId(row.round_id),
                department=Department(DepartmentId(row.department_id), name),
                file_name=row.file_name,
                made_at=row.made_at,
                arrived_at=row.arrived_at,
                merged_by=authors.get((row.arrived_at, row.department_id, row.file_name)),
                answers=count,
                is_late=row.is_late,
                is_withdrawn=row.is_withdrawn,
                person=row.person,
                extension=row.extension,
                message=row.message,
            )
            for row, name, count in session.execute(chosen)
        ]
