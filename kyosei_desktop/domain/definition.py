"""The definition of a kind of report: its periods, eras, columns, page, fonts and rules, as data.

A definition comes from a file under `resources/definitions/` (or travels in a ledger or request as its
document) and has passed its JSON Schema before it gets here; this module only gives it types.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.rules.checking import rules_from_document
from kyosei_desktop.domain.rules.settings import Rules
from kyosei_desktop.domain.years import Calendar, Era, FiscalYear, ShownCalendar


class PeriodKind(StrEnum):
    """Whether a period's cells say what is meant to be done or what was done."""

    PLANNED = "planned"
    ACTUAL = "actual"


@dataclass(frozen=True, slots=True)
class Period:
    """A part of a fiscal year that has a row of its own: 予定, 上期実績, 下期実績 in the built-in definition.

    `months` are calendar months in the order of the fiscal year. `row_label` is the label as printed, its
    lines separated by LF; `label` the same in running text.
    """

    id: PeriodId
    label: str
    row_label: str
    kind: PeriodKind
    months: Sequence[int]
    half: str | None = None
    """`first` or `second`: the short name that the command line's `--half` takes."""


class ColumnSource(StrEnum):
    """What a column of the report shows. `ENTRY` stands for one column a year."""

    NO = "no"
    NAME = "name"
    CONTENT = "content"
    PERIOD = "period"
    ENTRY = "entry"
    OUTCOME = "outcome"
    RECORD = "record"
    DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the report, or for `ENTRY` one column for each year.

    `title` may hold `{year}`, the fiscal year in its era. `width_em` is a share of the printed width, in ems
    of the report's font; `year_width_em` overrides it for single years.
    """

    source: ColumnSource
    title: str
    width_em: float
    align: str = "left"
    year_width_em: Mapping[FiscalYear, float] = field(default_factory=dict)

    def width_of(self, year: FiscalYear) -> float:
        """The width of an `ENTRY` column for one year, in ems."""
        return self.year_width_em.get(year, self.width_em)


@dataclass(frozen=True, slots=True)
class Page:
    """The paper of the official report. Lengths in mm; `footer` may hold `{page}` and `{pages}`."""

    width_mm: float
    height_mm: float
    margin_mm: float
    footer: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The report's typeface; the size is the largest within the limits at which every page still fits."""

    family: str
    fallbacks: Sequence[str]
    min_pt: float
    max_pt: float
    step_pt: float


@dataclass(frozen=True)
class Definition:
    """Everything that a report's shape depends on. `document` is what it was made from, to travel as data."""

    id: str
    name: str
    eras: Sequence[Era]
    periods: Sequence[Period]
    columns: Sequence[Column]
    page: Page
    fonts: Fonts
    number_digits: int
    author: str
    """Who publishes the reports, as their documents' properties say; empty where the definition does not tell."""
    rules: Rules
    """How each of the rules that answers are checked by is applied."""
    document: Mapping[str, Any] = field(repr=False, compare=False)
    is_rehearsal: bool = False
    """Whether everything made in this shape is for practice (予行演習) and has to say so."""

    @cached_property
    def calendar(self) -> Calendar:
        """Says years and days in the definition's eras, for papers and files."""
        return Calendar(self.eras)

    @cached_property
    def shown_calendar(self) -> ShownCalendar:
        """Says them to the reader of a window or a message, in eras or Western years as chosen."""
        return ShownCalendar(self.eras)

    def period(self, period: PeriodId) -> Period:
        """The period of that id. Raises KeyError."""
        return self._periods_by_id[period]

    @cached_property
    def _periods_by_id(self) -> Mapping[PeriodId, Period]:
        return {one.id: one for one in self.periods}

    def has_column(self, source: ColumnSource) -> bool:
        """Whether the report has a column that shows this."""
        return any(one.source is source for one in self.columns)

    @property
    def planned_periods(self) -> tuple[PeriodId, ...]:
        """Ids of the periods whose cells hold plans."""
        return tuple(one.id for one in self.periods if one.kind is PeriodKind.PLANNED)

    def number_label(self, no: int | str) -> str:
        """A measure's number as printed: 01 … 48."""
        return f"{no:0{self.number_digits}d}" if isinstance(no, int) else no

    def year_heading(self, column: Column, year: FiscalYear) -> str:
        """The heading of a year's column, such as 令和２年度取組予定及び実績."""
        return column.title.replace("{year}", self.calendar.fiscal_year(year))


def definition_from_document(document: Mapping[str, Any]) -> Definition:
    """Give types to a definition document that has passed its schema."""
    page, fonts = document["page"], document["fonts"]
    return Definition(
        id=document["id"],
        name=document["name"],
        eras=tuple(
            Era(one["name"], date.fromisoformat(one["starts_on"]), FiscalYear(one["first_fiscal_year"]))
            for one in document["eras"]
        ),
        periods=tuple(
            Period(
                PeriodId(one["id"]),
                one["label"],
                one["row_label"],
                PeriodKind(one["kind"]),
                tuple(one["months"]),
                one.get("half"),
            )
            for one in document["periods"]
        ),
        columns=tuple(
            Column(
                ColumnSource(one["source"]),
                one["title"],
                one["width_em"],
                one.get("align", "left"),
                {FiscalYear(int(year)): width for year, width in one.get("year_width_em", {}).items()},
            )
            for one in document["columns"]
        ),
        page=Page(page["width_mm"], page["height_mm"], page["margin_mm"], page["footer"]),
        fonts=Fonts(fonts["family"], tuple(fonts["fallbacks"]), fonts["min_pt"], fonts["max_pt"], fonts["step_pt"]),
        number_digits=document["number_digits"],
        author=document.get("author", ""),
        rules=rules_from_document(document.get("rules", {})),
        document=document,
        is_rehearsal=document.get("rehearsal", False),
    )
