"""The coordinator's side of requests: which fields, with which heads, under which key."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NewType

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import RevisionId
from kyosei_desktop.domain.plan import DepartmentId, Field, FieldId, Plan, Value
from kyosei_desktop.domain.rounds import Round, RoundId
from kyosei_desktop.store.ledger import Ledger, Unit, new_id
from kyosei_desktop.store.plans import value_of
from kyosei_desktop.store.revisions import load_histories, lock_fields
from kyosei_desktop.store.rounds import asked_of
from kyosei_desktop.store.suggestions import load_suggestions
from kyosei_desktop.store.tables import RequestFieldRow, RequestRow, RoundDepartmentRow, table_of

RequestId = NewType("RequestId", str)
_KEY_BYTES = 32  # as long as the digest of HMAC-SHA-256, RFC 2104 §3


@dataclass(eq=False)
class NothingToAsk(KyoseiError):
    """A department that no open round asks anything of."""

    sentence: ClassVar[str] = N_(
        "{department}に照会する欄がありません。担当課の名前と、照会する項目を確かめてください。"
    )
    department: str


@dataclass(frozen=True, slots=True)
class RequestedField:
    """A field in a request: its heads and the value shown at that moment, and all revisions known then.

    `suggestion` is a text offered for it while nobody has answered it.
    """

    place: Field
    heads: Sequence[RevisionId]
    known: Sequence[RevisionId]
    value: Value
    is_required: bool
    note: str | None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class MadeRequest:
    """A request as the ledger remembers it. `made_at` is UTC."""

    id: RequestId
    round: Round
    department: DepartmentId
    made_at: datetime
    is_return: bool
    reason: str | None
    key: bytes
    fields: Sequence[RequestedField]


def record_request(
    unit: Unit,
    plan: Plan,
    collection: Round,
    department: DepartmentId,
    *,
    only: Collection[FieldId] | None = None,
    notes: Mapping[FieldId, str] | None = None,
    is_return: bool = False,
    reason: str | None = None,
) -> MadeRequest:
    """Make a request of a department and remember it. Its key is made once a round.

    Args:
        only: ids of the fields to ask for; None means all that the round asks of the department.
        notes: words to the department about single fields.

    Raises:
        NothingToAsk: no field is left to ask for.
    """
    asked = asked_of(unit.ledger, plan, collection, department)
    asked = [one for one in asked if only is None or one.field.id in only]
    if not asked:
        raise NothingToAsk(department=plan.department_names[department])
    rows = {FieldId(row.id): row for row in lock_fields(unit, [one.field.id for one in asked])}
    histories = load_histories(unit.session, rows)
    said, offered = notes or {}, load_suggestions(unit.session)
    made = MadeRequest(
        id=RequestId(new_id()),
        round=collection,
        department=department,
        made_at=unit.now,
        is_return=is_return,
        reason=reason,
        key=ensure_part(unit.session, collection.id, department).key,
        fields=tuple(
            RequestedField(
                place=one.field,
                heads=tuple(RevisionId(head) for head in rows[one.field.id].heads),
                known=histories[one.field.id].ids,
                value=value_of(rows[one.field.id]),
                is_required=one.is_required,
                note=said.get(one.field.id),
                suggestion=offered.get(one.field.id),
            )
            for one in asked
        ),
    )
    remember_request(unit, made)
    return made


def remember_request(unit: Unit, made: MadeRequest) -> None:
    """Store a request: one made here, or in a work file one that was opened."""
    unit.session.add(
        RequestRow(
            id=made.id,
            round_id=made.round.id,
            department_id=made.department,
            made_at=made.made_at,
            is_return=made.is_return,
            reason=made.reason,
        )
    )
    unit.session.flush()
    unit.session.execute(
        insert(RequestFieldRow),
        [
            {
                "request_id": made.id,
                "field_id": one.place.id,
                "position": position,
                "is_required": one.is_required,
                "note": one.note,
            }
            for position, one in enumerate(made.fields)
        ],
    )


def ensure_part(session: Session, round_id: RoundId, department: DepartmentId) -> RoundDepartmentRow:
    """A department's part in a round, made with a key of its own where it has none yet."""
    row = session.get(RoundDepartmentRow, (round_id, department))
    if row is None:
        row = RoundDepartmentRow(
            round_id=round_id, department_id=department, key=secrets.token_bytes(_KEY_BYTES), accepted_at=None
        )
        session.add(row)
    return row


def requested_fields(session: Session, round_id: RoundId, department: DepartmentId) -> set[FieldId]:
    """Ids of all fields that any request of the round asked of the department."""
    return load_requested(session, [(round_id, department)])[round_id, department]


_REQUEST, _ASKED = table_of(RequestRow), table_of(RequestFieldRow)
_REQUESTED = (
    select(_REQUEST.c.round_id, _REQUEST.c.department_id, _ASKED.c.field_id)
    .join_from(_REQUEST, _ASKED, _REQUEST.c.id == _ASKED.c.request_id)
    .where(
        _REQUEST.c.round_id.in_(bindparam("rounds", expanding=True)),
        _REQUEST.c.department_id.in_(bindparam("departments", expanding=True)),
    )
)


def load_requested(
    session: Session, parts: Collection[tuple[RoundId, DepartmentId]]
) -> Mapping[tuple[RoundId, DepartmentId], set[FieldId]]:
    """As `requested_fields`, of several departments at once."""
    found: dict[tuple[RoundId, DepartmentId], set[FieldId]] = {part: set() for part in parts}
    wanted = {
        "rounds": sorted({round_id for round_id, _department in parts}),
        "departments": sorted({department for _round, department in parts}),
    }
    session.flush()
    for round_id, department, field in session.connection().execute(_REQUESTED, wanted).all():
        found.setdefault((RoundId(round_id), DepartmentId(department)), set()).add(FieldId(field))
    return found


def departments_asked(ledger: Ledger, plan: Plan, collection: Round) -> list[DepartmentId]:
    """The departments that the round asks anything of, in the plan's order."""
    return [one.id for one in plan.departments if asked_of(ledger, plan, collection, one.id)]
