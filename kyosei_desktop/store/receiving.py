"""Taking a submission into the ledger: the union of its revisions with those there, and what that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Revision, RevisionId, ancestors
from kyosei_desktop.domain.plan import DepartmentId, FieldId, PlanId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.domain.rules.findings import Acknowledgement
from kyosei_desktop.store.acknowledgements import add_acknowledgements
from kyosei_desktop.store.ledger import Unit
from kyosei_desktop.store.plans import plan_row, revision_of, value_of
from kyosei_desktop.store.requests import RequestId, requested_fields
from kyosei_desktop.store.revisions import (
    FieldHistory,
    add_revisions,
    in_chunks,
    load_histories,
    lock_fields,
    refresh_fields,
    wake_revisions,
)
from kyosei_desktop.store.succession import frozen_fields
from kyosei_desktop.store.tables import (
    FieldRow,
    RevisionRow,
    RoundDepartmentRow,
    RoundRow,
    SubmissionRevisionRow,
    SubmissionRow,
)

SubmissionId = NewType("SubmissionId", str)
"""The SHA-256 of a submission's manifest, in hex; the manifest names the payload's."""
MergeId = NewType("MergeId", str)


@dataclass(eq=False)
class ForeignPlan(KyoseiError):
    """A submission for another ledger."""

    sentence: ClassVar[str] = N_("別の計画（台帳）への回答です。照会を出した台帳を開いて取り込んでください。")


@dataclass(eq=False)
class UnknownRound(KyoseiError):
    """A submission for a round, or a department's part in it, that this ledger never asked."""

    sentence: ClassVar[str] = N_("この台帳にない照会への回答です。照会を出した台帳を開いて取り込んでください。")


@dataclass(eq=False)
class RoundIsClosed(KyoseiError):
    """A submission for a round that has been closed."""

    sentence: ClassVar[str] = N_("締め切った照会への回答です。取り込むには、その照会を再開してください。")


@dataclass(eq=False)
class FieldNotAsked(KyoseiError):
    """A submission answers, or ticks a warning in, a field that its department was not asked for."""

    sentence: ClassVar[str] = N_(
        "この課に照会していない欄への回答が入っています。照会ファイルから作り直してもらってください。"
    )


@dataclass(eq=False)
class RevisionNotPlausible(KyoseiError):
    """A submission's revisions do not follow from what was sent."""

    sentence: ClassVar[str] = N_(
        "回答の履歴が照会とつながりません。ファイルが作り替えられています。照会ファイルから作り直してもらってください。"
    )


@dataclass(frozen=True, slots=True)
class Received:
    """A submission that has been read, checked and authenticated. `made_at` is UTC."""

    id: SubmissionId
    round: RoundId
    department: DepartmentId
    request: RequestId
    work_file: str
    serial: int
    made_at: datetime
    is_complete: bool
    person: str | None
    extension: str | None
    message: str | None
    answers: Sequence[Revision]
    acknowledgements: Sequence[Acknowledgement]
    file_name: str


class Outcome(StrEnum):
    """What became of one answer."""

    TAKEN = "taken"
    SAME = "same"
    OLDER = "older"
    HELD = "held"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a submission changed: the outcome of each answer; whether it arrived late; whether it was new here.

    `in_conflict` are all of its fields that are in conflict now, those of answers that changed nothing too.
    """

    outcomes: Mapping[FieldId, Outcome]
    in_conflict: Sequence[FieldId]
    is_late: bool
    is_new: bool

    def count(self, outcome: Outcome) -> int:
        """How many answers came out so."""
        return sum(1 for one in self.outcomes.values() if one is outcome)


def key_for(session: Session, plan: PlanId, round_id: RoundId, department: DepartmentId) -> bytes:
    """The key that authenticates a department's submissions in a round.

    Raises:
        ForeignPlan, UnknownRound, RoundIsClosed: no submission so addressed may be taken.
    """
    if plan_row(session).id != plan:
        raise ForeignPlan
    collection = session.get(RoundRow, round_id)
    part = session.get(RoundDepartmentRow, (round_id, department))
    if collection is None or part is None:
        raise UnknownRound
    if not collection.is_open:
        raise RoundIsClosed
    return part.key


def receive(unit: Unit, received: Received, merge: MergeId) -> Receipt:
    """Take an authenticated submission in.

    Raises:
        FieldNotAsked, RevisionNotPlausible: it is refused; nothing of it has been stored.
    """
    session = unit.session
    asked = requested_fields(session, received.round, received.department)
    fields = [one.field for one in received.answers]
    if any(one not in asked for one in (*fields, *(tick.field for tick in received.acknowledgements))):
        raise FieldNotAsked
    before = {FieldId(row.id): value_of(row) for row in lock_fields(unit, fields)}
    histories = load_histories(session, fields)
    rows = _known_rows(session, received.answers)
    for answer in received.answers:
        _check_plausible(answer, rows.get(answer.id), histories[answer.field])

    submission = session.scalars(select(SubmissionRow).where(SubmissionRow.id == received.id)).first()
    repeated = submission is not None and not submission.is_withdrawn
    returning = {row.id for row in rows.values() if row.is_withdrawn}
    frozen = frozen_fields(session, received.round, received.department, fields)
    due_on = session.get_one(RoundRow, received.round).due_on
    is_late = received.made_at.astimezone().date() > due_on
    if submission is None:
        submission = _remember(unit, received, merge, is_late=is_late)
        added = [one for one in received.answers if one.id not in rows]
        add_revisions(unit, [one for one in added if one.field not in frozen])
        add_revisions(unit, [one for one in added if one.field in frozen], are_held=True)
        _link(session, received)
    elif submission.is_withdrawn:
        submission.is_withdrawn = False
        submission.merge_id, submission.arrived_at, submission.is_late = merge, unit.now, is_late
    asleep = {one for one in returning if rows[RevisionId(one)].field_id in frozen}
    wake_revisions(session, returning - asleep, are_held=False)
    wake_revisions(session, asleep, are_held=True)
    refresh_fields(unit, fields)
    outcomes, in_conflict = {}, []
    after = {FieldId(row.id): row for row in lock_fields(unit, fields)}
    now = load_histories(session, fields)
    for answer in received.answers:
        row = after[answer.field]
        if row.is_conflict:
            in_conflict.append(answer.field)
        is_known = answer.id in rows and answer.id not in returning
        outcomes[answer.field] = _outcome(
            answer,
            row,
            now[answer.field],
            is_known=is_known,
            has_changed=value_of(row) != before[answer.field],
        )
    return Receipt(outcomes, in_conflict, is_late, is_new=not repeated)


def _outcome(answer: Revision, row: FieldRow, history: FieldHistory, *, is_known: bool, has_changed: bool) -> Outcome:
    if is_known:
        return Outcome.SAME
    if answer.id in history.held:
        return Outcome.HELD
    if answer.id not in row.heads:
        return Outcome.OLDER
    if row.is_conflict:
        return Outcome.CONFLICT
    return Outcome.TAKEN if has_changed else Outcome.SAME


def _known_rows(session: Session, answers: Sequence[Revision]) -> dict[RevisionId, RevisionRow]:
    ids = [one.id for one in answers]
    return {
        RevisionId(row.id): row
        for some in in_chunks(ids)
        for row in session.scalars(select(RevisionRow).where(RevisionRow.id.in_(some)))
    }


def _check_plausible(answer: Revision, row: RevisionRow | None, history: FieldHistory) -> None:
    if row is not None:
        known = revision_of(row)
        if (known.field, known.value, known.department) != (answer.field, answer.value, answer.department):
            raise RevisionNotPlausible
        return
    all_known = {one.id: one for one in history.revisions} | {answer.id: answer}
    follows = any(one in all_known for one in answer.after)
    # A revision that comes after itself would leave the field without a head.
    if not follows or answer.id in ancestors(all_known, [answer]):
        raise RevisionNotPlausible


def _remember(unit: Unit, received: Received, merge: MergeId, *, is_late: bool) -> SubmissionRow:
    row = SubmissionRow(
        id=received.id,
        merge_id=merge,
        round_id=received.round,
        department_id=received.department,
        request_id=received.request,
        work_file=received.work_file,
        serial=received.serial,
        made_at=received.made_at,
        arrived_at=unit.now,
        file_name=received.file_name,
        is_late=is_late,
        is_complete=received.is_complete,
        is_withdrawn=False,
        person=received.person,
        extension=received.extension,
        message=received.message,
    )
    unit.session.add(row)
    add_acknowledgements(unit, received.acknowledgements, submission=received.id)
    unit.session.flush()
    return row


def _link(session: Session, received: Received) -> None:
    if received.answers:
        session.execute(
            insert(SubmissionRevisionRow),
            [{"submission_id": received.id, "revision_id": one.id} for one in received.answers],
        )
