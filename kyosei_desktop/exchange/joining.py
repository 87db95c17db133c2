"""Joining work files of one department: a colleague's submission is united with the answers of this work file.

Two people of one department may each fill in some measures. What travels between them is a submission, for it is
signed with the request's key and read by the reader that trusts nothing; a foreign database is never opened. The rule
is the merge's: the union of revisions. Undoing is `store.withdrawing`, as for a merge.
"""

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import Address, FieldId, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.merging import received_from
from kyosei_desktop.exchange.submission_file import SubmissionFile, UnverifiedSubmission, read_submission
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.conflicts import count_conflicts_in
from kyosei_desktop.store.joining import own_revisions
from kyosei_desktop.store.ledger import Ledger, Unit, new_id
from kyosei_desktop.store.passphrases import Passphrases, read_opened
from kyosei_desktop.store.receiving import FieldNotAsked, MergeId, Outcome, receive
from kyosei_desktop.store.work_files import Work, read_work


@dataclass(eq=False)
class NotAWorkFile(KyoseiError):
    """Something is to be joined into a coordinator's ledger."""

    sentence: ClassVar[str] = N_(
        "「{name}」は取りまとめ課の台帳です。合わせるのは担当課の作業ファイルどうしです。"
        "台帳には、回答を取り込んで（merge）ください。"
    )
    name: str


@dataclass(eq=False)
class AnswersOfAnotherDepartment(KyoseiError):
    """A submission of another department is to be joined."""

    sentence: ClassVar[str] = N_(
        "「{name}」は別の課の回答です。合わせられるのは同じ課の回答だけです。別の課の回答は取りまとめ課に渡してください。"
    )
    name: str


@dataclass(eq=False)
class AnswersToAnotherRequest(KyoseiError):
    """A submission to another round, or another plan, is to be joined."""

    sentence: ClassVar[str] = N_(
        "「{name}」は別の照会への回答です。同じ照会の作業ファイルを開いてから合わせてください。"
    )
    name: str


@dataclass(eq=False)
class RequestNotOpened(KyoseiError):
    """The colleague's work file knows of a request that this one has not taken in."""

    sentence: ClassVar[str] = N_(
        "「{name}」には、この作業ファイルにまだ無い欄への回答があります。"
        "後から届いた照会ファイルを先に開いて、もう一度合わせてください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class JoinedField:
    """What became of one answer of a colleague: `ours` is what the work file said before, `theirs` what they say."""

    address: Address
    outcome: Outcome
    ours: Value
    theirs: Value


@dataclass(frozen=True, slots=True)
class JoinedFile:
    """What became of one file. `person` is who handed it over; `refused` says why nothing of it was taken."""

    file: Path
    person: str | None = None
    fields: Sequence[JoinedField] = ()
    refused: str | None = None

    def count(self, outcome: Outcome) -> int:
        """How many answers came out so."""
        return Counter(one.outcome for one in self.fields)[outcome]


@dataclass(frozen=True, slots=True)
class JoinResult:
    """The files in the order given, and how many fields of the work file say two things now."""

    files: Sequence[JoinedFile]
    conflicts: int


def join_work_files(
    ledger: Ledger,
    files: Sequence[Path],
    *,
    author: str,
    is_dry_run: bool = False,
    passphrases: Passphrases | None = None,
) -> Generator[Step, None, JoinResult]:
    """Unite a work file with submissions of the same department; a refused file does not stop the others.

    Args:
        ledger: a work file.
        files: submissions that colleagues handed over, whole or in part.
        is_dry_run: find out what would happen, and change nothing.
        passphrases: what may open files that are encrypted.

    Raises:
        NotAWorkFile, LedgerReadOnly, LedgerBusy, LedgerNotWritable: nothing was joined.
    """
    if not ledger.is_work_file:
        raise NotAWorkFile(name=ledger.name)
    work = read_work(ledger)
    read: list[tuple[Path, SubmissionFile | KyoseiError]] = []
    for done, file in enumerate(files):
        yield Step(done, len(files), file.name)
        read.append((file, _read(file, ledger, work, passphrases)))
    yield Step(len(files), len(files), ledger.name)
    if not is_dry_run and any(isinstance(one, SubmissionFile) for _file, one in read):
        back_up_ledger(ledger, reason=BackupReason.MERGE)
    with ledger.begin() as unit:
        join = MergeId(new_id())
        joined = [
            JoinedFile(file, refused=str(one))
            if isinstance(one, KyoseiError)
            else _join_one(unit, file, one, join, work, author=author)
            for file, one in read
        ]
        result = JoinResult(joined, count_conflicts_in(unit.session))
        if not is_dry_run:
            unit.commit()
    return result


def _read(file: Path, ledger: Ledger, work: Work, passphrases: Passphrases | None) -> SubmissionFile | KyoseiError:
    try:
        unverified = read_submission(read_opened(file, MAX_FILE_BYTES, passphrases), file.name)
        _check_addressed(unverified, ledger, work, file.name)
        return unverified.authenticate(work.key)
    except KyoseiError as error:
        return error


def _check_addressed(unverified: UnverifiedSubmission, ledger: Ledger, work: Work, name: str) -> None:
    claimed = unverified.claimed
    if (claimed.plan, claimed.round) != (ledger.head.plan, work.round):
        raise AnswersToAnotherRequest(name=name)
    if claimed.department != work.department.id:
        raise AnswersOfAnotherDepartment(name=name)


def _join_one(
    unit: Unit, file: Path, submission: SubmissionFile, join: MergeId, work: Work, *, author: str
) -> JoinedFile:
    known = own_revisions(unit.session, (one.id for one in submission.answers))
    # Taking the join back later must not take back what was here without it.
    brought = replace(submission, answers=[one for one in submission.answers if one.id not in known])
    try:
        receipt = receive(unit, received_from(brought, file.name), join)
    except FieldNotAsked:
        return JoinedFile(file, refused=str(RequestNotOpened(name=file.name)))
    except KyoseiError as error:
        return JoinedFile(file, refused=str(error))
    if receipt.is_new:
        record_act(
            unit,
            ActKind.MERGED,
            author=author,
            round_id=submission.round,
            department=submission.department,
            note=file.name,
        )
    answers = {one.field: one.value for one in submission.answers}
    outcomes: dict[FieldId, Outcome] = dict.fromkeys(answers, Outcome.SAME) | dict(receipt.outcomes)
    fields = [
        JoinedField(one.address, outcomes[one.place.id], ours=one.value, theirs=answers[one.place.id])
        for one in work.fields
        if one.place.id in answers
    ]
    return JoinedFile(file, submission.person, fields)
