"""What the view of the year's turn does: it looks ahead, turns, and takes the turn back. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import InitiativeId
from kyosei_desktop.domain.reorganisation import Change, Joining, Renaming, Splitting
from kyosei_desktop.domain.year_turn import YearTurn
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.reorganising import Reorganisation, preview_reorganisation, reorganise
from kyosei_desktop.store.succession import list_departments
from kyosei_desktop.store.suggestions import list_suggestions
from kyosei_desktop.store.turning import find_undoable_turn, turn_name, undo_turn
from kyosei_desktop.store.year_turn import preview_rollover, rollover
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.year_turn.lines import PreviewLine, reorganisation_lines, rollover_lines

VIEW_ID = "year_turn"


class ChangeKind(StrEnum):
    """What may happen to departments."""

    RENAME = N_("名前を変える")
    JOIN = N_("一つにまとめる")
    SPLIT = N_("いくつかに分ける")


@dataclass(frozen=True, slots=True)
class RolloverChoice:
    """What is chosen for a year's turn. `as_of` says as of when the report is; empty for nothing."""

    years_shown: int
    carries_plans: bool = True
    marks_ended: bool = False
    as_of: str = ""


class YearTurnViewing(Protocol):
    """What the presenter asks of the view."""

    def show_choice(self, undo: str | None, offered_count: int) -> None:
        """Offer what there is to do, and where the last of it can be taken back, that.

        Args:
            undo: the button's text.
            offered_count: how many plans are offered and wait for somebody's word.
        """

    def show_rollover(self, year: str, choice: RolloverChoice) -> None:
        """Ask what the turn to a year is to do."""

    def show_rollover_preview(self, lines: Sequence[PreviewLine], summary: str) -> None:
        """What it would change."""

    def show_reorganisation(self, departments: Sequence[str], from_date: date) -> None:
        """Ask what happens to which departments."""

    def show_reorganisation_preview(
        self, changes: Sequence[str], departments: Sequence[str], lines: Sequence[PreviewLine]
    ) -> None:
        """The changes so far, the departments that there are after them, and what they would change."""


class YearTurnPresenter:
    """The state of the view."""

    def __init__(self, context: AppContext, view: YearTurnViewing) -> None:
        self._context = context
        self._view = view
        self._choice = RolloverChoice(1)
        self._changes: list[Change] = []
        self._chosen: dict[InitiativeId, Sequence[str]] = {}
        self._from_date = date.min

    def load(self) -> None:
        """Offer what can be done now; whatever was begun is given up."""
        kind = find_undoable_turn(self._context.open_ledger)
        undo = None if kind is None else _("最後にした{turn}を元に戻す…").format(turn=turn_name(kind))
        offered_count = len(list_suggestions(self._context.open_ledger))
        self._view.show_choice(undo, offered_count)
        self._context.shell.say_heading(_("年度や組織が変わるとき"))

    # The year's turn

    @property
    def _next_year(self) -> FiscalYear:
        return FiscalYear(self._context.open_ledger.plan().years[-1] + 1)

    def begin_rollover(self) -> None:
        """Ask, with a ready choice and what it would change."""
        plan = self._context.open_ledger.plan()
        self._choice = RolloverChoice(len(plan.years), as_of=plan.as_of or "")
        self._view.show_rollover(
            self._context.open_ledger.definition.shown_calendar.fiscal_year(self._next_year), self._choice
        )
        self._context.shell.say_heading(_("年度更新：この変わり方でよいか"))
        self.choose_rollover(self._choice)

    def choose_rollover(self, choice: RolloverChoice) -> None:
        """Another choice is made: say what it would change. The words of its moment change nothing else."""
        is_worded = choice != self._choice and replace(choice, as_of=self._choice.as_of) == self._choice
        self._choice = choice
        if not is_worded:
            self._look_at_rollover(choice)

    def _look_at_rollover(self, choice: RolloverChoice) -> None:
        ledger = self._context.open_ledger

        def look() -> None:
            turn = preview_rollover(
                ledger, self._next_year, years_shown=choice.years_shown, carries_plans=choice.carries_plans
            )
            lines = rollover_lines(turn, ledger.plan(), ledger.definition, marks_ended=choice.marks_ended)
            self._view.show_rollover_preview(lines, self._years_after(turn))

        attempt(self._context, look)

    def _years_after(self, turn: YearTurn) -> str:
        say = self._context.open_ledger.definition.shown_calendar.fiscal_year
        years = "、".join(say(one) for one in turn.years)
        return _("更新後に載る年度：{years}").format(years=years)

    def roll_over(self) -> None:
        """Turn the year as chosen."""
        choice, year = self._choice, self._next_year
        work = rollover(
            self._context.open_ledger,
            year,
            years_shown=choice.years_shown,
            carries_plans=choice.carries_plans,
            marks_ended=choice.marks_ended,
            as_of=choice.as_of,
            author=self._context.author,
        )
        said = _("{year}に更新しました。直前の控えもあります。")
        said = said.format(year=self._context.open_ledger.definition.shown_calendar.fiscal_year(year))
        self._context.jobs.start(_("年度を更新しています"), work, done=lambda _turn: self.after_change(said))

    # Reorganisation

    def begin_reorganisation(self) -> None:
        """Ask what happens to which departments; proposed is the beginning of the next fiscal year."""
        self._changes, self._chosen = [], {}
        today = self._context.open_ledger.clock().astimezone().date()
        self._from_date = next_beginning(today)
        self._view.show_reorganisation(self._present(), self._from_date)
        self._context.shell.say_heading(_("組織改正：この変わり方でよいか"))
        self._look_ahead()

    def choose_date(self, from_date: date) -> None:
        """The first day with the new names."""
        self._from_date = from_date
        self._look_ahead()

    def add_change(self, kind: ChangeKind, names: Sequence[str], new_names: str) -> bool:
        """One more change of the departments of those names; whether it was taken.

        Args:
            new_names: one name, or for a split several between 、 or commas.
        """
        change = self._change(
            kind, names, [one.strip() for one in new_names.replace("、", ",").split(",") if one.strip()]
        )
        if change is None:
            return False
        self._changes.append(change)
        if self._look_ahead():
            self._context.messages.clear()
            return True
        self._changes.pop()
        return False

    def _change(self, kind: ChangeKind, names: Sequence[str], new_names: Sequence[str]) -> Change | None:
        if kind is ChangeKind.JOIN:
            if len(names) > 1 and len(new_names) == 1:
                return Joining(tuple(names), new_names[0])
            wanted = _("まとめる課を二つ以上選び、まとめた後の名前を一つ書いてください。")
        elif kind is ChangeKind.SPLIT:
            if len(names) == 1 and len(new_names) > 1:
                return Splitting(names[0], tuple(new_names))
            wanted = _("分ける課を一つ選び、分けた後の名前を「、」で区切って二つ以上書いてください。")
        else:
            if len(names) == len(new_names) == 1:
                return Renaming(names[0], new_names[0])
            wanted = _("名前を変える課を一つ選び、新しい名前を書いてください。")
        self._context.messages.warn(wanted)
        return None

    def take_change_back(self, number: int) -> None:
        """Leave out a change, counted from 0, and those after it, which may speak of what it made."""
        del self._changes[number:]
        self._chosen = {}
        self._look_ahead()

    def choose_owners(self, initiative: InitiativeId, names: Sequence[str]) -> None:
        """Give an initiative to some of the departments that one is split into."""
        self._chosen[initiative] = tuple(names)
        self._look_ahead()

    def _look_ahead(self) -> bool:
        ledger = self._context.open_ledger

        def look() -> None:
            found = preview_reorganisation(ledger, self._changes, self._from_date, chosen=self._chosen)
            lines = reorganisation_lines(found, ledger.definition)
            changes = lines[: len(found.changes)]
            self._view.show_reorganisation_preview([one.where for one in changes], found.present, lines[len(changes) :])

        return attempt(self._context, look)

    def _present(self) -> list[str]:
        return [one.department.name for one in list_departments(self._context.open_ledger) if one.ends_on is None]

    def reorganise(self) -> None:
        """Do what was looked at."""
        if not self._changes:
            self._context.messages.warn(_("まず、変わる課を加えてください。"))
            return
        work = reorganise(
            self._context.open_ledger,
            tuple(self._changes),
            self._from_date,
            chosen=dict(self._chosen),
            author=self._context.author,
        )
        self._context.jobs.start(_("担当課を改めています"), work, done=self._after_reorganisation)

    def _after_reorganisation(self, found: Reorganisation) -> None:
        said = _("組織改正をしました。{count}の取組の担当課が変わりました。直前の控えもあります。")
        self.after_change(said.format(count=len(found.owners)))

    # Taking back

    def undo(self) -> None:
        """Ask, and take the last turn back."""
        kind = find_undoable_turn(self._context.open_ledger)
        if kind is None:
            return
        question = _("最後にした{turn}を、まとめて元に戻しますか。").format(turn=turn_name(kind))
        if self._context.messages.ask(question, yes=_("元に戻す"), no=_("やめる")):
            self._undo_if_possible()

    def _undo(self) -> None:
        kind = undo_turn(self._context.open_ledger, author=self._context.author)
        self._context.changed(by=VIEW_ID)
        self.load()
        said, before = _("{turn}を元に戻しました。"), find_undoable_turn(self._context.open_ledger)
        more = _("その前の{turn}も元に戻す").format(turn=turn_name(before)) if before is not None else None
        self._context.messages.info(
            said.format(turn=turn_name(kind)), None if more is None else (more, self._undo_if_possible)
        )

    def after_change(self, said: str) -> None:
        """Say what was done, and offer to take it back."""
        self._context.changed(by=VIEW_ID)
        self.load()
        self._context.messages.info(said, (_("元に戻す"), self._undo_if_possible))

    def _undo_if_possible(self) -> None:
        attempt(self._context, self._undo)


def next_beginning(today: date) -> date:
    """The first of April at hand: this calendar year's until September, then the next one's."""
    this_year = date(today.year, 4, 1)
    return this_year if today < date(today.year, 10, 1) else date(today.year + 1, 4, 1)
