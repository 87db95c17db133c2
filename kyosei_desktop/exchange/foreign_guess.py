"""How a foreign book is most likely to be read: a mapping, with the reason for each guess."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import column_index_from_string

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.foreign_words import (
    SEPARATORS,
    Span,
    folded,
    heading_of,
    is_department,
    meaning_of_heading,
    number_in,
    span_of,
    years_in,
)
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.mapping import (
    DEPARTMENT,
    YEAR,
    ColumnMapping,
    Holds,
    LabelMapping,
    Mapping,
    Numbering,
    SheetMapping,
)
from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.foreign_book import ForeignBook, Sheet
from kyosei_desktop.exchange.foreign_columns import HOLDS_WORDS, ColumnGuess, Sureness, guess_columns
from kyosei_desktop.exchange.foreign_definition import fitting_definition, own_definition, period_for
from kyosei_desktop.exchange.foreign_header import find_header, key_of

_LONGEST_TITLE = 200
_LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one thing was guessed. `sheet` and `column` (a letter) say where; None where it is about the whole.

    `about` is `YEAR` or `DEPARTMENT` where it is about those of a whole sheet.
    """

    sentence: str
    sureness: Sureness
    sheet: str | None = None
    column: str | None = None
    about: str = ""

    def __str__(self) -> str:
        places = [] if self.sheet is None else [_("シート「{name}」").format(name=self.sheet)]
        if self.column is not None:
            places.append(_("{letter}列").format(letter=self.column))
        return "　".join([*places, self.sentence])


@dataclass(frozen=True, slots=True)
class MappingGuess:
    """A mapping as guessed; None where no sheet holds a table. Reasons stand in the order of the book."""

    mapping: Mapping | None
    reasons: tuple[Reason, ...]

    @property
    def open_questions(self) -> tuple[Reason, ...]:
        """What a person has to decide before anything is read."""
        return tuple(one for one in self.reasons if one.sureness is Sureness.UNSURE)


@dataclass
class _Table:
    """What was guessed of one sheet."""

    sheet: Sheet
    header_rows: tuple[int, int]
    columns: list[ColumnGuess]
    name: str = ""
    year: FiscalYear | None = None
    department: str | None = None
    reasons: list[Reason] = field(default_factory=list)

    def say(self, sentence: str, sureness: Sureness, column: str | None = None, about: str = "") -> None:
        self.reasons.append(Reason(sentence, sureness, self.sheet.name, column, about))

    def holds(self, holds: Holds) -> list[ColumnGuess]:
        return [one for one in self.columns if one.holds is holds]

    @property
    def likeness(self) -> tuple[tuple[str, str], ...]:
        """Alike in two tables that one mapping serves."""
        return tuple((key_of(one.heading), one.holds) for one in self.columns if one.heading or one.texts)


def guess_mapping(book: ForeignBook, definitions: Sequence[Definition]) -> MappingGuess:
    """Guess how a book is to be read.

    Args:
        book: of any layout.
        definitions: at hand, that of the built-in plan first; the one that fits best is taken.
    """
    eras = definitions[0].eras
    tables, reasons, skipped = [], [], []
    for sheet in book.sheets:
        header_rows = find_header(sheet, eras)
        columns = [] if header_rows is None else guess_columns(sheet, header_rows, eras)
        why_not = _why_not(sheet, columns)
        if header_rows is None or why_not:
            skipped.append(sheet.name)
            reasons.append(Reason(why_not, Sureness.LIKELY, sheet.name))
        else:
            tables.append(_Table(sheet, header_rows, columns))
    if not tables:
        said = _("施策の表が見つかりません。見出しの行に「施策名」「担当課」などの列が必要です。")
        return MappingGuess(None, (*reasons, Reason(said, Sureness.UNSURE)))
    return _Guesser(book, definitions, tables).guess(reasons, skipped)


def _why_not(sheet: Sheet, columns: Sequence[ColumnGuess]) -> str:
    present = {one.holds for one in columns if one.texts}
    if not sheet.cells:
        return _("空のシートなので読みません。")
    if sheet.is_hidden:
        return _("隠れたシートなので読みません。")
    if Holds.NAME not in present or len(present - {Holds.IGNORE}) < 2:
        return _("施策の表が見当たらないので読みません。")
    return ""


class _Guesser:
    def __init__(self, book: ForeignBook, definitions: Sequence[Definition], tables: list[_Table]) -> None:
        self._book, self._tables = book, tables
        self._eras = definitions[0].eras
        self._spans = set(self._spans_of_tables())
        self._base = fitting_definition(definitions, self._spans)
        self._built_in = definitions[0]
        self._labels: dict[str, LabelMapping] = {}
        self._words: dict[PeriodId, str] = {}

    def guess(self, reasons: list[Reason], skipped: list[str]) -> MappingGuess:
        for table in self._tables:
            self._say_columns(table)
            self._find_year(table)
            self._find_department(table)
            self._find_labels(table)
        numbering = self._numbering()
        title = self._title()
        mapping = Mapping(
            title=title,
            definition=self._definition(title),
            sheets=tuple(self._sheets()),
            skipped_sheets=tuple(skipped),
            labels=tuple(self._labels.values()),
            separators=SEPARATORS,
            numbering=numbering,
        )
        said = [one for table in self._tables for one in table.reasons]
        order = [sheet.name for sheet in self._book.sheets]
        return MappingGuess(mapping, tuple(sorted([*reasons, *said], key=lambda one: order.index(one.sheet or ""))))

    def _spans_of_tables(self) -> Iterator[Span]:
        for table in self._tables:
            for column in table.columns:
                if column.holds is Holds.ENTRY and column.span is not None:
                    yield column.span
                if column.holds is Holds.PERIOD:
                    yield from filter(None, map(span_of, column.texts))

    def _say_columns(self, table: _Table) -> None:
        for one in table.columns:
            said = _("{why}→ {holds}").format(why=one.why, holds=_(HOLDS_WORDS[one.holds]))
            table.say(said, one.sureness, one.letter)
        has_labels = bool(table.holds(Holds.PERIOD))
        for number, one in enumerate(table.columns):
            if one.holds is Holds.ENTRY and not has_labels:
                table.columns[number] = self._with_period(table, one)

    def _with_period(self, table: _Table, column: ColumnGuess) -> ColumnGuess:
        """Where rows have no labels, each column of entries needs a period of its own."""
        if column.span is None:
            only = Span.ACTUAL if Span.ACTUAL not in self._spans else None
            said = _("予定か実績か、どの期間の記載かが分かりません。")
            table.say(said, Sureness.UNSURE, column.letter)
            return replace(column, span=only)
        if period_for(column.span, self._base.periods, self._spans) is None:
            said = _("この期間は様式「{definition}」にありません。").format(definition=self._base.name)
            table.say(said, Sureness.UNSURE, column.letter)
        return column

    def _find_year(self, table: _Table) -> None:
        """The year of what names none: that of the sheet's name, or of the title above the table."""
        template, year, _is_bare = heading_of(table.sheet.name, self._eras)
        table.name = table.sheet.name
        if table.holds(Holds.YEAR) or any(one.year is not None for one in table.holds(Holds.ENTRY)):
            return
        if year is not None:
            table.name, table.year = template, year
            table.say(_("シートの名前から、{year}年度の表としました。").format(year=year), Sureness.SURE, about=YEAR)
            return
        titles = [one.text for one in table.sheet.cells if one.row < table.header_rows[0]]
        years = {year for text in [*titles, self._book.name] for _s, _e, year in years_in(folded(text), self._eras)}
        if len(years) == 1:
            table.year = years.pop()
            said = _("題名かファイルの名前から、{year}年度の表としました。").format(year=table.year)
            table.say(said, Sureness.LIKELY, about=YEAR)
        else:
            table.say(_("何年度の表か分かりません。年度を決めてください。"), Sureness.UNSURE, about=YEAR)

    def _find_department(self, table: _Table) -> None:
        if table.holds(Holds.DEPARTMENTS):
            return
        above = [one.text for one in table.sheet.cells if one.row < table.header_rows[0]]
        named = [text.partition("：")[2] or text for text in above]
        found = [one.strip() for one in named if is_department(one)]
        if is_department(table.sheet.name):
            table.department = table.sheet.name.strip()
            table.say(_("担当課の列がなく、シートの名前を担当課としました。"), Sureness.SURE, about=DEPARTMENT)
        elif len(found) == 1:
            table.department = found[0]
            table.say(
                _("担当課の列がなく、表の上の「{name}」を担当課としました。").format(name=found[0]),
                Sureness.LIKELY,
                about=DEPARTMENT,
            )
        else:
            table.say(_("担当課が分かりません。担当課の列か名前を決めてください。"), Sureness.UNSURE, about=DEPARTMENT)

    def _find_labels(self, table: _Table) -> None:
        for column in table.holds(Holds.PERIOD):
            for raw in column.texts:
                text = folded(raw)[:_LONGEST_LABEL]
                key = key_of(text)
                if key and key not in self._labels:
                    self._labels[key] = self._label(table, column, text, raw)

    def _label(self, table: _Table, column: ColumnGuess, text: str, raw: str) -> LabelMapping:
        span, meaning = span_of(text), meaning_of_heading(text)
        period = None if span is None else period_for(span, self._base.periods, self._spans)
        if period is not None:
            self._words.setdefault(period, raw.strip())
            return LabelMapping(text, Holds.ENTRY, period)
        if meaning in (Holds.OUTCOME, Holds.RECORD, Holds.CONTENT) and span is None:
            return LabelMapping(text, meaning)
        said = _("行の見出し「{label}」が何の行か分かりません。").format(label="".join(text.split()))
        table.say(said, Sureness.UNSURE, column.letter)
        return LabelMapping(text, Holds.IGNORE)

    def _numbering(self) -> Numbering:
        """Counted anew where there are no numbers, or where each department's sheet begins with 1 again."""
        numbers = [
            (table, [number for text in column.texts if (number := number_in(text)) is not None])
            for table in self._tables
            for column in table.holds(Holds.NO)
        ]
        if len(numbers) < len(self._tables):
            table = self._tables[0]
            table.say(_("番号の列がないので、上から順に番号を付けます。"), Sureness.LIKELY)
            return Numbering.COUNT
        if len({table.department for table, _numbers in numbers}) > 1:
            first_numbers = Counter(str(one) for _table, found in numbers for one in dict.fromkeys(found))
            if any(times > 1 for times in first_numbers.values()):
                self._tables[0].say(
                    _("課ごとのシートで番号が始めに戻るので、通し番号を付け直します。"), Sureness.LIKELY
                )
                return Numbering.COUNT
        return Numbering.KEEP

    def _title(self) -> str:
        table = self._tables[0]
        above = [one.text.strip() for one in table.sheet.cells if one.row < table.header_rows[0]]
        named = [" ".join(text.split()) for text in above if _may_be_title(text)]
        stem = self._book.name.rpartition(".")[0] or self._book.name
        return next(iter(named), stem)[:_LONGEST_TITLE] or stem

    def _sheets(self) -> Iterator[SheetMapping]:
        """One for each group of tables that are alike and of a kind: by year, or by department."""
        done: set[int] = set()
        for number, table in enumerate(self._tables):
            if number in done:
                continue
            alike = [
                position
                for position, other in enumerate(self._tables)
                if position >= number and position not in done and other.likeness == table.likeness
            ]
            is_by_year = YEAR in table.name
            is_by_department = table.department == table.sheet.name.strip() and not is_by_year
            if is_by_year:
                done.update(one for one in alike if self._tables[one].name == table.name)
            elif is_by_department and len(alike) > 1:
                done.update(
                    one for one in alike if self._tables[one].department == self._tables[one].sheet.name.strip()
                )
            done.add(number)
            yield self._sheet(table, is_shared=is_by_department and len(alike) > 1)

    def _sheet(self, table: _Table, *, is_shared: bool) -> SheetMapping:
        is_by_year = YEAR in table.name
        return SheetMapping(
            name=DEPARTMENT if is_shared else table.name,
            header_rows=table.header_rows,
            columns=tuple(dict.fromkeys(self._column(one) for one in table.columns)),
            year=None if is_by_year else table.year,
            department=None if is_shared else table.department,
        )

    def _column(self, guess: ColumnGuess) -> ColumnMapping:
        is_entry = guess.holds is Holds.ENTRY
        period = None
        if is_entry and guess.span is not None:
            period = period_for(guess.span, self._base.periods, self._spans)
        # The year stays open: it stands in the heading, and next year's heading has next year's.
        return ColumnMapping(guess.letter, guess.heading, guess.holds, None, period)

    def _definition(self, title: str) -> dict[str, object]:
        columns = [one for table in self._tables for one in table.columns]
        raws: dict[Holds, str] = {}
        for one in columns:
            if one.holds not in raws and one.raw.strip():
                raws[one.holds] = one.raw.strip()
        has_labels = any(one.holds is Holds.PERIOD for one in columns)
        entries = {one.heading for one in columns if one.holds is Holds.ENTRY and one.year is not None}
        entry_heading = entries.pop() if has_labels and len(entries) == 1 else None
        digits = [
            len(text.strip())
            for one in columns
            for text in one.texts
            if one.holds is Holds.NO and text.strip().isascii() and text.strip().isdecimal() and text.startswith("0")
        ]
        return own_definition(
            self._base,
            title=title,
            headings=raws,
            entry_heading=entry_heading,
            labels=self._words,
            number_digits=min(max(digits, default=1), 6),
            all_columns=self._built_in.document["columns"],
        )


def _may_be_title(text: str) -> bool:
    plain = folded(text)
    return len(plain) >= 4 and not plain[0].isdigit() and "現在" not in plain and "単位" not in plain


def columns_at(sheet: Sheet, header_rows: tuple[int, int], definition: Definition) -> tuple[ColumnMapping, ...]:
    """What a sheet's columns most likely hold if its headings stand there, with periods of this definition."""
    guesses = guess_columns(sheet, header_rows, definition.eras)
    spans = {one.span for one in guesses if one.span is not None}

    def period_of(guess: ColumnGuess) -> PeriodId | None:
        is_entry = guess.holds is Holds.ENTRY and guess.span is not None
        return period_for(guess.span, definition.periods, spans) if is_entry and guess.span else None

    return tuple(ColumnMapping(one.letter, one.heading, one.holds, None, period_of(one)) for one in guesses)


def labels_in(sheet: Sheet, header_rows: tuple[int, int], letter: str, definition: Definition) -> list[LabelMapping]:
    """The row labels that stand in a column, each once, and what they most likely mean."""
    column = column_index_from_string(letter)
    texts = {key_of(text): text for one in sheet.column_cells(column, header_rows[1] + 1) if (text := folded(one.text))}
    spans = [span for text in texts.values() if (span := span_of(text)) is not None]
    made = []
    for text in texts.values():
        span = span_of(text)
        period = None if span is None else period_for(span, definition.periods, spans)
        holds = Holds.IGNORE if period is None else Holds.ENTRY
        made.append(LabelMapping(text[:_LONGEST_LABEL], holds, period))
    return made
