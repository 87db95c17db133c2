"""Taking a submission into the ledger: the union of its revisions with those there, and what that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Revision, ancestors
from kyosei_desktop.domain.plan import DepartmentId, FieldId, PlanId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.domain.rules.findings import Acknowledgement
from kyosei_desktop.store.acknowledgements import add_acknowledgements
from kyosei_desktop.store.known_fields import KnownFields, Standing
from kyosei_desktop.store.ledger import Unit
from kyosei_desktop.store.requests import RequestId, load_requested
from kyosei_desktop.store.revisions import FieldHistory, in_chunks
from kyosei_desktop.store.succession import load_acceptances
from kyosei_desktop.store.tables import (
    PlanRow,
    RoundDepartmentRow,
    RoundRow,
    SubmissionRevisionRow,
    SubmissionRow,
    table_of,
)

SubmissionId = NewType("SubmissionId", str)
"""The SHA-256 of a submission's manifest, in hex; the manifest names the payload's."""
MergeId = NewType("MergeId", str)

_PLAN, _ROUND, _PART = table_of(PlanRow).c, table_of(RoundRow).c, table_of(RoundDepartmentRow).c
_SUBMISSION = table_of(SubmissionRow)
_PLAN_ID = select(_PLAN.id)
_ROUNDS = select(_ROUND.id, _ROUND.is_open)
_PARTS = select(_PART.round_id, _PART.department_id, _PART["key"])
_DUE = select(_ROUND.id, _ROUND.due_on)
_MERGED = select(_SUBMISSION.c.id, _SUBMISSION.c.is_withdrawn).where(
    _SUBMISSION.c.id.in_(bindparam("submissions", expanding=True))
)
_ADD, _ADD_ANSWERS = insert(_SUBMISSION), insert(table_of(SubmissionRevisionRow))


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


class RoundKeys:
    """The keys that authenticate what departments submit, read once for any number of files."""

    def __init__(self, session: Session) -> None:
        """Read all of them."""
        self._plan = session.execute(_PLAN_ID).scalar_one()
        self._is_open = {row.id: row.is_open for row in session.execute(_ROUNDS)}
        self._keys: dict[tuple[str, str], bytes] = {
            (round_id, department): key for round_id, department, key in session.execute(_PARTS)
        }

    def key_for(self, plan: PlanId, round_id: RoundId, department: DepartmentId) -> bytes:
        """The key that authenticates a department's submissions in a round.

        Raises:
            ForeignPlan, UnknownRound, RoundIsClosed: no submission so addressed may be taken.
        """
        if self._plan != plan:
            raise ForeignPlan
        key = self._keys.get((round_id, department))
        if key is None:
            raise UnknownRound
        if not self._is_open[round_id]:
            raise RoundIsClosed
        return key


def receive(unit: Unit, received: Received, merge: MergeId) -> Receipt:
    """Take an authenticated submission in.

    Raises:
        FieldNotAsked, RevisionNotPlausible: it is refused; nothing of it has been stored.
    """
    (outcome,) = receive_all(unit, [received], merge)
    if isinstance(outcome, KyoseiError):
        raise outcome
    return outcome


def receive_all(unit: Unit, received: Sequence[Received], merge: MergeId) -> list[Receipt | KyoseiError]:
    """Take authenticated submissions in, one after the other; why where one is refused, as `receive` raises."""
    receiving = _Receiving(unit, received, merge)
    outcomes: list[Receipt | KyoseiError] = []
    for one in received:
        try:
            outcomes.append(receiving.take(one))
        except (FieldNotAsked, RevisionNotPlausible) as error:
            outcomes.append(error)
    receiving.store()
    return outcomes


class _Receiving:
    """Submissions as they are taken in: in memory one by one, into the tables all at once."""

    def __init__(self, unit: Unit, received: Sequence[Received], merge: MergeId) -> None:
        """Read all that any of them concerns."""
        session, answers = unit.session, [answer for one in received for answer in one.answers]
        rounds = {one.round for one in received}
        self._unit, self._merge = unit, merge
        self._asked = load_requested(session, {(one.round, one.department) for one in received})
        asked = set().union(*self._asked.values())
        self._fields = KnownFields(unit, (one.field for one in answers if one.field in asked))
        self._fields.look_up([one.id for one in answers])
        self._acceptances = load_acceptances(session, rounds)
        self._due_on: dict[str, date] = {row.id: row.due_on for row in session.execute(_DUE)}
        self._is_withdrawn: dict[str, bool] = {
            row.id: row.is_withdrawn
            for some in in_chunks([one.id for one in received])
            for row in session.execute(_MERGED, {"submissions": some})
        }
        self._new: list[tuple[Received, bool]] = []
        self._back: list[tuple[SubmissionId, bool]] = []

    def take(self, received: Received) -> Receipt:
        """Take one in. Raises FieldNotAsked, RevisionNotPlausible."""
        known = self._fields
        asked = self._asked[received.round, received.department]
        fields = [one.field for one in received.answers]
        if any(one not in asked for one in (*fields, *(tick.field for tick in received.acknowledgements))):
            raise FieldNotAsked
        for answer in received.answers:
            _check_plausible(answer, known.revision(answer.id), known.history(answer.field))

        before = {one: known.standing(one).shown for one in fields}
        here = {one.id for one in received.answers if known.revision(one.id) is not None}
        returning = {one.id for one in received.answers if one.id in known.history(one.field).withdrawn}
        frozen = self._acceptances.frozen_fields(self._unit.session, received.round, received.department, fields)
        is_late = received.made_at.astimezone().date() > self._due_on[received.round]
        is_new = self._is_withdrawn.get(received.id, True)
        if received.id not in self._is_withdrawn:
            added = [one for one in received.answers if one.id not in here]
            known.add((one for one in added if one.field not in frozen), are_held=False)
            known.add((one for one in added if one.field in frozen), are_held=True)
            self._new.append((received, is_late))
        elif is_new:
            self._back.append((received.id, is_late))
        self._is_withdrawn[received.id] = False
        asleep = {one.id for one in received.answers if one.id in returning and one.field in frozen}
        known.wake(returning - asleep, are_held=False)
        known.wake(asleep, are_held=True)
        known.refresh(fields)
        outcomes = {
            one.field: _outcome(
                one,
                known.standing(one.field),
                known.history(one.field),
                is_known=one.id in here and one.id not in returning,
                has_changed=known.standing(one.field).shown != before[one.field],
            )
            for one in received.answers
        }
        in_conflict = [one for one in fields if known.standing(one).is_conflict]
        return Receipt(outcomes, in_conflict, is_late, is_new=is_new)

    def store(self) -> None:
        """Write down what was taken in."""
        session = self._unit.session
        if self._new:
            session.connection().execute(_ADD, [self._said(one, is_late=is_late) for one, is_late in self._new])
        for one, _is_late in self._new:
            add_acknowledgements(self._unit, one.acknowledgements, submission=one.id)
        for submission, is_late in self._back:
            session.execute(
                update(SubmissionRow)
                .where(SubmissionRow.id == submission)
                .values(is_withdrawn=False, merge_id=self._merge, arrived_at=self._unit.now, is_late=is_late)
            )
        self._fields.store()
        links = [
            {"submission_id": one.id, "revision_id": answer.id} for one, _is_late in self._new for answer in one.answers
        ]
        if links:
            session.connection().execute(_ADD_ANSWERS, links)

    def _said(self, received: Received, *, is_late: bool) -> dict[str, object]:
        return {
            "id": received.id,
            "merge_id": self._merge,
            "round_id": received.round,
            "department_id": received.department,
            "request_id": received.request,
            "work_file": received.work_file,
            "serial": received.serial,
            "made_at": received.made_at,
            "arrived_at": self._unit.now,
            "file_name": received.file_name,
            "is_late": is_late,
            "is_complete": received.is_complete,
            "is_withdrawn": False,
            "person": received.person,
            "extension": received.extension,
            "message": received.message,
        }


def _outcome(
    answer: Revision, standing: Standing, history: FieldHistory, *, is_known: bool, has_changed: bool
) -> Outcome:
    if is_known:
        return Outcome.SAME
    if answer.id in history.held:
        return Outcome.HELD
    if answer.id not in standing.heads:
        return Outcome.OLDER
    if standing.is_conflict:
        return Outcome.CONFLICT
    return Outcome.TAKEN if has_changed else Outcome.SAME


def _check_plausible(answer: Revision, known: Revision | None, history: FieldHistory) -> None:
    if known is not None:
        if (known.field, known.value, known.department) != (answer.field, answer.value, answer.department):
            raise RevisionNotPlausible
        return
    all_known = {one.id: one for one in history.revisions} | {answer.id: answer}
    follows = any(one in all_known for one in answer.after)
    # A revision that comes after itself would leave the field without a head.
    if not follows or answer.id in ancestors(all_known, [answer]):
        raise RevisionNotPlausible
