"""Acceptance (受理) freezes a department's answers in a round; 受理取消 lets later ones in again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import DepartmentId, FieldId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.requests import requested_fields
from kyosei_desktop.store.revisions import held_revisions, lock_fields, refresh_fields
from kyosei_desktop.store.rounds import open_round_row
from kyosei_desktop.store.succession import answering_for, frozen_fields, owners_of_fields
from kyosei_desktop.store.tables import DepartmentRow, RoundDepartmentRow
from kyosei_desktop.store.withdrawing import refuse_if_accepted


@dataclass(eq=False)
class NotAskedYet(KyoseiError):
    """A department that has no request in the open round."""

    sentence: ClassVar[str] = N_("{department}にはまだ照会していません。先に照会ファイルを作ってください。")
    department: str


@dataclass(eq=False)
class DepartmentHasConflicts(KyoseiError):
    """A department is to be accepted while fields it answered are in conflict."""

    sentence: ClassVar[str] = N_("{department}の欄に競合が{count}件あります。すべて決めてから受理してください。")
    department: str
    count: int


@dataclass(eq=False)
class NotAccepted(KyoseiError):
    """An acceptance is to be revoked that is not there."""

    sentence: ClassVar[str] = N_("{department}は受理されていません。状況を確かめてください。")
    department: str


def accept_department(ledger: Ledger, department: DepartmentId, *, author: str) -> None:
    """Accept a department's answers in the open round; its later ones are kept but held.

    Raises:
        NoOpenRound, NotAskedYet, DepartmentHasConflicts.
        DepartmentIsAccepted: it is accepted already.
    """
    accept_departments(ledger, [department], author=author)


def accept_departments(ledger: Ledger, departments: Sequence[DepartmentId], *, author: str) -> None:
    """Accept several departments' answers, all of them or none; raises as `accept_department`."""
    with ledger.begin() as unit:
        for department in departments:
            _accept(unit, department, author=author)
        unit.commit()


def _accept(unit: Unit, department: DepartmentId, *, author: str) -> None:
    part = _part(unit, department)
    round_id = RoundId(part.round_id)
    refuse_if_accepted(unit, round_id, department)
    fields = sorted(_answered_for(unit, round_id, department))
    conflicts = sum(1 for row in lock_fields(unit, fields) if row.is_conflict)
    if conflicts:
        raise DepartmentHasConflicts(department=_name(unit, department), count=conflicts)
    part.accepted_at = unit.now
    record_act(unit, ActKind.ACCEPTED, author=author, round_id=round_id, department=department)


def revoke_acceptance(ledger: Ledger, department: DepartmentId, *, author: str) -> None:
    """Take an acceptance back; answers held since then count from now on. Raises NoOpenRound, NotAccepted."""
    revoke_acceptances(ledger, [department], author=author)


def revoke_acceptances(ledger: Ledger, departments: Sequence[DepartmentId], *, author: str) -> None:
    """Take several acceptances back, all of them or none; raises as `revoke_acceptance`."""
    with ledger.begin() as unit:
        for department in departments:
            _revoke(unit, department, author=author)
        unit.commit()


def _revoke(unit: Unit, department: DepartmentId, *, author: str) -> None:
    part = _part(unit, department)
    if part.accepted_at is None:
        raise NotAccepted(department=_name(unit, department))
    part.accepted_at = None
    round_id = RoundId(part.round_id)
    unit.session.flush()
    held = [
        row
        for row in held_revisions(unit.session, round_id, department)
        if not frozen_fields(
            unit.session, round_id, DepartmentId(row.department_id or department), [FieldId(row.field_id)]
        )
    ]
    for row in held:
        row.is_held = False
    refresh_fields(unit, {FieldId(row.field_id) for row in held})
    record_act(unit, ActKind.ACCEPTANCE_REVOKED, author=author, round_id=round_id, department=department)


def _answered_for(unit: Unit, round_id: RoundId, department: DepartmentId) -> set[FieldId]:
    """The fields asked of the department, and those of its own that were asked of the departments before it."""
    own = requested_fields(unit.session, round_id, department)
    others = answering_for(unit.session, department)[1:]
    inherited = {field for one in others for field in requested_fields(unit.session, round_id, one)}
    owners = owners_of_fields(load_plan(unit.session), inherited) if inherited else {}
    return own | {field for field in inherited if department in owners[field]}


def _part(unit: Unit, department: DepartmentId) -> RoundDepartmentRow:
    row = unit.session.get(RoundDepartmentRow, (open_round_row(unit.session).id, department))
    if row is None:
        raise NotAskedYet(department=_name(unit, department))
    return row


def _name(unit: Unit, department: DepartmentId) -> str:
    return unit.session.get_one(DepartmentRow, department).name
