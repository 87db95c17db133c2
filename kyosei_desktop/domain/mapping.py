"""A mapping: how a foreign workbook is to be read, sheet by sheet and column by column.

Its document is `resources/schemas/mapping.schema.json`; a mapping is saved, edited by hand and used again for
the next year's book.
"""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.years import FiscalYear

YEAR, DEPARTMENT = "{year}", "{department}"
"""What stands in a sheet's name or a heading for whatever year, or in a sheet's name for whatever department."""


class Holds(StrEnum):
    """What the cells of a column hold, or those beside a row label."""

    NO = "no"
    NAME = "name"
    CONTENT = "content"
    DEPARTMENTS = "departments"
    OUTCOME = "outcome"
    RECORD = "record"
    PERIOD = "period"
    """Labels of rows, such as 予定 or 上期."""
    YEAR = "year"
    """The fiscal year of each row."""
    ENTRY = "entry"
    IGNORE = "ignore"
    """Nothing that a plan has a place for; what stands there is listed and not taken."""


class Numbering(StrEnum):
    """Whether measures keep the numbers they have in the book or are counted from 1."""

    KEEP = "keep"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column of a sheet.

    `column` is its letter in the book that the mapping was made of; in another book it is found by its `heading`:
    the texts of its header rows joined by LF, in NFKC, with `{year}` for a fiscal year. `year` and `period` are
    those of entries; None leaves them to the heading or to the row's own label.
    """

    column: str
    heading: str
    holds: Holds
    year: FiscalYear | None = None
    period: PeriodId | None = None


@dataclass(frozen=True, slots=True)
class LabelMapping:
    """What a row label means: the period of the entries beside it, or another field that they are."""

    text: str
    holds: Holds
    period: PeriodId | None = None


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """One table: on the sheet of that name, or with `{year}` or `{department}` on each sheet of such a name.

    `header_rows` are its first and last header row, from 1. `year` and `department` are those of everything on
    the sheet that does not say them itself.
    """

    name: str
    header_rows: tuple[int, int]
    columns: tuple[ColumnMapping, ...]
    year: FiscalYear | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a whole book is read. `definition` is the document of the definition that its plan is set in."""

    title: str
    definition: MappingOf[str, Any]
    sheets: tuple[SheetMapping, ...]
    skipped_sheets: tuple[str, ...]
    labels: tuple[LabelMapping, ...]
    separators: tuple[str, ...]
    numbering: Numbering = Numbering.KEEP


def mapping_from_document(document: MappingOf[str, Any]) -> Mapping:
    """Give types to a mapping document that has passed its schema."""
    return Mapping(
        title=document["title"],
        definition=document["definition"],
        sheets=tuple(_sheet(one) for one in document["sheets"]),
        skipped_sheets=tuple(document.get("skipped_sheets", ())),
        labels=tuple(
            LabelMapping(one["text"], Holds(one["holds"]), _period(one)) for one in document.get("labels", ())
        ),
        separators=tuple(document["separators"]),
        numbering=Numbering(document.get("numbering", Numbering.KEEP)),
    )


def _sheet(document: MappingOf[str, Any]) -> SheetMapping:
    first, last = document["header_rows"]
    return SheetMapping(
        name=document["name"],
        header_rows=(first, last),
        columns=tuple(
            ColumnMapping(one["column"], one["heading"], Holds(one["holds"]), _year(one), _period(one))
            for one in document["columns"]
        ),
        year=_year(document),
        department=document.get("department"),
    )


def _year(document: MappingOf[str, Any]) -> FiscalYear | None:
    year = document.get("year")
    return None if year is None else FiscalYear(year)


def _period(document: MappingOf[str, Any]) -> PeriodId | None:
    period = document.get("period")
    return None if period is None else PeriodId(period)


def mapping_to_document(mapping: Mapping) -> dict[str, Any]:
    """The mapping as its document."""
    return {
        "format_version": 1,
        "title": mapping.title,
        "numbering": mapping.numbering.value,
        "separators": list(mapping.separators),
        "sheets": [
            {
                "name": sheet.name,
                "header_rows": list(sheet.header_rows),
                "year": sheet.year,
                "department": sheet.department,
                "columns": _columns_document(sheet.columns),
            }
            for sheet in mapping.sheets
        ],
        "skipped_sheets": list(mapping.skipped_sheets),
        "labels": [{"text": one.text, "holds": one.holds.value, "period": one.period} for one in mapping.labels],
        "definition": dict(mapping.definition),
    }


def _columns_document(columns: Sequence[ColumnMapping]) -> list[dict[str, Any]]:
    return [
        {
            "column": one.column,
            "heading": one.heading,
            "holds": one.holds.value,
            **({"year": one.year, "period": one.period} if one.holds is Holds.ENTRY else {}),
        }
        for one in columns
    ]
