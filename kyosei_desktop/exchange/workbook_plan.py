"""A plan out of a workbook in the layout of an official report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from openpyxl import Workbook

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import FieldKind, MeasureNumber
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.exchange.definitions import definitions_at_hand, find_definition
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.workbook_layout import BookField, BookMeasure, Recognised, names_in, number_key, recognise

_AS_OF = re.compile(r"(?:現在|時点)$|[0-9０-９元]+年.*[0-9０-９]+月.*[0-9０-９]+日")


@dataclass(eq=False)
class BookNotReadable(FileRefused):
    """A part of a report that is to become a plan cannot be read, so that the plan would lack it."""

    sentence: ClassVar[str] = N_("「{name}」の {place} を読み取れません：{problem}直して保存し直してください。")
    place: str
    problem: str


def recognise_any(book: Workbook, name: str) -> tuple[Recognised, Definition] | None:
    """The report in a book, by the definition at hand that fits it best; None where none does.

    Raises:
        SeveralReports, ColumnTwice, and what is wrong with a definition of the city's own.
    """
    found = []
    for one in definitions_at_hand():
        definition = find_definition(one)
        recognised = recognise(book, definition, name)
        if recognised is not None:
            found.append((recognised, definition))
    return min(found, key=lambda pair: _misfit(pair[0]), default=None)


def plan_document_of(recognised: Recognised, definition: Definition, file: Path) -> dict[str, Any]:
    """The plan document of a report. Reasons for blanks, which nobody prints, are not in it.

    Raises:
        BookNotReadable: something in it is no text, or its rows contradict themselves.
    """
    title, subtitle, as_of = _head(recognised, file)
    pages = list(_pages(recognised))
    return {
        "title": title,
        "subtitle": subtitle,
        "as_of": as_of,
        "years": list(recognised.years),
        "measures": [
            _measure(one, page, definition, file.name) for one, page in zip(recognised.measures, pages, strict=True)
        ],
    }


def _misfit(recognised: Recognised) -> tuple[int, int]:
    problems = sum(one.problem is not None for one in recognised.measures)
    return problems, len(recognised.missing_columns)


def _head(recognised: Recognised, file: Path) -> tuple[str, str | None, str | None]:
    notes = recognised.notes
    if notes is not None:
        printed = "　".join(one for one in (notes.title, notes.subtitle, notes.as_of) if one)
        if fold_notation(printed) == fold_notation(recognised.heading):
            return notes.title, notes.subtitle, notes.as_of
    parts = [one for one in recognised.heading.split("　") if one]
    as_of = parts.pop() if len(parts) > 1 and _AS_OF.search(parts[-1]) else None
    return "　".join(parts) or file.stem, None, as_of


def _pages(recognised: Recognised) -> Iterator[int | None]:
    """The measures' manual pages: as the book notes them, else as breaks stand in the sheet."""
    measures, notes = recognised.measures, recognised.notes
    if notes is not None and len(notes.pages) == len(measures):
        yield from notes.pages
        return
    breaks = {one.row for one in measures} & set(recognised.page_rows)
    for one in measures:
        yield 1 + sum(row <= one.row for row in breaks) if breaks else None


def _measure(measure: BookMeasure, page: int | None, definition: Definition, name: str) -> dict[str, Any]:
    if measure.problem is not None:
        raise BookNotReadable(name=name, place=f"№{measure.label}", problem=measure.problem)
    for text in measure.texts.values():
        if text.problem is not None:
            raise BookNotReadable(name=name, place=text.place, problem=text.problem)
    document: dict[str, Any] = {"no": _number(measure.label, definition), "page": page}
    for kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD):
        document[kind.value] = _text(measure, BookField(kind))
    document["initiatives"] = [_initiative(measure, position) for position in range(measure.initiatives)]
    return document


def _number(label: str, definition: Definition) -> MeasureNumber:
    """An integer where the definition prints one so; else the text."""
    key = number_key(label)
    is_integer = key.isascii() and key.isdecimal() and label in (key, definition.number_label(int(key)))
    return int(key) if is_integer else label


def _initiative(measure: BookMeasure, position: int) -> dict[str, Any]:
    years: dict[str, dict[str, str]] = {}
    for field, text in measure.texts.items():
        if field.kind is FieldKind.ENTRY and field.initiative == position:
            assert field.period is not None
            years.setdefault(str(field.year), {})[field.period] = text.text
    return {
        "departments": names_in(_text(measure, BookField(FieldKind.DEPARTMENTS, position))),
        "content": _text(measure, BookField(FieldKind.CONTENT, position)),
        "years": years,
    }


def _text(measure: BookMeasure, field: BookField) -> str:
    """What stands there; nothing where the sheet has no such column."""
    found = measure.texts.get(field)
    return "" if found is None else found.text
