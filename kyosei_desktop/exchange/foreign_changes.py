"""A foreign book held against a ledger: whose measures are the ledger's, and what the book says of them otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.measure_matching import MatchKind, MeasureMatch, match_measures
from kyosei_desktop.domain.plan import FieldKind, Measure, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.foreign_reading import ForeignPlan
from kyosei_desktop.exchange.workbook_layout import BookField, BookMeasure, BookText, Recognised


@dataclass(eq=False)
class NoSuchMatch(KyoseiError):
    """A measure that is said to be the ledger's, of which the book or the ledger has none."""

    sentence: ClassVar[str] = N_(
        "「{number}」という番号の施策がありません。--match には、ブックの番号=台帳の番号 を書いてください。"
    )
    number: str


def foreign_report(foreign: ForeignPlan, plan: Plan, definition: Definition, decided: Mapping[str, str]) -> Recognised:
    """What a foreign book says of a ledger's measures, as a report that carries nothing for its way back.

    Blank cells of the book say nothing. A measure that nobody is sure of has a problem that names the candidates.

    Args:
        foreign: the book as it was read.
        plan: the ledger's.
        definition: the ledger's.
        decided: numbers in the book and in the ledger of measures that a person says are the same.

    Raises:
        NoSuchMatch
    """
    by_number = {str(one.no): one for one in plan.measures}
    numbers = [str(one["no"]) for one in foreign.document["measures"]]
    for book_number, number in decided.items():
        if book_number not in numbers or number not in by_number:
            raise NoSuchMatch(number=book_number if book_number not in numbers else number)
    said = {numbers.index(book_number): by_number[number] for book_number, number in decided.items()}
    matches = match_measures(plan.measures, foreign.document)
    measures = [_measure(one, foreign, plan, definition, said) for one in matches]
    return Recognised(
        sheet="、".join(foreign.sheets),
        heading=foreign.document["title"],
        years=[FiscalYear(one) for one in foreign.document["years"]],
        measures=measures,
        missing_columns=(),
        page_rows=(),
        notes=None,
    )


def _measure(
    match: MeasureMatch, foreign: ForeignPlan, plan: Plan, definition: Definition, said: Mapping[int, Measure]
) -> BookMeasure:
    document = foreign.document["measures"][match.position]
    place = foreign.places[match.position]
    measure = said.get(match.position)
    if measure is None and match.measure is not None and match.measure not in [one.id for one in said.values()]:
        measure = plan.measure(match.measure)
    if measure is None:
        problem = _why_not(match, plan, definition, str(document["no"]))
        return BookMeasure(str(document["no"]), place.row, len(document["initiatives"]), {}, problem)
    texts = {field: BookText(place.address, (text,)) for field, text in _texts(document, plan, definition) if text}
    return BookMeasure(definition.number_label(measure.no), place.row, len(document["initiatives"]), texts)


def _why_not(match: MeasureMatch, plan: Plan, definition: Definition, number: str) -> str:
    if match.kind is MatchKind.NEW or not match.candidates:
        return _("台帳にない施策です。足すには「更新・改正」を使ってください。")
    likely = [plan.measure(one) for one, _like in match.candidates]
    named = _("、").join(f"№{definition.number_label(one.no)}「{one.name}」" for one in likely)
    return _(
        "台帳のどの施策か決められません。{named} のどれかなら --match {number}=台帳の番号 と指定してください。"
    ).format(named=named, number=number)


def _texts(document: Mapping[str, Any], plan: Plan, definition: Definition) -> Iterator[tuple[BookField, str]]:
    yield BookField(FieldKind.NAME), document["name"]
    yield BookField(FieldKind.OUTCOME), document["outcome"]
    yield BookField(FieldKind.RECORD), document["record"]
    periods = {one.id for one in definition.periods}
    for number, initiative in enumerate(document["initiatives"]):
        yield BookField(FieldKind.CONTENT, number), initiative["content"]
        yield BookField(FieldKind.DEPARTMENTS, number), "\n".join(initiative["departments"])
        for year, cells in initiative["years"].items():
            for period, text in cells.items():
                if int(year) in plan.years and period in periods:
                    yield BookField(FieldKind.ENTRY, number, FiscalYear(int(year)), period), text
