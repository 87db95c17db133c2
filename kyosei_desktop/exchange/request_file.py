"""The request file (照会ファイル, `.kyoq`): what the coordinator hands to one department.

It carries the department's part of the plan, the definition of the report, the fields that are asked for with the
revisions that their texts come from, and the key that signs every answer. The format is described in
`resources/schemas/request.schema.json`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.merge import RevisionId, SourceId
from kyosei_desktop.domain.plan import (
    Department,
    Field,
    FieldId,
    FieldKind,
    InitiativeId,
    MeasureId,
    PeriodId,
    Plan,
    Value,
)
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.container import (
    Container,
    ContainerKind,
    Manifest,
    read_container,
    time_text,
    verify_hmac,
    write_container,
)
from kyosei_desktop.exchange.refusals import ContentAltered, NotAuthentic, RequestNotUsable
from kyosei_desktop.exchange.request_plan import (
    department_document,
    department_from,
    numbers_from,
    plan_part_document,
    plan_part_from,
)
from kyosei_desktop.exchange.values import value_document, value_of
from kyosei_desktop.store.documents import DocumentNotValid, definition_of

_MEASURE_KINDS = (FieldKind.OUTCOME, FieldKind.RECORD)
"""What may be asked of a measure as a whole."""


@dataclass(frozen=True, slots=True)
class RequestRound:
    """The round (照会) that asks, as far as a department needs to know it."""

    id: RoundId
    year: FiscalYear
    period: PeriodId
    due_on: date


@dataclass(frozen=True, slots=True)
class RequestedField:
    """One field that is asked for.

    Attributes:
        heads: the revisions that `value` comes from, at least one.
        known: all revisions of the field that the ledger knew.
        value: what is shown to the department.
        note: what the coordinator says about it on a return.
        suggestion: a text offered for it, such as last year's plan; no answer until the department makes it one.
    """

    field: FieldId
    heads: Sequence[RevisionId]
    known: Sequence[RevisionId]
    value: Value
    is_required: bool
    note: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True)
class RequestFile:
    """The content of a request file.

    Attributes:
        plan: holds just the measures of which the department carries a part, and the departments named there.
        id: the request's id.
        made_at: UTC.
        is_return: whether it returns an incomplete answer (差戻し), for `reason`.
        key: 32 random bytes of this round and department.
        initiative_numbers: each initiative's place in the whole measure, from 1.
        fields: in printed order.
    """

    plan: Plan
    definition: Definition
    round: RequestRound
    department: Department
    id: SourceId
    made_at: datetime
    is_return: bool
    reason: str | None
    key: bytes
    initiative_numbers: Mapping[InitiativeId, int]
    fields: Sequence[RequestedField]

    @cached_property
    def places(self) -> Mapping[FieldId, Field]:
        """Where in the plan the requested fields are; years may lie beyond the plan's."""
        places = ((one.field, self._place(one.field)) for one in self.fields)
        return {field: place for field, place in places if place is not None}

    def _place(self, field: FieldId) -> Field | None:
        owner, *rest = field.split(".")
        measure, initiative = self._owners.get(owner, (None, None))
        if measure is None:
            return None
        match rest:
            case [kind] if initiative is None and kind in _MEASURE_KINDS:
                place = Field(FieldKind(kind), measure)
            case [year, period] if initiative is not None and year.isdecimal():
                if PeriodId(period) not in [one.id for one in self.definition.periods]:
                    return None
                place = Field(FieldKind.ENTRY, measure, initiative, FiscalYear(int(year)), PeriodId(period))
            case _rest:
                return None
        return place if place.id == field else None

    @cached_property
    def _owners(self) -> Mapping[str, tuple[MeasureId, InitiativeId | None]]:
        owners: dict[str, tuple[MeasureId, InitiativeId | None]] = {}
        for measure in self.plan.measures:
            owners[measure.id] = (measure.id, None)
            owners.update({one.id: (measure.id, one.id) for one in measure.initiatives})
        return owners


def write_request(request: RequestFile) -> bytes:
    """The bytes of a request file; the same for the same request.

    Raises:
        RequestNotUsable: its parts contradict each other, so that no work file could be made from it.
        DocumentNotValid, ContainerTooLarge: it breaks the limits of the format.
    """
    manifest = Manifest(
        kind=ContainerKind.REQUEST,
        plan=request.plan.id,
        round=request.round.id,
        department=request.department.id,
        request=request.id,
        work_file=None,
        made_at=request.made_at,
    )
    _check(request, manifest, _("照会ファイル"))
    return write_container(manifest, _payload(request), request.key)


def read_request(content: bytes, name: str) -> RequestFile:
    """The request that a file's bytes hold, verified with its own key.

    Args:
        content: the file's bytes.
        name: the file's name, for messages.

    Raises:
        FileRefused: with the sentence that says why; see `container.read_container`. RequestNotUsable where the
            file is well-formed and its parts contradict each other.
    """
    container = read_container(content, name, ContainerKind.REQUEST)
    try:
        verify_hmac(container, bytes.fromhex(container.payload["key"]))
    except NotAuthentic as error:
        raise ContentAltered(name=name) from error
    try:
        request = _request(container)
    except DocumentNotValid as error:
        raise RequestNotUsable(name=name, cause=f"{error.place}：{error.problem}") from error
    _check(request, container.manifest, name)
    return request


def _payload(request: RequestFile) -> dict[str, Any]:
    return {
        "definition": dict(request.definition.document),
        **plan_part_document(request.plan, request.initiative_numbers),
        "round": {
            "id": request.round.id,
            "year": request.round.year,
            "period": request.round.period,
            "due_on": request.round.due_on.isoformat(),
        },
        "department": department_document(request.department),
        "request": {
            "id": request.id,
            "made_at": time_text(request.made_at),
            "kind": "return" if request.is_return else "ask",
            "reason": request.reason,
        },
        "key": request.key.hex(),
        "fields": [
            {
                "id": one.field,
                "heads": list(one.heads),
                "known": list(one.known),
                **value_document(one.value),
                "required": one.is_required,
                "note": one.note,
                **({} if one.suggestion is None else {"suggestion": one.suggestion}),
            }
            for one in request.fields
        ],
    }


def _request(container: Container) -> RequestFile:
    payload, name = container.payload, container.name
    collection, head = payload["round"], payload["request"]
    return RequestFile(
        plan=plan_part_from(payload, name),
        definition=definition_of(payload["definition"], name),
        round=RequestRound(
            RoundId(collection["id"]),
            FiscalYear(collection["year"]),
            PeriodId(collection["period"]),
            date.fromisoformat(collection["due_on"]),
        ),
        department=department_from(payload["department"]),
        id=SourceId(head["id"]),
        made_at=datetime.fromisoformat(head["made_at"]),
        is_return=head["kind"] == "return",
        reason=head["reason"],
        key=bytes.fromhex(payload["key"]),
        initiative_numbers=numbers_from(payload),
        fields=tuple(_field(one, name) for one in payload["fields"]),
    )


def _field(document: Mapping[str, Any], name: str) -> RequestedField:
    return RequestedField(
        field=FieldId(document["id"]),
        heads=tuple(map(RevisionId, document["heads"])),
        known=tuple(map(RevisionId, document["known"])),
        value=value_of(document, document["id"], name),
        is_required=document["required"],
        note=document["note"],
        suggestion=document.get("suggestion"),
    )


def _check(request: RequestFile, manifest: Manifest, name: str) -> None:
    for cause in _contradictions(request, manifest):
        raise RequestNotUsable(name=name, cause=cause)


def _contradictions(request: RequestFile, manifest: Manifest) -> Iterator[str]:
    """What in a request cannot be true at once."""
    said = (request.plan.id, request.round.id, request.department.id, request.id, request.made_at)
    if said != (manifest.plan, manifest.round, manifest.department, manifest.request, manifest.made_at):
        yield _("見出しと中身が別の照会のものです")
    plan, periods = request.plan, {one.id for one in request.definition.periods}
    initiatives = [one for measure in plan.measures for one in measure.initiatives]
    yield from _repeated([one.id for one in plan.departments], _("担当課「{id}」が重なっています"))
    yield from _repeated([str(one.no) for one in plan.measures], _("施策の番号「{id}」が重なっています"))
    owners = [*(one.id for one in plan.measures), *(one.id for one in initiatives)]
    yield from _repeated(owners, _("施策か取組の識別子「{id}」が重なっています"))
    for measure in plan.measures:
        numbers = [request.initiative_numbers[one.id] for one in measure.initiatives]
        yield from _repeated(numbers, _("同じ施策の取組の番号「{id}」が重なっています"))
    yield from _repeated([one.field for one in request.fields], _("欄「{id}」が重なっています"))
    if list(plan.years) != sorted(plan.years):
        yield _("年度が小さい順に並んでいません")
    if request.department not in plan.departments:
        yield _("照会先の担当課が担当課の一覧にありません")
    if any(owner not in plan.department_names for one in initiatives for owner in one.departments):
        yield _("取組の担当課が担当課の一覧にありません")
    named = {request.round.period, *(period for one in initiatives for _year, period in one.entries)}
    for period in sorted(named - periods):
        yield _("期間「{id}」は様式にありません").format(id=period)
    for one in request.fields:
        if one.field not in request.places:
            yield _("欄「{id}」はこの照会の施策のものではありません").format(id=one.field)


def _repeated(ids: Sequence[object], sentence: str) -> Iterator[str]:
    for one, count in Counter(ids).items():
        if count > 1:
            yield sentence.format(id=one)
