"""A clerk's work file: a ledger that holds one department's part of one round, made from requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.merge import Origin, Revision, ancestors
from kyosei_desktop.domain.plan import Address, Department, DepartmentId, Field, FieldId, PeriodId, Plan, Value
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Clock, Ledger, Unit, create_ledger, new_id, utc_now
from kyosei_desktop.store.plans import extend_plan
from kyosei_desktop.store.receiving import Received
from kyosei_desktop.store.requests import MadeRequest, RequestedField, RequestId, remember_request
from kyosei_desktop.store.revisions import add_revisions, load_histories, refresh_fields, wake_revisions
from kyosei_desktop.store.tables import (
    DraftRow,
    PlanRow,
    RequestFieldRow,
    RequestRow,
    RoundDepartmentRow,
    RoundRow,
    SubmissionRow,
)


@dataclass(frozen=True, slots=True)
class HandIn:
    """A submission that was handed in from this work file. `made_at` is UTC."""

    serial: int
    made_at: datetime
    file_name: str
    person: str | None
    extension: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class WorkField:
    """A field that the clerk is asked for. `note` is the coordinator's word on it, where it was returned."""

    place: Field
    address: Address
    value: Value
    is_required: bool
    is_returned: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """What a work file is about, and where it stands. `return_reason` is set while a return is unanswered."""

    title: str
    work_file: str
    round: RoundId
    request: RequestId
    key: bytes
    department: Department
    year: FiscalYear
    period: PeriodId
    due_on: date
    fields: Sequence[WorkField]
    return_reason: str | None
    handed_in: Sequence[HandIn]

    @property
    def missing(self) -> tuple[WorkField, ...]:
        """The required fields that are not answered."""
        return tuple(one for one in self.fields if one.is_required and not one.value.is_answered)


def create_work_file(
    path: Path, plan: Plan, definition: Definition, request: MadeRequest, *, author: str, clock: Clock = utc_now
) -> Ledger:
    """Make the work file for a request, and open it. Raises LedgerExists, FileNotWritten."""

    def remember(unit: Unit) -> None:
        collection = request.round
        unit.session.add(
            RoundRow(
                id=collection.id,
                year=collection.year,
                period=collection.period,
                due_on=collection.due_on,
                asks=[],
                requires=[],
                is_open=True,
                opened_at=unit.now,
            )
        )
        unit.session.flush()
        unit.session.add(
            RoundDepartmentRow(
                round_id=collection.id, department_id=request.department, key=request.key, accepted_at=None
            )
        )
        remember_request(unit, request)
        _take_heads_in(unit, request.fields, author)
        _offer_suggestions(unit, request.fields)
        record_act(unit, ActKind.REQUESTED, author=author, round_id=collection.id, department=request.department)

    return create_ledger(
        path,
        plan,
        definition,
        author=author,
        work_file=new_id(),
        department=request.department,
        root_ids={one.place.id: one.heads[0] for one in request.fields},
        fill=remember,
        clock=clock,
    )


def take_request_in(ledger: Ledger, plan: Plan, request: MadeRequest, *, author: str) -> bool:
    """Take another request of the same round into a work file: a return, or one made anew. Whether it was new.

    Measures that the department was given since are added from the request's plan.

    What the clerk has written since stays; where the coordinator changed the same field meanwhile, both stand in
    its history, and the clerk's own newest word is shown.
    """
    with ledger.begin() as unit:
        known = unit.session.scalars(select(RequestRow.id).where(RequestRow.id == request.id)).first()
        if known is not None:
            return False
        row = unit.session.get_one(RoundRow, request.round.id)
        row.due_on = request.round.due_on
        root_ids = {one.place.id: one.heads[0] for one in request.fields}
        extend_plan(unit.session, plan, root_ids, author=author, now=unit.now)
        asked = set(unit.session.scalars(select(RequestFieldRow.field_id)))
        remember_request(unit, request)
        _take_heads_in(unit, request.fields, author)
        # What was offered once and let go is not offered again.
        _offer_suggestions(unit, [one for one in request.fields if one.place.id not in asked])
        kind = ActKind.RETURNED if request.is_return else ActKind.REQUESTED
        record_act(
            unit,
            kind,
            author=author,
            round_id=request.round.id,
            department=request.department,
            note=request.reason,
        )
        unit.commit()
    return True


def _take_heads_in(unit: Unit, fields: Sequence[RequestedField], author: str) -> None:
    """Where a request knows of revisions that this file does not: one revision that stands for all it saw.

    It has the id of one of the heads and names the others, and all that the coordinator's ledger knew, as seen, so
    that what the clerk writes next comes after every one of them.
    """
    histories = load_histories(unit.session, [one.place.id for one in fields])
    added, awake = [], []
    for one in fields:
        mentioned = histories[one.place.id].mentioned
        asleep = set(one.heads) & histories[one.place.id].withdrawn
        if asleep:  # a colleague's text that was joined, taken back, and handed in all the same
            wake_revisions(unit.session, asleep, are_held=False)
            awake.append(one.place.id)
        if set(one.heads) <= mentioned:
            continue
        head = next(each for each in one.heads if each not in mentioned)
        seen = [each for each in dict.fromkeys((*one.heads, *one.known)) if each != head]
        added.append(
            Revision(
                id=head,
                field=one.place.id,
                value=one.value,
                after=seen,
                origin=Origin.ROOT,
                author=author,
                made_at=unit.now,
            )
        )
    add_revisions(unit, added)
    refresh_fields(unit, [*awake, *(one.field for one in added)])


def _offer_suggestions(unit: Unit, fields: Sequence[RequestedField]) -> None:
    """Put texts that are offered into the fields as drafts: like one that was copied, no answer by itself."""
    for one in fields:
        if one.suggestion is not None and not one.value.is_answered:
            row = DraftRow(field_id=one.place.id, text=one.suggestion, blank=None, saved_at=unit.now)
            unit.session.add(row)


def read_work(ledger: Ledger, plan: Plan | None = None) -> Work:
    """What a work file asks for and holds now. `plan` is the ledger's, where the caller has read it already."""
    with ledger.reading() as session:
        if plan is None:
            plan = ledger.plan()
        part = session.scalars(select(RoundDepartmentRow)).one()
        collection = session.get_one(RoundRow, part.round_id)
        requests = session.scalars(select(RequestRow).order_by(RequestRow.sequence)).all()
        handed_in = session.scalars(
            select(SubmissionRow).where(SubmissionRow.merge_id.is_(None)).order_by(SubmissionRow.sequence)
        ).all()
        newest = requests[-1]
        is_return_open = newest.is_return and not any(one.made_at > newest.made_at for one in handed_in)
        asked: dict[FieldId, RequestFieldRow] = {}
        for request in requests:
            for row in _request_fields(session, request):
                asked[FieldId(row.field_id)] = row
        work_file = session.scalars(select(PlanRow.work_file)).one()
        assert work_file is not None, "a work file knows its id"
        names = plan.department_names
        return Work(
            title=plan.title,
            work_file=work_file,
            round=RoundId(collection.id),
            request=RequestId(newest.id),
            key=part.key,
            department=Department(DepartmentId(part.department_id), names[DepartmentId(part.department_id)]),
            year=FiscalYear(collection.year),
            period=PeriodId(collection.period),
            due_on=collection.due_on,
            fields=tuple(
                WorkField(
                    place=place,
                    address=plan.address_of(place),
                    value=plan.value(place),
                    is_required=asked[place.id].is_required,
                    is_returned=is_return_open and asked[place.id].request_id == newest.id,
                    note=asked[place.id].note if is_return_open else None,
                )
                for place in plan.fields()
                if place.id in asked
            ),
            return_reason=newest.reason if is_return_open else None,
            handed_in=tuple(
                HandIn(one.serial, one.made_at, one.file_name, one.person, one.extension, one.message)
                for one in handed_in
            ),
        )


def _request_fields(session: Session, request: RequestRow) -> Sequence[RequestFieldRow]:
    chosen = select(RequestFieldRow).where(RequestFieldRow.request_id == request.id)
    return session.scalars(chosen.order_by(RequestFieldRow.position)).all()


def newest_answers(ledger: Ledger, work: Work) -> list[Revision]:
    """For each field that the clerk changed the newest revision, which names all its earlier ones as seen."""
    with ledger.reading() as session:
        histories = load_histories(session, [one.place.id for one in work.fields])
    answers = []
    for one in work.fields:
        history = histories[one.place.id]
        own = {
            each.id: each
            for each in history.revisions
            if each.origin is Origin.DEPARTMENT and each.id not in history.withdrawn
        }
        superseded = ancestors(own, own.values())
        newest = [each for each in own.values() if each.id not in superseded]
        if newest:
            answers.append(max(newest, key=lambda each: (each.made_at, each.id)))
    return answers


def record_hand_in(ledger: Ledger, handed_in: Received, *, author: str) -> None:
    """Remember in the work file that a submission was handed in."""
    with ledger.begin() as unit:
        due_on = unit.session.get_one(RoundRow, handed_in.round).due_on
        unit.session.add(
            SubmissionRow(
                id=handed_in.id,
                merge_id=None,
                round_id=handed_in.round,
                department_id=handed_in.department,
                request_id=handed_in.request,
                work_file=handed_in.work_file,
                serial=handed_in.serial,
                made_at=handed_in.made_at,
                arrived_at=unit.now,
                file_name=handed_in.file_name,
                is_late=handed_in.made_at.astimezone().date() > due_on,
                is_complete=handed_in.is_complete,
                is_withdrawn=False,
                person=handed_in.person,
                extension=handed_in.extension,
                message=handed_in.message,
            )
        )
        record_act(
            unit,
            ActKind.HANDED_IN,
            author=author,
            round_id=handed_in.round,
            department=handed_in.department,
            note=handed_in.file_name,
        )
        unit.commit()


def round_and_department(ledger: Ledger) -> tuple[RoundId, DepartmentId]:
    """Which round and department a work file belongs to."""
    with ledger.reading() as session:
        part = session.scalars(select(RoundDepartmentRow)).one()
        return RoundId(part.round_id), DepartmentId(part.department_id)
