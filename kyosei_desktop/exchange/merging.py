"""Merging submissions: read and check all first, then take them in, in one short transaction."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import Department, FieldId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.answer_files import UnverifiedAnswers, read_answer_file
from kyosei_desktop.exchange.submission_file import SubmissionFile
from kyosei_desktop.store.acts import ActKind, record_acts
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.conflicts import count_conflicts_in
from kyosei_desktop.store.ledger import Ledger, new_id
from kyosei_desktop.store.passphrases import Passphrases
from kyosei_desktop.store.plans import load_departments
from kyosei_desktop.store.receiving import (
    MergeId,
    Outcome,
    Receipt,
    Received,
    RoundKeys,
    SubmissionId,
    receive_all,
)
from kyosei_desktop.store.requests import RequestId
from kyosei_desktop.store.withdrawing import Withdrawal, withdraw_submission


@dataclass(eq=False)
class MergedIntoWorkFile(KyoseiError):
    """Something is to be merged into a clerk's work file."""

    sentence: ClassVar[str] = N_(
        "「{name}」は担当課の作業ファイルです。回答を取り込むのは取りまとめ課の台帳です。"
        "同じ課の人の回答は、取り込まずに合わせて（join）ください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What became of one file.

    Attributes:
        department: None where the file could not be read that far.
        taken, same, older, held: answers that changed a value, changed nothing, came after a newer one, or came after
            the department's acceptance.
        conflicts: fields of this file that are in conflict now.
        refused: why nothing of the file was taken, else None.
    """

    file: Path
    department: Department | None = None
    taken: int = 0
    same: int = 0
    older: int = 0
    held: int = 0
    conflicts: int = 0
    is_late: bool = False
    refused: str | None = None
    fields: Sequence[FieldId] = ()


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The files in the order given, and how many conflicts are open in the ledger."""

    files: Sequence[MergedFile]
    conflicts: int


def merge_files(
    ledger: Ledger,
    files: Sequence[Path],
    *,
    author: str,
    is_dry_run: bool = False,
    passphrases: Passphrases | None = None,
) -> Generator[Step, None, MergeResult]:
    """Merge submissions and Excel forms; a file that is refused does not stop the others.

    Args:
        is_dry_run: find out what would happen, and change nothing.
        passphrases: what may open files that are encrypted.

    Raises:
        MergedIntoWorkFile, LedgerReadOnly, LedgerBusy, LedgerNotWritable: nothing was merged.
    """
    if ledger.is_work_file:
        raise MergedIntoWorkFile(name=ledger.name)
    read: list[tuple[Path, UnverifiedAnswers | KyoseiError]] = []
    for done, file in enumerate(files):
        yield Step(done, len(files), file.name)
        read.append((file, _read(file, ledger.clock(), passphrases)))
    yield Step(len(files), len(files), ledger.name)
    if not is_dry_run and any(not isinstance(one, KyoseiError) for _, one in read):
        back_up_ledger(ledger, reason=BackupReason.MERGE)
    with ledger.begin() as unit:
        departments = {one.id: one for one in load_departments(unit.session)}
        keys = RoundKeys(unit.session)
        known = [_authenticated(file, one, keys) for file, one in read]
        authentic = [one for one in known if isinstance(one, Received)]
        outcomes = iter(receive_all(unit, authentic, MergeId(new_id())))
        merged, new = [], []
        for (file, claimed), one in zip(read, known, strict=True):
            department = None if isinstance(claimed, KyoseiError) else departments.get(claimed.claimed.department)
            outcome = next(outcomes) if isinstance(one, Received) else one
            if isinstance(outcome, KyoseiError):
                merged.append(MergedFile(file, department, refused=str(outcome)))
                continue
            if isinstance(one, Received) and outcome.is_new:
                new.append((one.round, one.department, one.file_name))
            merged.append(_merged(file, department, outcome))
        record_acts(unit, ActKind.MERGED, new, author=author)
        result = MergeResult(merged, count_conflicts_in(unit.session))
        if not is_dry_run:
            unit.commit()
    return result


def _read(file: Path, now: datetime, passphrases: Passphrases | None) -> UnverifiedAnswers | KyoseiError:
    try:
        return read_answer_file(file, now, passphrases)
    except KyoseiError as error:
        return error


def _authenticated(file: Path, one: UnverifiedAnswers | KyoseiError, keys: RoundKeys) -> Received | KyoseiError:
    """What a file brings, now that it is known whose it is; or why it is refused."""
    if isinstance(one, KyoseiError):
        return one
    claimed = one.claimed
    try:
        submission = one.authenticate(keys.key_for(claimed.plan, claimed.round, claimed.department))
    except KyoseiError as error:
        return error
    return received_from(submission, file.name)


def _merged(file: Path, department: Department | None, receipt: Receipt) -> MergedFile:
    return MergedFile(
        file=file,
        department=department,
        taken=receipt.count(Outcome.TAKEN),
        same=receipt.count(Outcome.SAME),
        older=receipt.count(Outcome.OLDER),
        held=receipt.count(Outcome.HELD),
        conflicts=len(receipt.in_conflict),
        is_late=receipt.is_late,
        fields=tuple(receipt.outcomes),
    )


def received_from(submission: SubmissionFile, file_name: str) -> Received:
    """A submission that is known to be authentic, as the store takes it."""
    return Received(
        id=SubmissionId(submission.digest),
        round=submission.round,
        department=submission.department,
        request=RequestId(submission.request),
        work_file=submission.work_file,
        serial=submission.serial,
        made_at=submission.made_at,
        is_complete=submission.is_complete,
        person=submission.person,
        extension=submission.extension,
        message=submission.message,
        answers=submission.answers,
        acknowledgements=submission.acknowledgements,
        file_name=file_name,
    )


def withdraw_file(ledger: Ledger, file: Path, *, author: str, passphrases: Passphrases | None = None) -> Withdrawal:
    """Withdraw a submission that was merged, named by its file.

    Raises:
        FileNotRead, FileTooLarge, FileRefused: the file is no submission.
        NothingToWithdraw, DepartmentIsAccepted.
    """
    unverified = read_answer_file(file, ledger.clock(), passphrases)
    back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    return withdraw_submission(ledger, SubmissionId(unverified.digest), author=author)
