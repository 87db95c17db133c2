"""Undoing a merge: its files are withdrawn, as if they had never come; later work stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import exists, select, update

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import DepartmentId, FieldId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.receiving import SubmissionId
from kyosei_desktop.store.revisions import refresh_fields
from kyosei_desktop.store.succession import accepted_heirs
from kyosei_desktop.store.tables import (
    DepartmentRow,
    RevisionRow,
    RoundRow,
    SubmissionRevisionRow,
    SubmissionRow,
)


@dataclass(eq=False)
class NothingToWithdraw(KyoseiError):
    """No merge is left to undo, or the file was never merged."""

    sentence: ClassVar[str] = N_("元に戻せる取り込みがありません。取り込んだファイルの一覧を確かめてください。")


@dataclass(eq=False)
class DepartmentIsAccepted(KyoseiError):
    """Something is to change the answers of a department that has been accepted."""

    sentence: ClassVar[str] = N_("{department}は受理済みです。先に受理を取り消してください。")
    department: str


@dataclass(eq=False)
class WithdrawnRoundClosed(KyoseiError):
    """A file of a closed round is to be withdrawn: what was printed from it must not change unnoticed."""

    sentence: ClassVar[str] = N_(
        "「{file}」は締め切った照会の回答です。取り下げるには、その照会を再開してください。"
        "文を直すだけなら、計画の画面で直せます。"
    )
    file: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was withdrawn: the files by name, and the fields concerned.

    `to_review` are fields that keep a word of the coordinator's which came after what is withdrawn now.
    """

    files: Sequence[str]
    fields: Sequence[FieldId]
    to_review: Sequence[FieldId]


def withdraw_last_merge(ledger: Ledger, *, author: str, is_dry_run: bool = False) -> Withdrawal:
    """Withdraw the files of the newest merge that has any left.

    Args:
        is_dry_run: find out what would happen, and change nothing.

    Raises:
        NothingToWithdraw, DepartmentIsAccepted, WithdrawnRoundClosed.
    """
    with ledger.begin() as unit:
        newest = unit.session.scalars(
            select(SubmissionRow)
            .where(SubmissionRow.is_withdrawn.is_(False), SubmissionRow.merge_id.is_not(None))
            .order_by(SubmissionRow.arrived_at.desc(), SubmissionRow.sequence.desc())
        ).first()
        if newest is None:
            raise NothingToWithdraw
        rows = unit.session.scalars(
            select(SubmissionRow).where(
                SubmissionRow.merge_id == newest.merge_id, SubmissionRow.is_withdrawn.is_(False)
            )
        ).all()
        withdrawal = withdraw_rows(unit, rows, author=author)
        if not is_dry_run:
            unit.commit()
    return withdrawal


def withdraw_submission(
    ledger: Ledger, submission: SubmissionId, *, author: str, is_dry_run: bool = False
) -> Withdrawal:
    """Withdraw one file; the rest as `withdraw_last_merge`."""
    with ledger.begin() as unit:
        rows = unit.session.scalars(
            select(SubmissionRow).where(
                SubmissionRow.id == submission,
                SubmissionRow.is_withdrawn.is_(False),
                SubmissionRow.merge_id.is_not(None),
            )
        ).all()
        if not rows:
            raise NothingToWithdraw
        withdrawal = withdraw_rows(unit, rows, author=author)
        if not is_dry_run:
            unit.commit()
    return withdrawal


def withdraw_rows(unit: Unit, rows: Sequence[SubmissionRow], *, author: str) -> Withdrawal:
    """Withdraw submissions within a unit. Raises DepartmentIsAccepted, WithdrawnRoundClosed."""
    session = unit.session
    for row in rows:
        refuse_if_accepted(unit, RoundId(row.round_id), DepartmentId(row.department_id))
        if not session.get_one(RoundRow, row.round_id).is_open:
            raise WithdrawnRoundClosed(file=row.file_name)
        row.is_withdrawn = True
        record_act(
            unit,
            ActKind.WITHDRAWN,
            author=author,
            round_id=RoundId(row.round_id),
            department=DepartmentId(row.department_id),
            note=row.file_name,
        )
    session.flush()
    brought = select(SubmissionRevisionRow.revision_id).where(
        SubmissionRevisionRow.submission_id.in_([row.id for row in rows])
    )
    still_there = exists().where(
        SubmissionRevisionRow.revision_id == RevisionRow.id,
        SubmissionRevisionRow.submission_id == SubmissionRow.id,
        SubmissionRow.is_withdrawn.is_(False),
    )
    gone = session.scalars(select(RevisionRow).where(RevisionRow.id.in_(brought), ~still_there)).all()
    gone_ids = {row.id for row in gone}
    fields = sorted({FieldId(row.field_id) for row in gone})
    session.execute(update(RevisionRow).where(RevisionRow.id.in_(gone_ids)).values(is_withdrawn=True))
    refresh_fields(unit, fields)
    words = session.scalars(
        select(RevisionRow).where(RevisionRow.field_id.in_(fields), RevisionRow.origin == Origin.COORDINATOR.value)
    )
    to_review = sorted({FieldId(row.field_id) for row in words if gone_ids & set(row.after)})
    return Withdrawal([row.file_name for row in rows], fields, to_review)


def refuse_if_accepted(unit: Unit, round_id: RoundId, department: DepartmentId) -> None:
    """Raises DepartmentIsAccepted where the round has the department accepted, or one that carries its work on."""
    for accepted in accepted_heirs(unit.session, round_id, department):
        raise DepartmentIsAccepted(department=unit.session.get_one(DepartmentRow, accepted).name)
