"""Edits of single fields: the coordinator's own, and a clerk's in a work file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import Address, DepartmentId, Field, FieldId, FieldKind, Plan, Value
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.store.ledger import Ledger, Unit, new_id
from kyosei_desktop.store.revisions import ensure_fields, root_of, write_field
from kyosei_desktop.store.seen_revisions import Seen
from kyosei_desktop.store.succession import DepartmentIsNoMore, names_of_heirs, present_departments
from kyosei_desktop.store.tables import DepartmentRow, DraftRow

MAX_DEPARTMENT_NAME = 200
"""Characters in a department's name (resources/schemas/common.schema.json, `department_name`)."""


@dataclass(eq=False)
class NoSuchField(KyoseiError):
    """An address that the plan does not have."""

    sentence: ClassVar[str] = N_(
        "欄「{address}」はこの計画にありません。施策の番号、取組の番号、年度、期間を確かめてください。"
    )
    address: str


@dataclass(eq=False)
class NoDepartmentNamed(KyoseiError):
    """An initiative would be left without a department."""

    sentence: ClassVar[str] = N_("担当課が空です。担当課の名前を一行に一つずつ書いてください。")


@dataclass(eq=False)
class NotADepartmentName(KyoseiError):
    """A department would get a name that no file could carry."""

    sentence: ClassVar[str] = N_(
        "担当課の名前「{name}」は使えません。タブなどの制御文字を入れずに、{limit}字までにしてください。"
    )
    name: str
    limit: int


@dataclass(eq=False)
class FieldGivenTwice(KyoseiError):
    """Two texts are given for one field, so that one of them would silently win."""

    sentence: ClassVar[str] = N_("欄「{address}」への文が重なっています。一つの欄には一つだけ書いてください。")
    address: str


def refuse_if_given_twice(plan: Plan, places: Iterable[Field]) -> None:
    """Make sure that no field is named twice, №10 as number and as text, say. Raises FieldGivenTwice."""
    for place, count in Counter(places).items():
        if count > 1:
            raise FieldGivenTwice(address=str(plan.address_of(place)))


def find_field(ledger: Ledger, plan: Plan, address: Address) -> Field:
    """The field at an address whose year and period the plan knows. Raises NoSuchField."""
    place = plan.field_at(address)
    known_periods = {one.id for one in ledger.definition.periods}
    if place is None or (place.period is not None and place.period not in known_periods):
        raise NoSuchField(address=str(address))
    if place.year is not None and place.year not in plan.years:
        # a plan for the year after the last one shown exists only once a round has asked for it
        initiative = next(one for one in plan.measure(place.measure).initiatives if one.id == place.initiative)
        if (place.year, place.period) not in initiative.entries:
            raise NoSuchField(address=str(address))
    return place


def edit_fields(
    ledger: Ledger,
    edits: Sequence[tuple[Address, Value]],
    *,
    author: str,
    reason: str | None = None,
    seen: Seen | None = None,
) -> list[FieldId]:
    """The coordinator's own edits, all or none: each a revision after what its author saw.

    The text of a `DEPARTMENTS` field holds names, one a line; names not known yet become new departments.

    Args:
        seen: what the author had before their eyes, where other desks may have written since: what they wrote is not
            overwritten but in conflict. None means the heads of this moment.

    Returns:
        The fields whose value or conflict changed.

    Raises:
        NoSuchField, FieldGivenTwice, NoDepartmentNamed, NotADepartmentName, DepartmentIsNoMore, NotAcceptableText,
        TextTooLong.
    """
    plan = ledger.plan()
    chosen = [(find_field(ledger, plan, address), value) for address, value in edits]
    refuse_if_given_twice(plan, (place for place, _ in chosen))
    with ledger.begin() as unit:
        ensure_fields(unit, (place for place, _ in chosen), author=author)
        changed = []
        for place, value in chosen:
            value = Value(clean_text(value.text), value.blank)
            if place.kind is FieldKind.DEPARTMENTS:
                value = Value("\n".join(departments_named(unit, value.text.split("\n"))))
            before = None if seen is None else seen.get(place.id) or root_of(unit.session, place.id)
            if write_field(unit, place.id, value, author=author, reason=reason, seen=before):
                changed.append(place.id)
        unit.commit()
    return changed


def departments_named(unit: Unit, names: Iterable[str]) -> list[DepartmentId]:
    """The departments of today of those names, in their order, each once; names not known yet become new ones.

    Raises:
        NoDepartmentNamed, NotADepartmentName, DepartmentIsNoMore.
    """
    known = {one.name: one.id for one in present_departments(unit.session)}
    no_more = names_of_heirs(unit.session)
    found: list[DepartmentId] = []
    for name in filter(None, (name.strip() for name in names)):
        if name not in known:
            if name in no_more:
                raise DepartmentIsNoMore(name=name, now="、".join(no_more[name]))
            usable_department_name(name)
            position = (unit.session.scalar(select(func.max(DepartmentRow.position))) or 0) + 1
            known[name] = DepartmentId(new_id())
            unit.session.add(DepartmentRow(id=known[name], name=name, position=position))
            unit.session.flush()
        if known[name] not in found:
            found.append(known[name])
    if not found:
        raise NoDepartmentNamed
    return found


def usable_department_name(name: str) -> str:
    """A new department's name without blanks around it. Raises NotADepartmentName, NotAcceptableText."""
    name = clean_text(name).strip()
    if not 0 < len(name) <= MAX_DEPARTMENT_NAME or "\t" in name or "\n" in name:
        raise NotADepartmentName(name=name[:MAX_DEPARTMENT_NAME], limit=MAX_DEPARTMENT_NAME)
    return name


def answer_field(ledger: Ledger, field: FieldId, value: Value, *, author: str) -> bool:
    """A clerk leaves a field: its text becomes a revision and its draft goes. Whether anything changed.

    Args:
        ledger: a work file.

    Raises:
        NotAcceptableText, TextTooLong.
    """
    return bool(answer_fields(ledger, {field: value}, author=author))


def answer_fields(ledger: Ledger, answers: Mapping[FieldId, Value], *, author: str) -> list[FieldId]:
    """A clerk fills several fields in one act, all or none, each as `answer_field` does; those that changed."""
    department = ledger.head.department
    assert department is not None, "only a work file is answered"
    cleaned = {field: Value(clean_text(value.text), value.blank) for field, value in answers.items()}
    with ledger.begin() as unit:
        changed = []
        for field, value in cleaned.items():
            if write_field(unit, field, value, author=author, department=department):
                changed.append(field)
            draft = unit.session.get(DraftRow, field)
            if draft is not None:
                unit.session.delete(draft)
        unit.commit()
    return changed
