"""Reorganisations (組織改正) of a ledger: departments renamed, joined or split from a day on.

The report prints the owners of today; the history tells the names of then. Requests that are out stay valid: answers to
them count for the departments that carry on the work of those that were asked.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, DepartmentId, Field, FieldId, FieldKind, InitiativeId, Plan, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.reorganisation import (
    Change,
    Joining,
    Renaming,
    Reorganised,
    Splitting,
    UnknownDepartment,
    leading_to,
    leads_to,
    owners_after,
    reorganised,
)
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.editing import usable_department_name
from kyosei_desktop.store.ledger import Ledger, Unit, new_id
from kyosei_desktop.store.plans import load_plan, plan_row
from kyosei_desktop.store.requests import ensure_part
from kyosei_desktop.store.revisions import held_revisions, refresh_fields, write_field
from kyosei_desktop.store.succession import load_abolished_names, present_departments
from kyosei_desktop.store.tables import DepartmentRow, FormerNameRow, RoundDepartmentRow, RoundRow, SuccessionRow
from kyosei_desktop.store.turning import take_turn, try_turn

_ABOLISHED = "abolished_department"

_FARTHEST_YEARS = 10
"""A day farther from the years of the report and from today is a slip of the keys."""


@dataclass(eq=False)
class DayTooFar(KyoseiError):
    """A reorganisation from a day that nobody can mean."""

    sentence: ClassVar[str] = N_(
        "新しい組織の最初の日（{day}）が報告書の年度からも今日からも離れすぎています。"
        "年を確かめて、前後{years}年の中で指定してください。"
    )
    day: str
    years: int


ChosenOwners = Mapping[InitiativeId, Sequence[str]]
"""Which of the departments that one was split into take over an initiative, by name."""


@dataclass(frozen=True, slots=True)
class OwnersChange:
    """An initiative whose owners change. `choices` are those to choose from where a department is split."""

    initiative: InitiativeId
    address: Address
    before: Sequence[str]
    after: Sequence[str]
    choices: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """What a reorganisation does, in names.

    Attributes:
        from_date: the first day with the new names.
        present: the departments after it, in their order; of them `added` are new.
        owners: the initiatives whose owners change, in printed order; a rename alone changes none.
        awaited: departments of before whose answers to the open round will count for those of today, in pairs.
        reopened: departments of today that are not accepted in the open round although one before them was.
    """

    from_date: date
    changes: Sequence[Change]
    present: Sequence[str]
    added: Sequence[str]
    abolished: Sequence[str]
    owners: Sequence[OwnersChange]
    awaited: Sequence[tuple[str, str]]
    reopened: Sequence[str]

    @property
    def heirs(self) -> Mapping[str, Sequence[str]]:
        """For whom the answers of each awaited department of before will count: of several, each for its own fields.

        One that was split and goes on under its name is an heir of its own.
        """
        found: dict[str, list[str]] = {}
        for before, now in self.awaited:
            found.setdefault(before, [before] if before in self.present else []).append(now)
        return found


def preview_reorganisation(
    ledger: Ledger, changes: Sequence[Change], from_date: date, *, chosen: ChosenOwners | None = None
) -> Reorganisation:
    """What `reorganise` would do.

    Raises:
        As `reorganise`.
    """
    return try_turn(ledger, lambda unit: _reorganise(unit, changes, from_date, chosen or {}, author=""))


def reorganise(
    ledger: Ledger, changes: Sequence[Change], from_date: date, *, chosen: ChosenOwners | None = None, author: str
) -> Generator[Step, None, Reorganisation]:
    """Rename, join and split departments, all changes in one act.

    A backup is made first; `turning.undo_turn` undoes it all while nothing has come since. Names that are no more go
    into the definition's rule on abolished departments, with which they travel.

    Args:
        changes: one after the other; a later one may speak of what an earlier one made.
        from_date: the first day with the new names, for the history; owners follow at once.
        chosen: for initiatives of departments that are split; the first of the new ones where none is chosen.

    Raises:
        OnlyInALedger, UnknownDepartment, DepartmentNameTaken, NoReorganisation, NotADepartmentName, DayTooFar,
        LedgerReadOnly.
    """

    def change(unit: Unit) -> Reorganisation:
        return _reorganise(unit, changes, from_date, chosen or {}, author=author)

    note = "、".join(change_label(one) for one in changes)
    return (yield from take_turn(ledger, ActKind.REORGANISED, change, note=note, author=author))


def change_label(change: Change) -> str:
    """A change in signs, such as 「A課＋B課→C課」."""
    match change:
        case Renaming():
            return f"{change.name}→{change.new_name}"
        case Joining():
            return f"{'＋'.join(change.names)}→{change.new_name}"
        case Splitting():
            return f"{change.name}→{'＋'.join(change.new_names)}"


def _reorganise(
    unit: Unit, changes: Sequence[Change], from_date: date, chosen: ChosenOwners, *, author: str
) -> Reorganisation:
    session = unit.session
    plan = load_plan(session)
    years = (*plan.years, unit.now.year)
    if not min(years) - _FARTHEST_YEARS <= from_date.year <= max(years) + _FARTHEST_YEARS:
        raise DayTooFar(day=unit.ledger.definition.shown_calendar.day(from_date), years=_FARTHEST_YEARS)
    changes = [_checked(one) for one in changes]
    done = reorganised(present_departments(session), changes, new_id)
    _store_departments(unit, done, from_date)
    owners = list(_change_owners(unit, plan, done, chosen, author=author))
    awaited, reopened = _carry_rounds_on(unit, done)
    _name_abolished(unit)
    session.flush()
    return Reorganisation(
        from_date=from_date,
        changes=tuple(changes),
        present=tuple(one.name for one in done.present),
        added=tuple(one.name for one in done.present if one.id in {new.id for new in done.added}),
        abolished=tuple(one.name for one in done.abolished),
        owners=owners,
        awaited=awaited,
        reopened=reopened,
    )


def _checked(change: Change) -> Change:
    """The change with new names that a department may have. Raises NotADepartmentName."""
    match change:
        case Renaming():
            return Renaming(change.name, usable_department_name(change.new_name))
        case Joining():
            return Joining(change.names, usable_department_name(change.new_name))
        case Splitting():
            return Splitting(change.name, [usable_department_name(one) for one in change.new_names])


def _store_departments(unit: Unit, done: Reorganised, from_date: date) -> None:
    session = unit.session
    known = {row.id: row for row in session.scalars(select(DepartmentRow))}
    for one in done.renamed:
        session.add(FormerNameRow(department_id=one.id, name=one.name, until=from_date))
    for position, one in enumerate(done.present):
        row = known.get(one.id)
        if row is None:
            session.add(DepartmentRow(id=one.id, name=one.name, position=position, begins_on=from_date, ends_on=None))
        else:
            row.name, row.position = one.name, position
    gone = [row for row in sorted(known.values(), key=lambda row: row.position) if row.ends_on is not None]
    for one in done.abolished:
        row = known.get(one.id)
        if row is None:  # one that this reorganisation itself made on the way
            row = DepartmentRow(id=one.id, name=one.name, position=0, begins_on=from_date)
            session.add(row)
        row.name, row.ends_on = one.name, from_date
        gone.append(row)
    for position, row in enumerate(gone, start=len(done.present)):
        row.position = position
    session.flush()
    for department, heirs in done.successors.items():
        for position, heir in enumerate(heirs):
            session.merge(SuccessionRow(predecessor_id=department, successor_id=heir, position=position))
    session.flush()


def _change_owners(
    unit: Unit, plan: Plan, done: Reorganised, chosen: ChosenOwners, *, author: str
) -> Sequence[OwnersChange]:
    found = []
    for measure in plan.measures:
        for initiative in measure.initiatives:
            heirs = [heir for one in initiative.departments for heir in leads_to(one, done.successors)]
            wanted = [done.named(name).id for name in chosen.get(initiative.id, ())]
            foreign = [one for one in wanted if one not in heirs]
            if foreign:
                known = "、".join(done.names(dict.fromkeys(heirs)))
                raise UnknownDepartment(name="、".join(done.names(foreign)), known=known)
            after = owners_after(initiative.departments, done.successors, wanted)
            is_split = any(len(leads_to(one, done.successors)) > 1 for one in initiative.departments)
            if after == tuple(initiative.departments) and not is_split:
                continue
            place = Field(FieldKind.DEPARTMENTS, measure.id, initiative.id)
            write_field(unit, place.id, Value("\n".join(after)), author=author, reason=_("組織改正"))
            found.append(
                OwnersChange(
                    initiative=initiative.id,
                    address=plan.address_of(place),
                    before=plan.names_of(initiative.departments),
                    after=done.names(after),
                    choices=done.names(dict.fromkeys(heirs)) if is_split else (),
                )
            )
    return found


def _carry_rounds_on(unit: Unit, done: Reorganised) -> tuple[list[tuple[str, str]], list[str]]:
    """Give successors a part in every round in which a department before them had one.

    A successor is accepted where all that it carries on were; otherwise what was held of them counts from now on.
    """
    session = unit.session
    open_rounds = set(session.scalars(select(RoundRow.id).where(RoundRow.is_open)))
    names = {row.id: row.name for row in session.scalars(select(DepartmentRow))}
    heirs = dict.fromkeys(heir for one in done.successors for heir in leads_to(one, done.successors))
    awaited: list[tuple[str, str]] = []
    reopened: list[str] = []
    for round_id in map(RoundId, session.scalars(select(RoundRow.id))):
        for heir in heirs:
            before = leading_to(heir, done.successors)[1:]
            parts = [session.get(RoundDepartmentRow, (round_id, one)) for one in before]
            asked = [one for one in parts if one is not None]
            if not asked:
                continue
            own = session.get(RoundDepartmentRow, (round_id, heir))
            accepted = [one.accepted_at for one in (*asked, *([own] if own is not None else []))]
            times = [one for one in accepted if one is not None]
            part = own or ensure_part(session, round_id, heir)
            part.accepted_at = max(times) if len(times) == len(accepted) else None
            session.flush()
            if part.accepted_at is None and times:
                _release_held(unit, round_id, heir)
            if round_id in open_rounds:
                awaited += [(names[one.department_id], names[heir]) for one in asked]
                reopened += [names[heir]] if part.accepted_at is None and times else []
    return awaited, reopened


def _release_held(unit: Unit, round_id: RoundId, heir: DepartmentId) -> None:
    held = held_revisions(unit.session, round_id, heir)
    for row in held:
        row.is_held = False
    refresh_fields(unit, {FieldId(row.field_id) for row in held})


def _name_abolished(unit: Unit) -> None:
    """Put the names that are no more into the definition, beside those that stood there already."""
    unit.session.flush()
    row = plan_row(unit.session)
    rules = dict(row.definition.get("rules", {}))
    rule = rules.get(_ABOLISHED, {"level": "warning"})
    names = {one["name"]: one.get("now", "") for one in rule.get("names", [])}
    present = {one.name for one in present_departments(unit.session)}
    names = {name: now for name, now in {**names, **load_abolished_names(unit.session)}.items() if name not in present}
    listed = [{"name": name, "now": now} if now else {"name": name} for name, now in names.items()]
    if listed != rule.get("names", []):
        rules[_ABOLISHED] = {**rule, "names": listed}
        row.definition = {**row.definition, "rules": rules}
