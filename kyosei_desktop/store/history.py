"""The history of fields: every change, by whom, when and why, and whether it counts now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import Address, DepartmentId, FieldId, MeasureNumber, Value
from kyosei_desktop.store.former_numbers import now_numbered
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import number_of, place_of, revision_of
from kyosei_desktop.store.tables import (
    FieldRow,
    InitiativeRow,
    MeasureRow,
    RevisionRow,
    SubmissionRevisionRow,
    SubmissionRow,
)


class Standing(StrEnum):
    """Whether a revision counts now."""

    HEAD = "head"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    HELD = "held"


_STANDINGS = {
    Standing.HEAD: N_("今の値"),
    Standing.SUPERSEDED: N_("後の変更あり"),
    Standing.WITHDRAWN: N_("元に戻した"),
    Standing.HELD: N_("受理後（保留）"),
}


def standing_label(standing: Standing) -> str:
    """Such as 「今の値」."""
    return _(_STANDINGS[standing])


def named_departments(value: Value, names: Mapping[DepartmentId, str]) -> Value:
    """What a field of departments says: their names in the place of their ids."""
    ids = [DepartmentId(one) for one in value.text.split("\n") if one]
    return Value("\n".join(names.get(one, one) for one in ids))


@dataclass(frozen=True, slots=True)
class Change:
    """One revision with its place in the plan. `source` is the name of the file that brought it first."""

    address: Address
    revision: Revision
    standing: Standing
    source: str | None


def list_changes(ledger: Ledger, measure: MeasureNumber | None = None) -> Sequence[Change]:
    """All revisions but the roots nobody has touched, in order of arrival.

    Args:
        measure: only those of the measure of that number, or of those that once had it: 旧12.
    """
    with ledger.reading() as session:
        plan = ledger.plan()
        addresses = {place.id: plan.address_of(place) for place in plan.fields()}
        if measure is not None:
            wanted = {str(no) for no in (measure, *now_numbered(session, str(measure)))}
            addresses = {field: one for field, one in addresses.items() if str(one.measure) in wanted}
        sources: dict[str, str] = {}
        brought = (
            select(SubmissionRevisionRow.revision_id, SubmissionRow.file_name)
            .join(SubmissionRow, SubmissionRow.id == SubmissionRevisionRow.submission_id)
            .order_by(SubmissionRow.sequence.desc())
        )
        for revision_id, name in session.execute(brought):
            sources[revision_id] = name
        heads = {one for heads in session.scalars(select(FieldRow.heads)) for one in heads}
        rows = session.scalars(select(RevisionRow).order_by(RevisionRow.sequence)).all()
        touched = {row.field_id for row in rows if row.origin != Origin.ROOT.value}
        return [
            Change(addresses[FieldId(row.field_id)], revision_of(row), _standing(row, heads), sources.get(row.id))
            for row in rows
            if row.field_id in touched and FieldId(row.field_id) in addresses
        ]


def list_field_changes(ledger: Ledger, field: FieldId) -> Sequence[Change]:
    """All revisions of one field, its root too, in order of arrival. Nothing for a field that does not exist."""
    with ledger.reading() as session:
        row = session.get(FieldRow, field)
        if row is None:
            return []
        address = _address_of(session, row)
        rows = session.scalars(
            select(RevisionRow).where(RevisionRow.field_id == field).order_by(RevisionRow.sequence)
        ).all()
        brought = (
            select(SubmissionRevisionRow.revision_id, SubmissionRow.file_name)
            .join(SubmissionRow, SubmissionRow.id == SubmissionRevisionRow.submission_id)
            .where(SubmissionRevisionRow.revision_id.in_([one.id for one in rows]))
            .order_by(SubmissionRow.sequence.desc())
        )
        sources = {one.revision_id: one.file_name for one in session.execute(brought)}
        return [Change(address, revision_of(one), _standing(one, set(row.heads)), sources.get(one.id)) for one in rows]


def _address_of(session: Session, row: FieldRow) -> Address:
    """A field's name for people, without reading the whole plan."""
    place, number = place_of(row), None
    measure = session.get_one(MeasureRow, row.measure_id)
    if place.initiative is not None:
        chosen = select(InitiativeRow.id).where(InitiativeRow.measure_id == row.measure_id)
        number = 1 + list(session.scalars(chosen.order_by(InitiativeRow.number))).index(place.initiative)
    return Address(number_of(measure), place.kind, number, place.year, place.period)


def _standing(row: RevisionRow, heads: set[str]) -> Standing:
    if row.is_withdrawn:
        return Standing.WITHDRAWN
    if row.is_held:
        return Standing.HELD
    return Standing.HEAD if RevisionId(row.id) in heads else Standing.SUPERSEDED
