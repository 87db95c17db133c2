"""The list of answers that `fill --answers` and `edit --answers` take: fields named by number, and their texts.

The format is described in `resources/schemas/answers.schema.json`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, PeriodId, Value
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.documents import check_document, parse_json, refusal

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
    check_document(document, "answers", name, content)
    assert isinstance(document, list)  # by its schema
    answers: dict[Address, Answer] = {}
    for number, one in enumerate(document):
        problem = _problem_of(one)
        if problem is not None:
            raise refusal(name, (number,), problem, content)
        address = _address(one)
        if address in answers:
            problem = _("「{address}」への回答が重なっています。一つだけにしてください").format(address=address)
            raise refusal(name, (number,), problem, content)
        try:
            text = clean_text(one.get("text", ""))
        except KyoseiError as error:
            raise refusal(name, (number, "text"), str(error).rstrip("。."), content) from error
        blank = one.get("blank")
        answers[address] = Answer(address, Value(text, None if blank is None else BlankReason(blank)))
    return list(answers.values())


def _problem_of(document: Mapping[str, Any]) -> str | None:
    """What the schema cannot say about one answer; None where all is well."""
    is_entry = FieldKind(document.get("field", FieldKind.ENTRY)) is FieldKind.ENTRY
    year, period, text, blank = (document.get(key) for key in ("year", "period", "text", "blank"))
    if is_entry and (year is None or period is None):
        return _("年度（year）と期間（period）の両方が要ります")
    if not is_entry and not (year is None and period is None):
        return _("年度（year）と期間（period）は記載（entry）だけに付けてください")
    if text is None and blank is None:
        return _("文章（text）か空白の理由（blank）のどちらかが要ります")
    if text and blank is not None:
        return _("文章のある欄に、空白の理由が付いています。どちらか一つにしてください")
    return None


def _address(document: Mapping[str, Any]) -> Address:
    kind = FieldKind(document.get("field", FieldKind.ENTRY))
    year, period, initiative = (document.get(key) for key in ("year", "period", "initiative"))
    return Address(
        measure=document["measure"],
        field=kind,
        initiative=None if kind in _OF_MEASURES else initiative,
        year=None if year is None else FiscalYear(year),
        period=None if period is None else PeriodId(period),
    )
