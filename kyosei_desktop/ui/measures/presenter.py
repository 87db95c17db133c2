"""Looking through the plan of all years, and editing its cells one by one. No Qt here."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, BlankReason, DepartmentId, FieldKind, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.changed import changed_since
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.store.searching import find_texts
from kyosei_desktop.store.seen_revisions import Seen, seen_with
from kyosei_desktop.store.whole import Whole, count_cells, read_whole
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.history.timeline import TimelineItem, timeline_of
from kyosei_desktop.ui.measures.filtering import PlanFilter, filters_from_text, filters_text, find_lines
from kyosei_desktop.ui.measures.lines import MeasureCell, MeasureLines, column_titles
from kyosei_desktop.ui.measures.moments import MomentOption, moment_named, moment_options
from kyosei_desktop.ui.wording import field_label, year_label

VIEW_ID = "measures"
_CELLS_AT_ONCE = 20_000
"""More take longer than a blink to read."""


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """What may be chosen to narrow the table, each as what stands for it and its words."""

    years: Sequence[tuple[FiscalYear, str]]
    departments: Sequence[tuple[DepartmentId, str]]
    moments: Sequence[MomentOption]
    saved: Sequence[str]


class MeasuresViewing(Protocol):
    """What the presenter asks of the view."""

    def show_filter(self, options: FilterOptions, chosen: PlanFilter, saved: str) -> None:
        """The choices, those made, and the name of the saved view that they are; empty for none."""

    def show_lines(self, titles: Sequence[str], lines: MeasureLines, total: int) -> None:
        """The lines that pass the filter, of so many."""

    def show_cell(self, heading: str, cell: MeasureCell, history: Sequence[TimelineItem]) -> None:
        """A cell with its history."""

    def show_no_cell(self) -> None:
        """No cell is chosen."""

    def save_edit(self) -> None:
        """Save what stands in the panel, as its button does."""


class MeasuresPresenter:
    """The filter, and the cell being looked at."""

    def __init__(self, context: AppContext, view: MeasuresViewing) -> None:
        self._context = context
        self._view = view
        self._filter: PlanFilter | None = None
        self._whole: Whole | None = None
        self._address: Address | None = None
        self._seen: Seen = {}

    def load(self) -> None:
        """Read the plan again; a large one off the UI thread, meanwhile what was read before stays."""
        ledger = self._context.open_ledger
        if count_cells(ledger) <= _CELLS_AT_ONCE:
            self._take(read_whole(ledger))
            return
        self._context.jobs.start(
            _("計画を読んでいます"),
            _read(ledger),
            done=self._take,
            is_quiet=self._whole is not None,
            key=VIEW_ID,
        )

    def _take(self, whole: Whole) -> None:
        self._whole = whole
        if self._filter is None:
            collection = find_open_round(self._context.open_ledger)
            is_shown = collection is not None and collection.year in whole.years
            year = collection.year if collection is not None and is_shown else whole.shown_years[-1]
            self._filter = PlanFilter(year=year)
        elif self._filter.year is not None and self._filter.year not in whole.years:
            self._filter = replace(self._filter, year=None)
        self._show()

    @property
    def filter(self) -> PlanFilter:
        """What is looked for."""
        return self._filter or PlanFilter()

    def filter_by(self, wanted: PlanFilter) -> None:
        """Look for something else."""
        if wanted != self._filter:
            self._filter = wanted
            self._show()

    def save_filter(self) -> None:
        """Ask for a name and keep what is looked for under it, for this user and plan."""
        name = self._context.dialogs.ask_text(_("絞り込みを保存"), _("名前："), self._saved_name() or self.filter.words)
        if name is not None and name.strip():
            saved = {**self._saved(), name.strip(): self.filter}
            self._context.shell.remember(self._key, filters_text(saved))
            self._show()
            self._context.messages.info(_("絞り込み「{name}」を保存しました。").format(name=name.strip()))

    def delete_filter(self, name: str) -> None:
        """Forget a saved view; what is looked for stays."""
        saved = self._saved()
        if saved.pop(name, None) is not None:
            self._context.shell.remember(self._key, filters_text(saved))
            self._show()

    def use_filter(self, name: str) -> None:
        """Look for what was saved under a name."""
        saved = self._saved()
        if name in saved:
            self.filter_by(saved[name])

    @property
    def _key(self) -> str:
        return f"filters-{self._context.open_ledger.head.plan}"

    def _saved(self) -> dict[str, PlanFilter]:
        return filters_from_text(self._context.shell.remembered(self._key))

    def _saved_name(self) -> str:
        return next((name for name, one in self._saved().items() if one == self.filter), "")

    def _show(self) -> None:
        ledger, whole, wanted = self._context.open_ledger, self._whole, self.filter
        if whole is None:  # still being read
            return
        definition = ledger.definition
        options = FilterOptions(
            years=[(one, year_label(definition, one, shown=whole.shown_years)) for one in whole.years],
            departments=list(whole.department_names.items()),
            moments=moment_options(ledger),
            saved=list(self._saved()),
        )
        self._view.show_filter(options, wanted, self._saved_name())
        since = moment_named(ledger, wanted.since)
        changed = None if since is None else changed_since(ledger, since)
        keys = find_lines(whole, definition, wanted, partial(find_texts, ledger), changed)
        lines = MeasureLines(whole, definition, keys, changed=changed or (), names_years=wanted.year is None)
        total = sum(len(one.initiatives) for one in whole.measures) * (1 if wanted.year else len(whole.years))
        self._view.show_lines(column_titles(definition), lines, total)

    def choose(self, cell: MeasureCell | None) -> None:
        """Show a cell and its history."""
        self._address = None if cell is None else cell.address
        if cell is None:
            self._view.show_no_cell()
            return
        ledger = self._context.open_ledger
        # Departments are shown by name and stored by id.
        shown = None if cell.address.field is FieldKind.DEPARTMENTS else cell.value
        self._seen = seen_with(ledger, cell.place, shown)
        self._view.show_cell(field_label(ledger.definition, cell.address), cell, timeline_of(ledger, cell.place))

    def save(self, text: str, blank: BlankReason | None, reason: str) -> bool:
        """Give the chosen cell another value; whether that was possible."""
        address = self._address
        assert address is not None, "the view offers saving with a cell only"
        ledger = self._context.open_ledger
        value = Value(text) if text else Value(blank=blank)
        changed: list[object] = []

        def act() -> None:
            why = reason.strip() or None
            changed.extend(
                edit_fields(ledger, [(address, value)], author=self._context.author, reason=why, seen=self._seen)
            )

        if not attempt(self._context, act, again=self._view.save_edit):
            return False
        self._context.changed(by=VIEW_ID)
        self.load()
        field = field_label(ledger.definition, address)
        if changed and any(one.address == address for one in list_conflicts(ledger)):
            said = _("{field}は、その間にほかの人も変えていました。どちらも残し、競合にしました。")
            self._context.messages.warn(said.format(field=field), (_("競合を決める"), self.settle_conflict))
            return True
        said = _("{field}を保存しました。") if changed else _("{field}は変わっていません。")
        self._context.messages.info(said.format(field=field))
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


def _read(ledger: Ledger) -> Generator[Step, None, Whole]:
    yield Step(0, 1, _("計画の欄"))
    return read_whole(ledger)
