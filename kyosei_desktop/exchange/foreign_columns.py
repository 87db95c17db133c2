"""What the columns of one foreign sheet most likely hold, and why: guesses, for a person to look at."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from openpyxl.utils import get_column_letter

from kyosei_desktop.domain.foreign_words import (
    Span,
    folded,
    heading_of,
    is_department,
    meaning_of_heading,
    number_in,
    span_of,
)
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.mapping import YEAR, Holds
from kyosei_desktop.domain.years import Era, FiscalYear
from kyosei_desktop.exchange.foreign_book import Sheet
from kyosei_desktop.exchange.foreign_header import heading_text, key_of

HOLDS_WORDS = {
    Holds.NO: N_("番号"),
    Holds.NAME: N_("施策名"),
    Holds.CONTENT: N_("取組内容"),
    Holds.DEPARTMENTS: N_("担当課"),
    Holds.OUTCOME: N_("成果内容"),
    Holds.RECORD: N_("取組実績"),
    Holds.PERIOD: N_("行の見出し"),
    Holds.YEAR: N_("年度"),
    Holds.ENTRY: N_("記載"),
    Holds.IGNORE: N_("読まない"),
}
_ONCE = (Holds.NO, Holds.NAME, Holds.CONTENT, Holds.DEPARTMENTS, Holds.OUTCOME, Holds.RECORD, Holds.PERIOD, Holds.YEAR)
_MOST = 0.6
"""From this share of a column's texts on, what they look like says what the column holds."""


class Sureness(StrEnum):
    """How sure a guess is. A command that asks nobody goes on with `SURE` and `LIKELY` only."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column most likely holds. `raw` is its heading as written, `span` the part of the year it names."""

    number: int
    heading: str
    raw: str
    holds: Holds
    sureness: Sureness
    why: str
    year: FiscalYear | None = None
    span: Span | None = None
    texts: Sequence[str] = field(default=(), repr=False)

    @property
    def letter(self) -> str:
        """Such as C."""
        return get_column_letter(self.number)


def guess_columns(sheet: Sheet, header_rows: tuple[int, int], eras: Sequence[Era]) -> list[ColumnGuess]:
    """What each column that has any text below its heading, or a heading, holds."""
    columns = [_column(sheet, header_rows, number, eras) for number in range(1, sheet.last_column + 1)]
    columns = [one for one in columns if one is not None and (one.texts or one.heading)]
    for step in (_actuals_without_year, _name_and_content, _each_once, _fill_by_place):
        columns = step(columns)
    return columns


def _column(sheet: Sheet, header_rows: tuple[int, int], number: int, eras: Sequence[Era]) -> ColumnGuess:
    raw = heading_text(sheet, header_rows, number)
    heading, year, is_bare = heading_of(raw, eras)
    texts = _texts_below(sheet, header_rows, number)
    made = ColumnGuess(number, heading, raw, Holds.IGNORE, Sureness.UNSURE, "", year, texts=texts)
    if year is not None:
        return _year_column(made, is_bare=is_bare)
    by_heading = _by_heading(made)
    by_content = _by_content(made, eras)
    return by_heading or by_content or replace(made, why=_unknown_why(made))


def _texts_below(sheet: Sheet, header_rows: tuple[int, int], number: int) -> list[str]:
    repeated = {key_of(one.text) for one in sheet.cells if one.column == number and one.row <= header_rows[1]}
    below = sheet.column_cells(number, header_rows[1] + 1)
    return [one.text for one in below if key_of(one.text) not in repeated]


def _unknown_why(column: ColumnGuess) -> str:
    if column.heading:
        return _("見出し「{heading}」が何か分かりません。").format(heading=_one_line(column.raw))
    return _("見出しがなく、中身からも何か分かりません。")


def _one_line(text: str) -> str:
    return "".join(folded(text).split())


def _year_column(column: ColumnGuess, *, is_bare: bool) -> ColumnGuess:
    rest = column.heading.replace(YEAR, "")
    meaning, span = meaning_of_heading(rest), span_of(rest)
    heading = _one_line(column.raw)
    if meaning is Holds.IGNORE:
        why = _("見出し「{heading}」は、計画に置き場所のないものです。").format(heading=heading)
        return replace(column, holds=Holds.IGNORE, sureness=Sureness.LIKELY, why=why, year=None)
    if meaning in (Holds.OUTCOME, Holds.NAME, Holds.DEPARTMENTS) and span is None:
        why = _("見出し「{heading}」に年度があり、成果内容か記載か決められません。").format(heading=heading)
        return replace(column, holds=Holds.OUTCOME, sureness=Sureness.UNSURE, why=why, year=None)
    why = _("見出し「{heading}」に年度があります。").format(heading=heading)
    if is_bare:
        why = _("見出し「{heading}」の年度に元号がないので、新しい方から補いました。").format(heading=heading)
    sureness = Sureness.LIKELY if is_bare else Sureness.SURE
    return replace(column, holds=Holds.ENTRY, sureness=sureness, why=why, span=span)


def _by_heading(column: ColumnGuess) -> ColumnGuess | None:
    lines = column.heading.split("\n")
    for text in dict.fromkeys((column.heading, lines[-1], lines[0])):
        meaning, span = meaning_of_heading(text), span_of(text)
        if meaning is None and span is None:
            continue
        why = _("見出しが「{heading}」です。").format(heading=_one_line(column.raw))
        if meaning is None or (meaning is Holds.IGNORE and span is not None):
            return replace(column, holds=Holds.ENTRY, sureness=Sureness.SURE, why=why, span=span)
        is_likely = meaning is Holds.IGNORE or text != column.heading
        sureness = Sureness.LIKELY if is_likely else Sureness.SURE
        return replace(column, holds=meaning, sureness=sureness, why=why, span=span)
    return None


def _by_content(column: ColumnGuess, eras: Sequence[Era]) -> ColumnGuess | None:
    tests: tuple[tuple[Holds, Callable[[str], bool], str], ...] = (
        (Holds.PERIOD, lambda text: span_of(text) is not None, N_("予定や上期のような行の見出しが並んでいます。")),
        (Holds.YEAR, lambda text: heading_of(text, eras)[:1] == (YEAR,), N_("年度が並んでいます。")),
        (Holds.NO, lambda text: number_in(text) is not None, N_("番号が並んでいます。")),
        (Holds.DEPARTMENTS, _names_departments, N_("課の名前が並んでいます。")),
    )
    for holds, test, why in tests:
        if column.texts and sum(map(test, column.texts)) >= _MOST * len(column.texts):
            sureness = Sureness.LIKELY if not column.heading else Sureness.UNSURE
            if holds is Holds.PERIOD:
                sureness = Sureness.SURE if not column.heading else Sureness.LIKELY
            return replace(column, holds=holds, sureness=sureness, why=_(why))
    return None


def _names_departments(text: str) -> bool:
    return is_department(text) and len(text) <= 30


def _actuals_without_year(columns: list[ColumnGuess]) -> list[ColumnGuess]:
    """「実績」 beside 「計画」 on a sheet of one year is an entry; beside entries of what was done it is the record."""
    others = [one for one in columns if one.holds is Holds.ENTRY and one.year is None]
    actuals = [one for one in columns if one.holds is Holds.RECORD and one.span is not None]
    if {one.span for one in others} not in ({Span.PLANNED}, {Span.PLANNED, Span.FIRST}) or not actuals:
        return columns
    last = max(one.number for one in others)
    nearest = min(actuals, key=lambda one: (one.number < last, abs(one.number - last)))
    return [replace(one, holds=Holds.ENTRY) if one is nearest else one for one in columns]


def _name_and_content(columns: list[ColumnGuess]) -> list[ColumnGuess]:
    """Of two columns of names, where no other holds what is done, the one with the longer texts does."""
    names = [one for one in columns if one.holds is Holds.NAME and one.texts]
    if len(names) != 2 or any(one.holds is Holds.CONTENT for one in columns):
        return columns
    content = max(names, key=lambda one: (sum(map(len, one.texts)) / len(one.texts), one.number))
    why = _("施策名らしい列が二つあり、この列の文の方が長いです。")
    made = replace(content, holds=Holds.CONTENT, sureness=Sureness.LIKELY, why=why)
    return [made if one is content else one for one in columns]


def _each_once(columns: list[ColumnGuess]) -> list[ColumnGuess]:
    """Of several columns that seem to hold the same, one does: that with texts, surest, nearest to one a measure."""
    measures = _count_of_measures(columns)
    kept = {}
    for holds in _ONCE:
        alike = [one for one in columns if one.holds is holds]
        if alike:
            kept[holds] = min(
                alike,
                key=lambda one: (
                    not one.texts,
                    list(Sureness).index(one.sureness),
                    abs(len(one.texts) - measures) if one.holds in (Holds.NO, Holds.NAME) else 0,
                    one.number,
                ),
            )

    def looked_at(one: ColumnGuess) -> ColumnGuess:
        first = kept.get(one.holds)
        if first is None or first is one:
            return one
        why = _("{column}列も「{holds}」のようで、どちらか決められません。").format(
            column=first.letter, holds=_(HOLDS_WORDS[one.holds])
        )
        sureness = Sureness.UNSURE if one.texts else Sureness.SURE
        return replace(one, holds=Holds.IGNORE, sureness=sureness, why=why)

    return [looked_at(one) for one in columns]


def _count_of_measures(columns: Sequence[ColumnGuess]) -> int:
    numbers = [text for one in columns if one.holds is Holds.NO for text in one.texts]
    if numbers:
        return len(Counter(str(number_in(text)) for text in numbers))
    return max((len(one.texts) for one in columns if one.holds is Holds.NAME), default=0)


def _fill_by_place(columns: list[ColumnGuess]) -> list[ColumnGuess]:
    """Columns of texts without a heading take the places that are left, name before content, left of the entries."""
    nameless = iter([one for one in columns if not one.heading and one.texts and one.holds is Holds.IGNORE])
    taken: dict[int, ColumnGuess] = {}
    for holds in _missing(columns):
        found = next(nameless, None)
        if found is not None:
            why = _("見出しがないので、並び順から推しはかりました。")
            taken[found.number] = replace(found, holds=holds, sureness=Sureness.UNSURE, why=why)
    return [taken.get(one.number, one) for one in columns]


def _missing(columns: Sequence[ColumnGuess]) -> Iterator[Holds]:
    present = {one.holds for one in columns}
    return (holds for holds in (Holds.NAME, Holds.CONTENT) if holds not in present)
