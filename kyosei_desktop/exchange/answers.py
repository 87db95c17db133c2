"""The list of answers that `fill --answers` and `edit --answers` take: fields named by number, and their texts.

The format is described in `resources/schemas/answers.schema.json`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId, Value
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.values import value_of
from kyosei_desktop.store.documents import DocumentNotValid, check_document, parse_json

_OF_MEASURES = (FieldKind.OUTCOME, FieldKind.RECORD, FieldKind.NAME)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to stand in the field of that address."""

    address: Address
    value: Value


def read_answers(content: bytes, name: str) -> list[Answer]:
    """The answers that a file holds, in its order.

    CR LF in a text becomes LF. Whether their fields exist is for the caller to check, and whether two addresses
    mean one field (№10 as number and as text, a single initiative named and left out).

    Args:
        content: UTF-8 JSON.
        name: the file's name, for messages.

    Raises:
        NotADocument, DocumentNotValid: with place and cure; also for a text that no field may hold, and for two
            answers to one address.
    """
    document = parse_json(content, name)
    check_document(document, "answers", name)
    assert isinstance(document, list)  # by its schema
    answers: dict[Address, Answer] = {}
    for number, one in enumerate(document):
        place = f"[{number}]"
        address = _address(one, place, name)
        if address in answers:
            problem = _("「{address}」への回答が重なっています").format(address=address)
            raise DocumentNotValid(name=name, place=place, problem=problem)
        answers[address] = Answer(address, _value(one, place, name))
    return list(answers.values())


def _address(document: Mapping[str, Any], place: str, name: str) -> Address:
    kind = FieldKind(document.get("field", FieldKind.ENTRY))
    year, period, initiative = (document.get(key) for key in ("year", "period", "initiative"))
    problem = None
    if kind is FieldKind.ENTRY and (year is None or period is None):
        problem = _("年度（year）と期間（period）の両方が要ります")
    elif kind is not FieldKind.ENTRY and not (year is None and period is None):
        problem = _("年度（year）と期間（period）は記載（entry）だけに付けます")
    if problem is not None:
        raise DocumentNotValid(name=name, place=place, problem=problem)
    return Address(
        measure=document["measure"],
        field=kind,
        initiative=None if kind in _OF_MEASURES else initiative,
        year=None if year is None else FiscalYear(year),
        period=None if period is None else PeriodId(period),
    )


def _value(document: Mapping[str, Any], place: str, name: str) -> Value:
    if "text" not in document and document.get("blank") is None:
        problem = _("文章（text）か空白の理由（blank）のどちらかが要ります")
        raise DocumentNotValid(name=name, place=place, problem=problem)
    try:
        text = clean_text(document.get("text", ""))
    except KyoseiError as error:
        raise DocumentNotValid(name=name, place=f"{place}.text", problem=str(error).rstrip("。.")) from error
    return value_of({"text": text, "blank": document.get("blank")}, place, name)
