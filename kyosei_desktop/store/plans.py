"""A plan in and out of the tables."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import (
    BlankReason,
    Department,
    DepartmentId,
    Field,
    FieldId,
    FieldKind,
    Initiative,
    InitiativeId,
    Measure,
    MeasureId,
    MeasureNumber,
    PeriodId,
    Plan,
    PlanId,
    Value,
)
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.tables import (
    DepartmentRow,
    FieldRow,
    InitiativeRow,
    MeasureRow,
    PlanRow,
    RevisionRow,
    table_of,
)


def plan_row(session: Session) -> PlanRow:
    """The ledger's one plan."""
    return session.scalars(select(PlanRow)).one()


def value_of(row: FieldRow | RevisionRow | Row[*tuple[Any, ...]]) -> Value:
    """The value that a row holds."""
    return Value(row.text, None if row.blank is None else BlankReason(row.blank))


_REVISION = table_of(RevisionRow).c
REVISION_COLUMNS = (
    _REVISION.sequence,
    _REVISION.hash,
    _REVISION.id,
    _REVISION.field_id,
    _REVISION.text,
    _REVISION.blank,
    _REVISION.after,
    _REVISION.origin,
    _REVISION.author,
    _REVISION.made_at,
    _REVISION.department_id,
    _REVISION.reason,
)
"""What `revision_of` reads, and the seal.

Bare rows: as objects that watch for changes, the revisions of a large plan would take four times as long.
"""


def revision_of(row: RevisionRow | Row[*tuple[Any, ...]]) -> Revision:
    """The revision that a row holds."""
    return Revision(
        id=RevisionId(row.id),
        field=FieldId(row.field_id),
        value=value_of(row),
        after=tuple(RevisionId(one) for one in row.after),
        origin=Origin(row.origin),
        author=row.author,
        made_at=row.made_at,
        department=None if row.department_id is None else DepartmentId(row.department_id),
        reason=row.reason,
    )


def place_of(row: FieldRow) -> Field:
    """The field that a row is about."""
    return Field(
        kind=FieldKind(row.kind),
        measure=MeasureId(row.measure_id),
        initiative=None if row.initiative_id is None else InitiativeId(row.initiative_id),
        year=None if row.year is None else FiscalYear(row.year),
        period=None if row.period is None else PeriodId(row.period),
    )


def store_plan(
    session: Session, plan: Plan, root_ids: Mapping[FieldId, RevisionId], *, author: str, now: datetime
) -> None:
    """Store departments, measures, initiatives and fields of a plan, each field with its root revision.

    Args:
        root_ids: ids of root revisions known elsewhere, in a work file those of the request's heads; the others get
            fresh ones.
    """
    session.execute(
        insert(DepartmentRow),
        [{"id": one.id, "name": one.name, "position": n} for n, one in enumerate(plan.departments)],
    )
    session.execute(insert(MeasureRow), [_measure_row(n, one) for n, one in enumerate(plan.measures)])
    session.execute(
        insert(InitiativeRow),
        [
            {"id": one.id, "measure_id": measure.id, "number": number}
            for measure in plan.measures
            for number, one in enumerate(measure.initiatives, start=1)
        ],
    )
    store_fields(session, ((place, plan.value(place)) for place in plan.fields()), root_ids, author=author, now=now)


def store_fields(
    session: Session,
    fields: Iterable[tuple[Field, Value]],
    root_ids: Mapping[FieldId, RevisionId],
    *,
    author: str,
    now: datetime,
) -> None:
    """Store new fields, each with its root revision."""
    field_rows: list[dict[str, object]] = []
    revision_rows: list[dict[str, object]] = []
    for place, value in fields:
        root_id = root_ids.get(place.id) or uuid.uuid4().hex
        said = {"text": value.text, "blank": value.blank and value.blank.value}
        field_rows.append(
            {
                "id": place.id,
                "measure_id": place.measure,
                "initiative_id": place.initiative,
                "kind": place.kind.value,
                "year": place.year,
                "period": place.period,
                "heads": [root_id],
                "is_conflict": False,
                **said,
            }
        )
        revision_rows.append(
            {
                "id": root_id,
                "field_id": place.id,
                "after": [],
                "origin": Origin.ROOT.value,
                "author": author,
                "made_at": now,
                "is_withdrawn": False,
                "is_held": False,
                **said,
            }
        )
    if field_rows:
        session.execute(insert(FieldRow), field_rows)
        session.execute(insert(RevisionRow), revision_rows)


def extend_plan(
    session: Session, plan: Plan, root_ids: Mapping[FieldId, RevisionId], *, author: str, now: datetime
) -> None:
    """Store what a newer state of the same plan has more: departments, measures, initiatives and fields.

    What is there already keeps its texts, and what the newer state no longer has stays, after the rest.

    Args:
        root_ids: as in `store_plan`.
    """
    for position, department in enumerate(plan.departments):
        session.merge(DepartmentRow(id=department.id, name=department.name, position=position))
    known = session.scalars(select(MeasureRow).order_by(MeasureRow.position)).all()
    for position, row in enumerate(known, start=len(plan.measures)):
        row.position = position
    for position, measure in enumerate(plan.measures):
        session.merge(MeasureRow(**_measure_row(position, measure)))
        session.flush()
        for number, initiative in enumerate(measure.initiatives, start=1):
            session.merge(InitiativeRow(id=initiative.id, measure_id=measure.id, number=number))
            # One that a newer state has in another measure takes its fields along.
            moved = update(FieldRow).where(FieldRow.initiative_id == initiative.id, FieldRow.measure_id != measure.id)
            session.execute(moved.values(measure_id=measure.id))
    session.flush()
    fields = set(session.scalars(select(FieldRow.id)))
    added = [(place, plan.value(place)) for place in plan.fields() if place.id not in fields]
    store_fields(session, added, root_ids, author=author, now=now)


def _measure_row(position: int, measure: Measure) -> dict[str, object]:
    return {
        "id": measure.id,
        "position": position,
        "no": str(measure.no),
        "no_is_text": isinstance(measure.no, str),
        "page": measure.page,
    }


_SHOWN = (
    FieldRow.initiative_id,
    FieldRow.measure_id,
    FieldRow.kind,
    FieldRow.year,
    FieldRow.period,
    FieldRow.text,
    FieldRow.blank,
)


def load_plan(session: Session) -> Plan:
    """The plan with the value shown of each field."""
    row = plan_row(session)
    places: dict[str, dict[FieldKind, str]] = defaultdict(dict)
    entries: dict[str, dict[tuple[FiscalYear, PeriodId], Value]] = defaultdict(dict)
    order = {period["id"]: n for n, period in enumerate(row.definition["periods"])}
    # Bare rows: as objects that watch for changes, all fields of a plan would take four times as long.
    fields = session.execute(select(*_SHOWN)).all()
    for one in sorted(fields, key=lambda one: (one.year or 0, order.get(one.period or "", -1))):
        owner = one.initiative_id or one.measure_id
        if one.kind == FieldKind.ENTRY.value:
            assert one.year is not None
            assert one.period is not None
            entries[owner][FiscalYear(one.year), PeriodId(one.period)] = value_of(one)
        else:
            places[owner][FieldKind(one.kind)] = one.text
    initiatives: dict[str, list[Initiative]] = defaultdict(list)
    for part in session.scalars(select(InitiativeRow).order_by(InitiativeRow.measure_id, InitiativeRow.number)):
        texts = places[part.id]
        initiatives[part.measure_id].append(
            Initiative(
                id=InitiativeId(part.id),
                content=texts[FieldKind.CONTENT],
                departments=departments_in(texts[FieldKind.DEPARTMENTS]),
                entries=entries[part.id],
            )
        )
    return Plan(
        id=PlanId(row.id),
        title=row.title,
        subtitle=row.subtitle,
        as_of=row.as_of,
        years=tuple(FiscalYear(year) for year in row.years),
        departments=load_departments(session),
        measures=tuple(
            Measure(
                id=MeasureId(one.id),
                no=number_of(one),
                page=one.page,
                name=places[one.id][FieldKind.NAME],
                outcome=places[one.id][FieldKind.OUTCOME],
                record=places[one.id][FieldKind.RECORD],
                initiatives=tuple(initiatives[one.id]),
            )
            for one in session.scalars(select(MeasureRow).order_by(MeasureRow.position))
        ),
    )


_DEPARTMENTS = select(DepartmentRow.id, DepartmentRow.name).order_by(DepartmentRow.position)


def load_departments(session: Session) -> tuple[Department, ...]:
    """All departments in the order of their first appearance."""
    return tuple(Department(DepartmentId(one.id), one.name) for one in session.execute(_DEPARTMENTS))


def departments_in(text: str) -> tuple[DepartmentId, ...]:
    """The ids that the value of a `DEPARTMENTS` field holds, one a line."""
    return tuple(DepartmentId(line) for line in text.split("\n") if line)


def number_of(row: MeasureRow) -> MeasureNumber:
    """The measure's number as the plan gives it."""
    return row.no if row.no_is_text else int(row.no)
