"""All that a ledger holds as one plain document, for programs that are written long after this one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.domain.plan_document import plan_to_document
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import number_of
from kyosei_desktop.store.tables import (
    AcknowledgementRow,
    ActRow,
    Base,
    DepartmentRow,
    FieldRow,
    FormerNameRow,
    FormerNumberRow,
    LinkRow,
    MeasureRow,
    PlanRow,
    RequestFieldRow,
    RequestRow,
    RevisionRow,
    RoundDepartmentRow,
    RoundRow,
    SubmissionRevisionRow,
    SubmissionRow,
    SuccessionRow,
)

ARCHIVE_VERSION = 1

_PLAIN: Mapping[str, tuple[type[Base], Sequence[str]]] = {
    "departments": (DepartmentRow, ()),
    "former_names": (FormerNameRow, ("sequence",)),
    "successions": (SuccessionRow, ()),
    "former_numbers": (FormerNumberRow, ("sequence",)),
    "rounds": (RoundRow, ()),
    # The key would let whoever holds the archive answer in a department's name.
    "round_departments": (RoundDepartmentRow, ("key",)),
    "requests": (RequestRow, ()),
    "request_fields": (RequestFieldRow, ()),
    "submissions": (SubmissionRow, ()),
    "acknowledgements": (AcknowledgementRow, ("sequence",)),
    "acts": (ActRow, ()),
    "links": (LinkRow, ()),
}
"""What is archived as the tables have it: by key the rows, and the columns left out."""


def archive_document(ledger: Ledger) -> Mapping[str, Any]:
    """The document: the plan as it is, and for each field all of its revisions with its name in words.

    Left out are keys, drafts, suggestions, and what the undo of a turn takes: no history, and of use to this program
    only. Moments are UTC.
    """
    definition = ledger.definition
    with ledger.reading() as session:
        plan = ledger.plan()
        head = session.scalars(select(PlanRow)).one()
        revisions = _revisions(session)
        shown = {row.id: row for row in session.scalars(select(FieldRow))}
        places = {place.id: place for place in plan.fields()}
        fields = []
        for field, place in places.items():
            address, row = plan.address_of(place), shown[field]
            fields.append(
                {
                    "id": field,
                    "label": field_label(definition, address, definition.calendar),
                    "measure_id": place.measure,
                    "initiative_id": place.initiative,
                    "measure": address.measure,
                    "initiative": address.initiative,
                    "kind": place.kind.value,
                    "year": place.year,
                    "period": place.period,
                    "text": row.text,
                    "blank": row.blank,
                    "is_conflict": row.is_conflict,
                    "revisions": revisions[field],
                }
            )
        return {
            "format": "kyosei archive",
            "version": ARCHIVE_VERSION,
            "written_at": ledger.clock().isoformat(),
            "plan_id": head.id,
            "created_at": head.created_at.isoformat(),
            "is_work_file": head.work_file is not None,
            "plan": plan_to_document(plan),
            "definition": head.definition,
            "measures": [
                {"id": one.id, "no": number_of(one)}
                for one in session.scalars(select(MeasureRow).order_by(MeasureRow.position))
            ],
            "fields": fields,
            **{key: _table(session, row, left_out) for key, (row, left_out) in _PLAIN.items()},
        }


def _revisions(session: Session) -> Mapping[FieldId, list[Mapping[str, Any]]]:
    """By field its revisions in the order of their arrival."""
    brought: dict[str, list[str]] = defaultdict(list)
    for link in session.scalars(select(SubmissionRevisionRow).order_by(SubmissionRevisionRow.submission_id)):
        brought[link.revision_id].append(link.submission_id)
    found: dict[FieldId, list[Mapping[str, Any]]] = defaultdict(list)
    for row in session.scalars(select(RevisionRow).order_by(RevisionRow.sequence)):
        said = _document(row, ("sequence", "field_id"))
        found[FieldId(row.field_id)].append({**said, "submissions": brought[row.id]})
    return found


def _table(session: Session, row: type[Base], left_out: Sequence[str]) -> list[Mapping[str, Any]]:
    keys = inspect(row).primary_key
    return [_document(one, left_out) for one in session.scalars(select(row).order_by(*keys))]


def _document(row: Base, left_out: Sequence[str]) -> dict[str, Any]:
    names = [one.name for one in row.__table__.columns if one.name not in left_out]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
