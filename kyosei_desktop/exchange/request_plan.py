"""A department's part of the plan as a request carries it: with ids, and each initiative's place in its measure."""

from collections.abc import Iterable, Mapping
from typing import Any

from kyosei_desktop.domain.plan import (
    BlankReason,
    Department,
    DepartmentId,
    Initiative,
    InitiativeId,
    Measure,
    MeasureId,
    PeriodId,
    Plan,
    PlanId,
    Value,
)
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.documents import check_blanks
from kyosei_desktop.store.json_places import JsonPath


def plan_part_document(plan: Plan, numbers: Mapping[InitiativeId, int]) -> dict[str, Any]:
    """The keys `plan`, `departments` and `measures` of a request's payload.

    Args:
        numbers: each initiative's place in the whole measure, from 1.
    """
    return {
        "plan": {
            "id": plan.id,
            "title": plan.title,
            "subtitle": plan.subtitle,
            "as_of": plan.as_of,
            "years": list(plan.years),
        },
        "departments": [department_document(one) for one in plan.departments],
        "measures": [
            {
                "id": measure.id,
                "no": measure.no,
                "page": measure.page,
                "name": measure.name,
                "outcome": measure.outcome,
                "record": measure.record,
                "initiatives": [_initiative_document(one, numbers[one.id]) for one in measure.initiatives],
            }
            for measure in plan.measures
        ],
    }


def department_document(department: Department) -> dict[str, Any]:
    """A department's keys."""
    return {"id": department.id, "name": department.name}


def _initiative_document(initiative: Initiative, number: int) -> dict[str, Any]:
    years: dict[str, dict[str, str]] = {}
    blanks: dict[str, dict[str, str]] = {}
    for (year, period), value in initiative.entries.items():
        years.setdefault(str(year), {})[period] = value.text
        if value.blank is not None:
            blanks.setdefault(str(year), {})[period] = value.blank.value
    document: dict[str, Any] = {
        "id": initiative.id,
        "number": number,
        "content": initiative.content,
        "departments": list(initiative.departments),
        "years": years,
    }
    if blanks:
        document["blanks"] = blanks
    return document


def plan_part_from(payload: Mapping[str, Any], name: str) -> Plan:
    """The plan that holds just a request's measures.

    Args:
        payload: has passed the request schema.
        name: the file's name, for messages.

    Raises:
        DocumentNotValid: a cell has both a text and a reason for being blank.
    """
    head = payload["plan"]
    return Plan(
        id=PlanId(head["id"]),
        title=head["title"],
        subtitle=head["subtitle"],
        as_of=head["as_of"],
        years=tuple(map(FiscalYear, head["years"])),
        departments=tuple(map(department_from, payload["departments"])),
        measures=tuple(
            Measure(
                id=MeasureId(measure["id"]),
                no=measure["no"],
                page=measure["page"],
                name=measure["name"],
                outcome=measure["outcome"],
                record=measure["record"],
                initiatives=tuple(_initiatives_from(measure["initiatives"], ("measures", number), name)),
            )
            for number, measure in enumerate(payload["measures"])
        ),
    )


def department_from(document: Mapping[str, Any]) -> Department:
    """The department that these keys name."""
    return Department(DepartmentId(document["id"]), document["name"])


def numbers_from(payload: Mapping[str, Any]) -> dict[InitiativeId, int]:
    """Each initiative's place in the whole measure, from 1."""
    return {
        InitiativeId(initiative["id"]): initiative["number"]
        for measure in payload["measures"]
        for initiative in measure["initiatives"]
    }


def _initiatives_from(documents: Iterable[Mapping[str, Any]], place: JsonPath, name: str) -> Iterable[Initiative]:
    for number, document in enumerate(documents):
        check_blanks(document["years"], document.get("blanks", {}), (*place, "initiatives", number), name)
        yield Initiative(
            id=InitiativeId(document["id"]),
            content=document["content"],
            departments=tuple(map(DepartmentId, document["departments"])),
            entries=_entries_from(document),
        )


def _entries_from(document: Mapping[str, Any]) -> dict[tuple[FiscalYear, PeriodId], Value]:
    entries = {
        (FiscalYear(int(year)), PeriodId(period)): Value(text)
        for year, cells in document["years"].items()
        for period, text in cells.items()
    }
    for year, reasons in document.get("blanks", {}).items():
        for period, reason in reasons.items():
            entries[FiscalYear(int(year)), PeriodId(period)] = Value("", BlankReason(reason))
    return entries
