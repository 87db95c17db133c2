"""Where each department stands in a round: who has handed in, what is missing, who is late."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import Address, Department, DepartmentId, FieldId
from kyosei_desktop.domain.reorganisation import leading_to
from kyosei_desktop.domain.rounds import DepartmentState, Round
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import value_of
from kyosei_desktop.store.requests import load_requested
from kyosei_desktop.store.revisions import held_revisions
from kyosei_desktop.store.rounds import asked_of, current_round
from kyosei_desktop.store.succession import load_successors
from kyosei_desktop.store.tables import (
    FieldRow,
    RequestRow,
    RevisionRow,
    RoundDepartmentRow,
    SubmissionRow,
)


@dataclass(frozen=True, slots=True)
class LastWord:
    """The newest submission of a department: when it was made (UTC), and whom to ask about it."""

    made_at: datetime
    file_name: str
    person: str | None
    extension: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class DepartmentStatus:
    """One department in a round.

    `asked` and `answered` count fields, `missing` names the required ones that are not answered, `in_conflict` those
    that were answered differently, `held` counts answers that came after the acceptance, `not_sent` fields that the
    round asks of the department and no request has asked yet: added later, or all of them where nothing was sent.
    """

    department: Department
    state: DepartmentState
    asked: Sequence[Address]
    answered: int
    missing: Sequence[Address]
    in_conflict: Sequence[Address]
    held: int
    not_sent: int
    is_late: bool
    last: LastWord | None

    @property
    def conflicts(self) -> int:
        """How many of the fields asked are in conflict."""
        return len(self.in_conflict)

    @property
    def is_complete(self) -> bool:
        """Whether nothing stands in the way of accepting what it has handed in."""
        left = self.conflicts or self.missing or self.not_sent
        return self.state is DepartmentState.SUBMITTED and not left

    @property
    def has_gaps(self) -> bool:
        """Whether it has handed in with required cells left blank, which may be returned."""
        return self.state is DepartmentState.SUBMITTED and bool(self.missing)


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """The open round, or none, and its departments in the plan's order."""

    round: Round | None
    departments: Sequence[DepartmentStatus]


def round_status(ledger: Ledger) -> RoundStatus:
    """Where the open round stands now."""
    with ledger.reading() as session:
        collection = current_round(session)
        if collection is None:
            return RoundStatus(None, ())
        plan = ledger.plan()
        today = ledger.clock().astimezone().date()
        fields = {FieldId(row.id): row for row in session.scalars(select(FieldRow))}
        successors = load_successors(session)
        answering = {one.id: leading_to(one.id, successors) for one in plan.departments}
        everybody = {sender for senders in answering.values() for sender in senders}
        parts = _load_parts(session, collection, everybody)
        sent_to = load_requested(session, [(collection.id, sender) for sender in everybody])
        is_any_held = session.scalar(select(exists().where(RevisionRow.is_held)))
        found = []
        for department in plan.departments:
            asked = asked_of(ledger, plan, collection, department.id)
            if not asked:
                continue
            rows = {one.field.id: fields[one.field.id] for one in asked if one.field.id in fields}
            # What two departments answered differently is answered, though the report still shows neither text.
            answered = {key for key, row in rows.items() if row.is_conflict or value_of(row).is_answered}
            senders = answering[department.id]
            sent = {field for sender in senders for field in sent_to[collection.id, sender]}
            submissions = [one for sender in senders for one in parts[sender].submissions]
            state = _state_of_all([parts[sender] for sender in senders])
            # By the department's own clock: its files may arrive in any order.
            last = max(submissions, key=lambda one: (one.made_at, one.serial), default=None)
            has_word = state in (DepartmentState.SUBMITTED, DepartmentState.ACCEPTED)
            found.append(
                DepartmentStatus(
                    department=department,
                    state=state,
                    asked=[plan.address_of(one.field) for one in asked],
                    answered=len(answered),
                    missing=[
                        plan.address_of(one.field) for one in asked if one.is_required and one.field.id not in answered
                    ],
                    in_conflict=[
                        plan.address_of(one.field)
                        for one in asked
                        if one.field.id in rows and rows[one.field.id].is_conflict
                    ],
                    held=len(held_revisions(session, collection.id, department.id)) if is_any_held else 0,
                    not_sent=sum(1 for one in asked if one.field.id not in sent),
                    is_late=last.is_late if has_word and last is not None else today > collection.due_on,
                    last=None
                    if last is None
                    else LastWord(last.made_at, last.file_name, last.person, last.extension, last.message),
                )
            )
        return RoundStatus(collection, found)


def department_state(session: Session, collection: Round, senders: Sequence[DepartmentId]) -> DepartmentState:
    """Where a department stands whose own requests and answers come first, then those of the ones before it.

    Args:
        senders: as `answering_for` gives them.
    """
    parts = _load_parts(session, collection, senders)
    return _state_of_all([parts[one] for one in senders])


@dataclass(frozen=True, slots=True)
class _Part:
    """What there is of a department in a round; `row` and the newest `request` are None where it was not asked."""

    row: RoundDepartmentRow | None
    request: RequestRow | None
    submissions: Sequence[SubmissionRow]


def _load_parts(
    session: Session, collection: Round, departments: Collection[DepartmentId]
) -> Mapping[DepartmentId, _Part]:
    """Of each department its part, by one statement a table however many they are."""
    rows: dict[str, RoundDepartmentRow] = {}
    for part in session.scalars(select(RoundDepartmentRow).where(RoundDepartmentRow.round_id == collection.id)):
        rows[part.department_id] = part
    newest: dict[str, RequestRow] = {}
    chosen = select(RequestRow).where(RequestRow.round_id == collection.id).order_by(RequestRow.sequence)
    for request in session.scalars(chosen):
        newest[request.department_id] = request
    arrived: dict[str, list[SubmissionRow]] = defaultdict(list)
    counting = select(SubmissionRow).where(
        SubmissionRow.round_id == collection.id, SubmissionRow.is_withdrawn.is_(False)
    )
    for submission in session.scalars(counting):
        arrived[submission.department_id].append(submission)
    return {one: _Part(rows.get(one), newest.get(one), arrived.get(one, [])) for one in departments}


def _state_of_all(parts: Sequence[_Part]) -> DepartmentState:
    own, *before = map(_state_of, parts)
    asked_before = [one for one in before if one is not DepartmentState.NOT_SENT]
    if own is not DepartmentState.ASKED or not asked_before:
        return own
    if DepartmentState.RETURNED in asked_before:
        return DepartmentState.RETURNED
    # A department before it was accepted or not when the reorganisation came: its answers are in.
    return DepartmentState.ASKED if DepartmentState.ASKED in asked_before else DepartmentState.SUBMITTED


def _state_of(part: _Part) -> DepartmentState:
    if part.row is None:
        return DepartmentState.NOT_SENT
    if part.row.accepted_at is not None:
        return DepartmentState.ACCEPTED
    request = part.request
    if request is not None and request.is_return and not any(_answers(one, request) for one in part.submissions):
        return DepartmentState.RETURNED
    return DepartmentState.SUBMITTED if part.submissions else DepartmentState.ASKED


def _answers(submission: SubmissionRow, returned: RequestRow) -> bool:
    """Whether a submission came in answer to a return: an earlier one may have been on its way meanwhile.

    Its clerk opened the return, or handed in after it by a clock that may be wrong.
    """
    is_later = submission.request_id == returned.id or submission.made_at > returned.made_at
    return is_later and submission.arrived_at > returned.made_at
