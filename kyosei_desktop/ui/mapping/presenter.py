"""What the wizard does: it holds the mapping while it is decided, and reads the book by it. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.mapping import YEAR, ColumnMapping, Holds, LabelMapping, Mapping, SheetMapping
from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.foreign import NoTableInBook
from kyosei_desktop.exchange.foreign_book import ForeignBook, Sheet
from kyosei_desktop.exchange.foreign_columns import Sureness
from kyosei_desktop.exchange.foreign_guess import Reason, columns_at, guess_mapping, labels_in
from kyosei_desktop.exchange.foreign_header import find_header, key_of
from kyosei_desktop.exchange.foreign_placing import PlacedSheet, place_sheets
from kyosei_desktop.exchange.foreign_reading import ForeignPlan, read_foreign
from kyosei_desktop.exchange.mapping_file import read_mapping, save_mapping
from kyosei_desktop.store.documents import definition_of
from kyosei_desktop.ui.mapping.lines import MeaningLine, meaning_of

_YEARS = range(1900, 3000)


@dataclass(frozen=True)
class SheetShown:
    """A sheet as the wizard shows it. `placed` is None where it is not read; `said` are open questions about it."""

    sheet: Sheet
    placed: PlacedSheet | None
    lines: Sequence[MeaningLine]
    said: Sequence[str]


class MappingViewing(Protocol):
    """What the presenter asks of the wizard."""

    def show_sheet(self, shown: SheetShown) -> None:
        """A sheet, and what is made of it."""

    def show_plan(self, plan: ForeignPlan) -> None:
        """What was understood."""

    def say(self, text: str) -> None:
        """A sentence about what cannot be done; empty for none."""


class MappingPresenter:
    """The mapping of one book on its way.

    Attributes:
        mapping: as decided so far.
        plan: what was understood last; None before.
    """

    def __init__(self, book: ForeignBook, definitions: Sequence[Definition], view: MappingViewing) -> None:
        """Begins with a guess. Raises NoTableInBook."""
        guess = guess_mapping(book, definitions)
        if guess.mapping is None:
            raise NoTableInBook(name=book.name)
        self._book, self._view = book, view
        self._reasons: tuple[Reason, ...] = guess.reasons
        self._decided: set[tuple[str, str]] = set()
        self.mapping: Mapping = guess.mapping
        self.plan: ForeignPlan | None = None
        self._definition = definition_of(dict(self.mapping.definition), book.name)
        self._sheet = next((one.sheet for one in self._placed()), book.sheets[0])

    @property
    def definition(self) -> Definition:
        """That the plan is going to be set in."""
        return self._definition

    @property
    def sheet_names(self) -> list[str]:
        """All sheets of the book."""
        return [one.name for one in self._book.sheets]

    @property
    def current_sheet(self) -> str:
        """The sheet shown."""
        return self._sheet.name

    def _placed(self) -> list[PlacedSheet]:
        return place_sheets(self._book, self.mapping, self._definition.eras)

    def _current(self) -> PlacedSheet | None:
        return next((one for one in self._placed() if one.sheet.name == self._sheet.name), None)

    # Showing

    def show(self, name: str | None = None) -> None:
        """Show a sheet; by default the current one again."""
        if name is not None:
            self._sheet = self._book.sheet(name) or self._sheet
        placed = self._current()
        lines = [] if placed is None else self._lines(placed)
        said = [
            one.sentence
            for one in self._reasons
            if one.sheet == self._sheet.name
            and one.column is None
            and one.sureness is not Sureness.SURE
            and not self._is_answered(one)
        ]
        self._view.show_sheet(SheetShown(self._sheet, placed, lines, said))

    def _is_answered(self, reason: Reason) -> bool:
        """Whether a person has said what is asked, or it is asked no more."""
        name = reason.sheet or ""
        placed = next((one for one in self._placed() if one.sheet.name == name), None)
        if reason.about and placed is not None:
            is_said = placed.year is not None if reason.about == YEAR else placed.department is not None
            return is_said or bool(placed.of(Holds.YEAR if reason.about == YEAR else Holds.DEPARTMENTS))
        return placed is None or (name, reason.column or "") in self._decided

    def _lines(self, placed: PlacedSheet) -> list[MeaningLine]:
        say = self._definition.shown_calendar.fiscal_year
        years = {one.mapping.column: say(one.year) for one in placed.columns if one.year is not None}
        lines = [replace(self._column_line(one), year=years.get(one.column, "")) for one in placed.mapping.columns]
        if placed.of(Holds.PERIOD):
            lines += [self._label_line(one) for one in self.mapping.labels]
        return lines

    def _column_line(self, column: ColumnMapping) -> MeaningLine:
        meaning = meaning_of(column.holds, column.period, self._definition)
        why = [one for one in self._reasons if one.sheet == self._sheet.name and one.column == column.column]
        order = list(Sureness)
        weakest = max(why, key=lambda one: order.index(one.sureness), default=None)
        if weakest is None or (self._sheet.name, column.column) in self._decided:
            return MeaningLine(column, None, meaning, Sureness.SURE, _("あなたが決めました。"))
        return MeaningLine(column, None, meaning, weakest.sureness, " ".join(one.sentence for one in why))

    def _label_line(self, label: LabelMapping) -> MeaningLine:
        is_open = label.holds is Holds.IGNORE and ("", key_of(label.text)) not in self._decided
        meaning = meaning_of(label.holds, label.period, self._definition)
        why = _("何の行か決めてください。") if is_open else _("行の見出しの言葉から分かりました。")
        return MeaningLine(None, label, meaning, Sureness.UNSURE if is_open else Sureness.SURE, why)

    @property
    def open_questions(self) -> list[str]:
        """What nobody has decided yet, in words."""
        unsure = [one for one in self._reasons if one.sureness is Sureness.UNSURE]
        return [str(one) for one in unsure if not self._is_answered(one)]

    # Deciding

    def decide(self, line: MeaningLine, holds: Holds, period: PeriodId | None) -> None:
        """Say what a column or a row label holds."""
        period = period if holds is Holds.ENTRY else None
        placed = self._current()
        if line.label is not None:
            self._decided.add(("", key_of(line.label.text)))
            made = replace(line.label, holds=holds, period=period)
            if holds is Holds.ENTRY and period is None:
                made = replace(made, holds=Holds.IGNORE)
            self.mapping = replace(
                self.mapping, labels=tuple(made if one == line.label else one for one in self.mapping.labels)
            )
        elif placed is not None and line.column is not None:
            column = replace(line.column, holds=holds, period=period)
            self._decided.add((self._sheet.name, column.column))
            self._put(
                placed.mapping,
                columns=tuple(column if one == line.column else one for one in placed.mapping.columns),
            )
            if line.holds is Holds.PERIOD:
                self._forget_labels(placed, column.column)
            if holds is Holds.PERIOD:
                self._learn_labels(placed, column.column)
        self.show()

    def _learn_labels(self, placed: PlacedSheet, letter: str) -> None:
        known = {key_of(one.text) for one in self.mapping.labels}
        found = labels_in(self._sheet, placed.header_rows, letter, self._definition)
        new = tuple(one for one in found if key_of(one.text) not in known)
        self.mapping = replace(self.mapping, labels=self.mapping.labels + new)

    def _forget_labels(self, placed: PlacedSheet, letter: str) -> None:
        found = labels_in(self._sheet, placed.header_rows, letter, self._definition)
        gone = {key_of(one.text) for one in found}
        kept = tuple(one for one in self.mapping.labels if key_of(one.text) not in gone)
        self.mapping = replace(self.mapping, labels=kept)

    def _put(
        self,
        sheet: SheetMapping,
        *,
        columns: tuple[ColumnMapping, ...] | None = None,
        header_rows: tuple[int, int] | None = None,
    ) -> None:
        made = replace(sheet, columns=columns or sheet.columns, header_rows=header_rows or sheet.header_rows)
        self._replace_sheet(sheet, made)

    def _replace_sheet(self, old: SheetMapping, new: SheetMapping) -> None:
        self.mapping = replace(self.mapping, sheets=tuple(new if one == old else one for one in self.mapping.sheets))

    def read_sheet(self, *, is_read: bool) -> None:
        """Read the current sheet, or leave it."""
        name = self._sheet.name
        skipped = [one for one in self.mapping.skipped_sheets if one != name]
        self.mapping = replace(self.mapping, skipped_sheets=(*skipped, *(() if is_read else (name,))))
        if is_read and self._current() is None:
            header = find_header(self._sheet, self._definition.eras) or (1, 1)
            columns = columns_at(self._sheet, header, self._definition)
            if columns:
                self.mapping = replace(self.mapping, sheets=(*self.mapping.sheets, SheetMapping(name, header, columns)))
        self.show()

    def place_header(self, first: int, last: int) -> None:
        """Say in which rows the headings of the current sheet stand; columns are guessed anew."""
        placed = self._current()
        if placed is not None and (first, last) != placed.mapping.header_rows and first <= last:
            columns = columns_at(self._sheet, (first, last), self._definition)
            if columns:
                self._put(placed.mapping, columns=columns, header_rows=(first, last))
                self._reasons = tuple(one for one in self._reasons if one.sheet != self._sheet.name)
                for column in columns:
                    if column.holds is Holds.PERIOD:
                        self._learn_labels(placed, column.column)
                self.show()

    def describe(self, *, year: str, department: str) -> None:
        """Say of which year (Western, or nothing) and department (or nothing) all of the current sheet is."""
        placed = self._current()
        if placed is None:
            return
        number = int(year) if year.isdecimal() and int(year) in _YEARS else None
        made = replace(
            placed.mapping,
            year=None if number is None else FiscalYear(number),
            department=department.strip() or None,
        )
        if made != placed.mapping:
            self._replace_sheet(placed.mapping, made)
            self.show()

    def name_plan(self, title: str) -> None:
        """Give the plan its title."""
        self.mapping = replace(self.mapping, title=title.strip() or self.mapping.title)

    # Reading, and mapping files

    def understand(self) -> None:
        """Read the book by the mapping, and show what was understood."""
        try:
            self.plan = read_foreign(self._book, self.mapping)
        except KyoseiError as error:
            self.plan = None
            self._view.say(str(error))
            return
        self._view.say("")
        self._view.show_plan(self.plan)

    def load(self, path: Path) -> None:
        """Take the mapping of a file in place of what was decided."""
        try:
            self.mapping = read_mapping(path)
        except KyoseiError as error:
            self._view.say(str(error))
            return
        self._definition = definition_of(dict(self.mapping.definition), path.name)
        self._reasons = ()
        self._view.say("")
        self.show()

    def save(self, path: Path) -> None:
        """Write the mapping to a file."""
        try:
            save_mapping(path, self.mapping)
        except KyoseiError as error:
            self._view.say(str(error))
            return
        self._view.say(_("対応表を「{name}」に保存しました。来年のブックにも使えます。").format(name=path.name))
