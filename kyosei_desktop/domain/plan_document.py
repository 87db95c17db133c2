"""The plan document: a whole plan as one JSON object, in and out without losing a character.

Its shape is `resources/schemas/plan.schema.json`; a document has passed it before it gets here.
"""

import json
from collections.abc import Callable, Mapping
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
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.domain.years import FiscalYear


def plan_from_document(document: Mapping[str, Any], new_id: Callable[[], str]) -> Plan:
    """A plan with new ids. Departments of one name are one department.

    Args:
        document: has passed the plan schema.
        new_id: gives a fresh id at each call.

    Raises:
        NotAcceptableText, TextTooLong: a text breaks the limits of `domain.text`.
    """
    departments: dict[str, Department] = {}
    measures = []
    for measure in document["measures"]:
        initiatives = []
        for initiative in measure["initiatives"]:
            owners = [clean_text(name) for name in initiative["departments"]]
            for name in owners:
                if name not in departments:
                    departments[name] = Department(DepartmentId(new_id()), name)
            initiatives.append(
                Initiative(
                    id=InitiativeId(new_id()),
                    content=clean_text(initiative["content"]),
                    departments=tuple(departments[name].id for name in owners),
                    entries=_entries(initiative),
                )
            )
        measures.append(
            Measure(
                id=MeasureId(new_id()),
                no=clean_text(measure["no"]) if isinstance(measure["no"], str) else measure["no"],
                page=measure.get("page"),
                name=clean_text(measure["name"]),
                outcome=clean_text(measure["outcome"]),
                record=clean_text(measure["record"]),
                initiatives=tuple(initiatives),
            )
        )
    return Plan(
        id=PlanId(new_id()),
        title=clean_text(document["title"]),
        subtitle=_clean_or_none(document.get("subtitle")),
        as_of=_clean_or_none(document.get("as_of")),
        years=tuple(FiscalYear(year) for year in document["years"]),
        departments=tuple(departments.values()),
        measures=tuple(measures),
    )


def _clean_or_none(text: str | None) -> str | None:
    return None if text is None else clean_text(text)


def _entries(initiative: Mapping[str, Any]) -> dict[tuple[FiscalYear, PeriodId], Value]:
    entries = {
        (FiscalYear(int(year)), PeriodId(period)): Value(clean_text(text))
        for year, cells in initiative["years"].items()
        for period, text in cells.items()
    }
    for year, reasons in initiative.get("blanks", {}).items():
        for period, reason in reasons.items():
            cell = FiscalYear(int(year)), PeriodId(period)
            if not entries.get(cell, Value()).text:
                entries[cell] = Value(blank=BlankReason(reason))
    return entries


def plan_to_document(plan: Plan) -> dict[str, Any]:
    """The plan as its document. Cells of years that the plan does not show appear unless they are empty."""
    return {
        "title": plan.title,
        "subtitle": plan.subtitle,
        "as_of": plan.as_of,
        "years": list(plan.years),
        "measures": [
            {
                "no": measure.no,
                "page": measure.page,
                "name": measure.name,
                "outcome": measure.outcome,
                "record": measure.record,
                "initiatives": [_initiative_document(plan, one) for one in measure.initiatives],
            }
            for measure in plan.measures
        ],
    }


def _initiative_document(plan: Plan, initiative: Initiative) -> dict[str, Any]:
    years: dict[str, dict[str, str]] = {}
    blanks: dict[str, dict[str, str]] = {}
    for (year, period), value in sorted(initiative.entries.items(), key=lambda item: item[0][0]):
        if year in plan.years or value != Value():
            years.setdefault(str(year), {})[period] = value.text
        if value.blank is not None:
            blanks.setdefault(str(year), {})[period] = value.blank.value
    document: dict[str, Any] = {
        "departments": plan.names_of(initiative.departments),
        "content": initiative.content,
        "years": years,
    }
    if blanks:
        document["blanks"] = blanks
    return document


def plan_document_text(plan: Plan) -> str:
    """The plan document as the file holds it: one space a level, characters as they are, LF at the end."""
    return json.dumps(plan_to_document(plan), ensure_ascii=False, indent=1) + "\n"
