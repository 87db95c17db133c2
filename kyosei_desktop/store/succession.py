"""Who answers for whom: departments that are no more, their successors, and the names of then."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import Department, DepartmentId, FieldId, FieldKind, Plan
from kyosei_desktop.domain.reorganisation import Successors, UnknownDepartment, leading_to, leads_to
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.tables import DepartmentRow, FormerNameRow, RoundDepartmentRow, SuccessionRow


@dataclass(eq=False)
class DepartmentIsNoMore(KyoseiError):
    """A department is named that was renamed, joined or split since."""

    sentence: ClassVar[str] = N_("「{name}」は今はない課です。今の課の名前（{now}）を使ってください。")
    name: str
    now: str


@dataclass(frozen=True, slots=True)
class DepartmentPast:
    """What is known of a department's time.

    Attributes:
        begins_on, ends_on: its first day, and the first day without it; None where nobody told.
        former_names: the names that it had, with the first day of the next one, oldest first.
        successors: the departments of today that carry its work on; itself while it is there.
    """

    department: Department
    begins_on: date | None
    ends_on: date | None
    former_names: Sequence[tuple[str, date]]
    successors: Sequence[DepartmentId]

    def name_on(self, day: date) -> str:
        """What it was called on a day."""
        return next((name for name, until in self.former_names if day < until), self.department.name)


_SUCCESSIONS = select(SuccessionRow.predecessor_id, SuccessionRow.successor_id).order_by(
    SuccessionRow.predecessor_id, SuccessionRow.position
)
_ACCEPTED = select(RoundDepartmentRow.round_id, RoundDepartmentRow.department_id).where(
    RoundDepartmentRow.accepted_at.is_not(None)
)


def load_successors(session: Session) -> Successors:
    """The successors of every department that has any."""
    found: dict[DepartmentId, list[DepartmentId]] = defaultdict(list)
    for row in session.execute(_SUCCESSIONS):
        found[DepartmentId(row.predecessor_id)].append(DepartmentId(row.successor_id))
    return found


def present_departments(session: Session) -> list[Department]:
    """The departments of today, in their order."""
    rows = session.scalars(
        select(DepartmentRow).where(DepartmentRow.ends_on.is_(None)).order_by(DepartmentRow.position)
    )
    return [Department(DepartmentId(one.id), one.name) for one in rows]


def find_department(ledger: Ledger, name: str) -> Department:
    """The department of today of that name. Raises UnknownDepartment, DepartmentIsNoMore."""
    with ledger.reading() as session:
        departments = present_departments(session)
        for one in departments:
            if one.name == name:
                return one
        heirs = names_of_heirs(session).get(name)
    if heirs is not None:
        raise DepartmentIsNoMore(name=name, now="、".join(heirs))
    raise UnknownDepartment(name=name, known="、".join(one.name for one in departments))


def list_departments(ledger: Ledger) -> list[DepartmentPast]:
    """All departments, those that are no more too, in their order."""
    with ledger.reading() as session:
        return load_departments_past(session)


def load_departments_past(session: Session) -> list[DepartmentPast]:
    """As `list_departments`, within a transaction."""
    successors = load_successors(session)
    names: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for row in session.scalars(select(FormerNameRow).order_by(FormerNameRow.sequence)):
        names[row.department_id].append((row.name, row.until))
    return [
        DepartmentPast(
            Department(DepartmentId(row.id), row.name),
            row.begins_on,
            row.ends_on,
            tuple(names[row.id]),
            leads_to(DepartmentId(row.id), successors),
        )
        for row in session.scalars(select(DepartmentRow).order_by(DepartmentRow.position))
    ]


def department_names_at(ledger: Ledger) -> "NamesOfThen":
    """What departments were called at any moment."""
    return NamesOfThen({one.department.id: one for one in list_departments(ledger)})


@dataclass(frozen=True, slots=True)
class NamesOfThen:
    """What departments were called when something was done."""

    departments: Mapping[DepartmentId, DepartmentPast]

    def at(self, moment: datetime) -> Mapping[DepartmentId, str]:
        """All names at a moment, in local time."""
        day = moment.astimezone().date()
        return {key: one.name_on(day) for key, one in self.departments.items()}


def abolished_names(ledger: Ledger) -> Mapping[str, str]:
    """Names that no department has any more, each with that of its successor; "" where there are several.

    They are those of the rule on abolished departments; `reorganise` writes them into the ledger's definition, with
    which they travel.
    """
    with ledger.reading() as session:
        return load_abolished_names(session)


def load_abolished_names(session: Session) -> Mapping[str, str]:
    """As `abolished_names`, within a transaction."""
    heirs = names_of_heirs(session)
    return {name: now[0] if len(now) == 1 else "" for name, now in heirs.items()}


def names_of_heirs(session: Session) -> Mapping[str, Sequence[str]]:
    """Names that no department has any more, and those of the departments of today that carry the work on."""
    past = load_departments_past(session)
    today = {one.department.id: one.department.name for one in past}
    found: dict[str, Sequence[str]] = {}
    for one in past:
        last_name = [one.department.name] if one.ends_on is not None else []
        for name in (*(name for name, _until in one.former_names), *last_name):
            found[name] = [today[heir] for heir in one.successors]
    present = {one.department.name for one in past if one.ends_on is None}
    return {name: now for name, now in found.items() if name not in present}


def answering_for(session: Session, department: DepartmentId) -> tuple[DepartmentId, ...]:
    """The department itself, and those before it whose requests and answers count for it."""
    return leading_to(department, load_successors(session))


def accepted_heirs(session: Session, round_id: RoundId, department: DepartmentId) -> list[DepartmentId]:
    """Those of the departments of today which carry its work on that the round has accepted."""
    return load_acceptances(session, [round_id]).heirs(round_id, department)


def frozen_fields(
    session: Session, round_id: RoundId, department: DepartmentId, fields: Collection[FieldId]
) -> set[FieldId]:
    """As `Acceptances.frozen_fields`, for one department."""
    return load_acceptances(session, [round_id]).frozen_fields(session, round_id, department, fields)


@dataclass(frozen=True, slots=True)
class Acceptances:
    """Whom rounds have accepted, and who answers for whom now."""

    accepted: Collection[tuple[RoundId, DepartmentId]]
    successors: Successors

    def heirs(self, round_id: RoundId, department: DepartmentId) -> list[DepartmentId]:
        """As `accepted_heirs`."""
        return [one for one in leads_to(department, self.successors) if (round_id, one) in self.accepted]

    def frozen_fields(
        self, session: Session, round_id: RoundId, department: DepartmentId, fields: Collection[FieldId]
    ) -> set[FieldId]:
        """The fields in which a department's answers are held, since who answers for them now has been accepted.

        Where the department was split, that is the successor that owns the field.
        """
        accepted = self.heirs(round_id, department)
        heirs = leads_to(department, self.successors)
        if not accepted or len(accepted) == len(heirs):
            return set(fields) if accepted else set()
        owners = owners_of_fields(load_plan(session), fields)
        return {one for one in fields if set(accepted) & (owners[one] & set(heirs) or set(heirs))}


def load_acceptances(session: Session, rounds: Collection[RoundId]) -> Acceptances:
    """Whom some rounds have accepted."""
    found = session.execute(_ACCEPTED)
    accepted = {(RoundId(one), DepartmentId(department)) for one, department in found if one in rounds}
    return Acceptances(accepted, load_successors(session))


def owners_of_fields(plan: Plan, fields: Iterable[FieldId]) -> Mapping[FieldId, set[DepartmentId]]:
    """Who owns fields: of an initiative's its departments, of a measure's all of the measure's."""
    wanted = set(fields)
    found: dict[FieldId, set[DepartmentId]] = {one: set() for one in wanted}
    for place in plan.fields():
        if place.id in wanted:
            measure = plan.measure(place.measure)
            of_measure = place.kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD)
            owners = (
                measure.departments
                if of_measure
                else measure.initiatives[measure.position_of(place.initiative)].departments
            )
            found[place.id] = set(owners)
    return found
