"""Ticks on warnings: given in a work file, carried by submissions, kept beside them in the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import DepartmentId, FieldId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.domain.rules.findings import Acknowledgement, Finding, RuleId
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.tables import AcknowledgementRow, SubmissionRow


@dataclass(frozen=True, slots=True)
class ReceivedAcknowledgement:
    """A tick that came with a submission, and whose."""

    round: RoundId
    department: DepartmentId
    file_name: str
    acknowledgement: Acknowledgement


def acknowledge(
    ledger: Ledger, field: FieldId, finding: Finding, *, reason: str | None = None, author: str
) -> Acknowledgement:
    """Tick a warning of a work file: its author stands by the text. A tick that is there gets the new reason.

    Raises:
        LedgerReadOnly: nothing was kept.
    """
    with ledger.begin() as unit:
        for row in _rows(unit.session, field, finding):
            unit.session.delete(row)
        tick = Acknowledgement(field, finding.rule, finding.evidence, reason or None, author, unit.now)
        add_acknowledgements(unit, [tick])
        unit.commit()
    return tick


def withdraw_acknowledgement(ledger: Ledger, field: FieldId, finding: Finding) -> None:
    """Take a tick back; nothing happens where there is none. Raises LedgerReadOnly."""
    with ledger.begin() as unit:
        for row in _rows(unit.session, field, finding):
            unit.session.delete(row)
        unit.commit()


def load_acknowledgements(ledger: Ledger) -> Mapping[FieldId, Sequence[Acknowledgement]]:
    """A work file's ticks by field, oldest first: its own and joined ones, also where the warning no longer stands."""
    found: dict[FieldId, list[Acknowledgement]] = {}
    with ledger.reading() as session:
        for row in _rows(session):
            found.setdefault(FieldId(row.field_id), []).append(_acknowledgement_of(row))
    return found


def list_acknowledgements(
    ledger: Ledger,
    *,
    round_id: RoundId | None = None,
    department: DepartmentId | None = None,
    field: FieldId | None = None,
) -> list[ReceivedAcknowledgement]:
    """The ticks that came with submissions, in the order of their arrival.

    Of the submissions of one work file the newest that is not withdrawn counts, for it carries all that still stand.
    """
    with ledger.reading() as session:
        newest = (
            select(func.max(SubmissionRow.serial).label("serial"), SubmissionRow.work_file)
            .where(SubmissionRow.is_withdrawn.is_(False))
            .group_by(SubmissionRow.work_file)
            .subquery()
        )
        chosen = (
            select(AcknowledgementRow, SubmissionRow)
            .join(SubmissionRow, SubmissionRow.id == AcknowledgementRow.submission_id)
            .join(newest, (newest.c.work_file == SubmissionRow.work_file) & (newest.c.serial == SubmissionRow.serial))
            .where(SubmissionRow.is_withdrawn.is_(False))
            .order_by(SubmissionRow.sequence, AcknowledgementRow.sequence)
        )
        if round_id is not None:
            chosen = chosen.where(SubmissionRow.round_id == round_id)
        if department is not None:
            chosen = chosen.where(SubmissionRow.department_id == department)
        if field is not None:
            chosen = chosen.where(AcknowledgementRow.field_id == field)
        return [
            ReceivedAcknowledgement(
                RoundId(submission.round_id),
                DepartmentId(submission.department_id),
                submission.file_name,
                _acknowledgement_of(row),
            )
            for row, submission in session.execute(chosen)
        ]


def add_acknowledgements(unit: Unit, given: Iterable[Acknowledgement], *, submission: str | None = None) -> None:
    """Store ticks, within the unit that brings them. `submission` is the one that they came with."""
    rows = [
        {
            "submission_id": submission,
            "field_id": one.field,
            "rule": one.rule,
            "evidence": one.evidence,
            "reason": one.reason,
            "author": one.author,
            "made_at": one.made_at,
        }
        for one in given
    ]
    if rows:
        unit.session.flush()
        unit.session.execute(insert(AcknowledgementRow), rows)


def _rows(session: Session, field: FieldId | None = None, finding: Finding | None = None) -> list[AcknowledgementRow]:
    """Ticks given here, and those that came with files which are not withdrawn; all, or those on one finding."""
    chosen = (
        select(AcknowledgementRow)
        .outerjoin(SubmissionRow, SubmissionRow.id == AcknowledgementRow.submission_id)
        .where(AcknowledgementRow.submission_id.is_(None) | SubmissionRow.is_withdrawn.is_(False))
        .order_by(AcknowledgementRow.sequence)
    )
    if finding is not None:
        chosen = chosen.where(
            AcknowledgementRow.field_id == field,
            AcknowledgementRow.rule == finding.rule,
            AcknowledgementRow.evidence == finding.evidence,
        )
    return list(session.scalars(chosen))


def _acknowledgement_of(row: AcknowledgementRow) -> Acknowledgement:
    return Acknowledgement(
        field=FieldId(row.field_id),
        rule=RuleId(row.rule),
        evidence=row.evidence,
        reason=row.reason,
        author=row.author,
        made_at=row.made_at,
    )
