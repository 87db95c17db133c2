"""Looking through the plan, and editing its cells one by one. No Qt here."""

from collections.abc import Sequence
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, BlankReason, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.history.presenter import HistoryLine, history_lines
from kyosei_desktop.ui.measures.lines import MeasureCell, MeasureLine, column_titles, measure_lines
from kyosei_desktop.ui.wording import field_label

VIEW_ID = "measures"


class MeasuresViewing(Protocol):
    """What the presenter asks of the view."""

    def show_years(self, years: Sequence[tuple[FiscalYear, str]], chosen: FiscalYear) -> None:
        """The years to choose from."""

    def show_lines(self, titles: Sequence[str], lines: Sequence[MeasureLine], total: int) -> None:
        """The lines that pass the filter, of so many."""

    def show_cell(self, heading: str, cell: MeasureCell, history: Sequence[HistoryLine]) -> None:
        """A cell with its history."""

    def show_no_cell(self) -> None:
        """No cell is chosen."""


class MeasuresPresenter:
    """The year and the filter, and the cell being looked at."""

    def __init__(self, context: AppContext, view: MeasuresViewing) -> None:
        self._context = context
        self._view = view
        self._year: FiscalYear | None = None
        self._words = ""
        self._only_unwritten = False
        self._address: Address | None = None

    def load(self) -> None:
        """Read the plan again."""
        ledger = self._context.open_ledger
        plan, definition = ledger.plan(), ledger.definition
        collection = find_open_round(ledger)
        if self._year is None or self._year not in plan.years:
            self._year = collection.year if collection is not None else plan.years[-1]
        year = self._year
        self._view.show_years([(one, definition.calendar.fiscal_year(one)) for one in plan.years], year)
        conflicts = {one.place.id for one in list_conflicts(ledger)}
        lines = measure_lines(plan, definition, year, conflicts)
        shown = [
            line for line in lines if line.matches(self._words) and (line.has_unwritten or not self._only_unwritten)
        ]
        self._view.show_lines(column_titles(definition), shown, len(lines))

    def choose_year(self, year: FiscalYear) -> None:
        """Show the entries of another year."""
        self._year = year
        self.load()

    def filter_by(self, words: str, *, only_unwritten: bool) -> None:
        """Show only the lines in which all words stand, or those that lack an entry."""
        self._words, self._only_unwritten = words, only_unwritten
        self.load()

    def choose(self, cell: MeasureCell | None) -> None:
        """Show a cell and its history."""
        self._address = None if cell is None else cell.address
        if cell is None:
            self._view.show_no_cell()
            return
        ledger = self._context.open_ledger
        history = [line for line in history_lines(ledger, cell.address.measure) if line.address == cell.address]
        self._view.show_cell(field_label(ledger.definition, cell.address), cell, history)

    def save(self, text: str, blank: BlankReason | None, reason: str) -> bool:
        """Give the chosen cell another value; whether that was possible."""
        address = self._address
        assert address is not None, "the view offers saving with a cell only"
        ledger = self._context.open_ledger
        value = Value(text) if text else Value(blank=blank)
        changed: list[object] = []

        def act() -> None:
            changed.extend(
                edit_fields(ledger, [(address, value)], author=self._context.author, reason=reason.strip() or None)
            )

        if not attempt(self._context, act):
            return False
        self._context.changed(by=VIEW_ID)
        self.load()
        said = _("{field}を保存しました。") if changed else _("{field}は変わっていません。")
        self._context.messages.info(said.format(field=field_label(ledger.definition, address)))
        return True

    def ask_to_save(self) -> bool:
        """Ask whether an edit that was not saved should be; Escape keeps it, since the history can take it back."""
        assert self._address is not None
        field = field_label(self._context.open_ledger.definition, self._address)
        question = _("{field}の変更を捨てますか。").format(field=field)
        return not self._context.messages.ask(question, yes=_("捨てる"), no=_("保存する"))

    def settle_conflict(self) -> None:
        """Go and settle the chosen cell's conflict."""
        assert self._address is not None
        self._context.go("conflicts", conflict=str(self._address))

    def show_history(self) -> None:
        """Go and see everything that happened to the measure."""
        assert self._address is not None
        self._context.go("history", measure=self._address.measure)
