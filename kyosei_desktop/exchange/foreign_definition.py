"""The definition that a foreign book's plan is set in: one at hand, in the book's own words."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kyosei_desktop.domain.definition import ColumnSource, Definition, Period, PeriodKind
from kyosei_desktop.domain.foreign_words import Span
from kyosei_desktop.domain.mapping import YEAR, Holds
from kyosei_desktop.domain.plan import PeriodId

_WHOLE_YEAR = 12
_QUARTERS = {Span.Q1: (4, 5, 6), Span.Q2: (7, 8, 9), Span.Q3: (10, 11, 12), Span.Q4: (1, 2, 3)}
_HALVES = {Span.FIRST: "first", Span.SECOND: "second"}
_LONGEST_WORD = 100
_SOURCES = {
    Holds.NO: ColumnSource.NO,
    Holds.NAME: ColumnSource.NAME,
    Holds.CONTENT: ColumnSource.CONTENT,
    Holds.DEPARTMENTS: ColumnSource.DEPARTMENTS,
    Holds.OUTCOME: ColumnSource.OUTCOME,
    Holds.RECORD: ColumnSource.RECORD,
}
_MAY_BE_ABSENT = (ColumnSource.OUTCOME, ColumnSource.RECORD)


def period_for(span: Span, periods: Sequence[Period], spans: Iterable[Span]) -> PeriodId | None:
    """The period of a definition that a part of the year is; None where it has none.

    Args:
        span: what a heading or a label says.
        periods: of the definition.
        spans: all that the book has: 実績 beside 中間実績 is that of the second half.
    """
    if span is Span.ACTUAL and Span.FIRST in spans and Span.SECOND not in spans:
        span = Span.SECOND
    return next((one.id for one in periods if _is(one, span)), None)


def _is(period: Period, span: Span) -> bool:
    if span is Span.PLANNED:
        return period.kind is PeriodKind.PLANNED
    if period.kind is PeriodKind.PLANNED:
        return False
    if span is Span.ACTUAL:
        return len(period.months) == _WHOLE_YEAR
    if span in _HALVES:
        return period.half == _HALVES[span]
    return tuple(period.months) == _QUARTERS[span]


def fitting_definition(definitions: Sequence[Definition], spans: set[Span]) -> Definition:
    """The definition with a period for most of what a book has, and with fewest beside them; the first of equals."""
    if not spans:
        return definitions[0]
    return max(
        definitions,
        key=lambda one: (
            sum(period_for(span, one.periods, spans) is not None for span in spans),
            -len(one.periods),
        ),
    )


def own_definition(
    base: Definition,
    *,
    title: str,
    headings: Mapping[Holds, str],
    entry_heading: str | None,
    labels: Mapping[PeriodId, str],
    number_digits: int,
    all_columns: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """A definition document like `base`, in the words of a book.

    Args:
        base: gives periods, paper, typeface and rules.
        title: the plan's.
        headings: of the columns that the book has, as written.
        entry_heading: that of entries, with `{year}`; None where the book has none that serves all years.
        labels: how the book calls periods, lines separated by LF.
        number_digits: to how many digits its numbers are filled with zeros.
        all_columns: columns, as definitions have them, for what the book has and `base` has not.
    """
    document: dict[str, Any] = copy.deepcopy(dict(base.document))
    document.pop("author", None)
    document["id"] = f"own-{base.id}"[:64]
    document["name"] = " ".join(title.split())[:_LONGEST_WORD]
    document["number_digits"] = number_digits
    if len(set(labels.values())) == len(labels):
        for period in document["periods"]:
            label = labels.get(period["id"], "")
            if 0 < len(label) <= _LONGEST_WORD:
                period["label"], period["row_label"] = "".join(label.split()), label
    document["columns"] = _columns(document["columns"], headings, entry_heading, all_columns)
    return document


def _columns(
    base: Sequence[Mapping[str, Any]],
    headings: Mapping[Holds, str],
    entry_heading: str | None,
    all_columns: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    titles = {_SOURCES[holds]: title for holds, title in headings.items() if holds in _SOURCES}
    sources = [one["source"] for one in base]
    extra = [one for one in all_columns if one["source"] in _MAY_BE_ABSENT and one["source"] not in sources]
    made = []
    for one in (*base[:-1], *extra, *base[-1:]):
        source = ColumnSource(one["source"])
        if source in _MAY_BE_ABSENT and source not in titles:
            continue
        column = {key: value for key, value in one.items() if key != "year_width_em"}
        title = entry_heading if source is ColumnSource.ENTRY else titles.get(source)
        if title and len(title) <= _LONGEST_WORD and "{" not in title.replace(YEAR, ""):
            column["title"] = title
        made.append(column)
    return made
