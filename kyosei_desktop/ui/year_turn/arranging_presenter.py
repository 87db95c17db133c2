"""Arranging measures, and confirming the plans that are offered: looked at before it is done. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.field_labels import field_label, measure_label
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.measure_differences import MeasureDifferences
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.measure_changes import MeasureChange, change_measures
from kyosei_desktop.store.measure_preview import preview_measure_change
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.store.succession import list_departments
from kyosei_desktop.store.suggestions import confirm_suggestions, list_suggestions
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.year_turn.arranging import (
    Arrangement,
    ArrangingOptions,
    MeasureOption,
    change_of,
    what_is_missing,
)
from kyosei_desktop.ui.year_turn.lines import PreviewLine, arranging_lines

_LOOKING = "year_turn.arranging"
"""Only the newest look ahead counts: each key typed asks for another."""


class ArrangingViewing(Protocol):
    """What the presenter asks of the view."""

    def show_arranging(self, options: ArrangingOptions) -> None:
        """Ask how measures are to be arranged."""

    def show_arranging_preview(self, lines: Sequence[PreviewLine], why_not: str) -> None:
        """What it would change, or why it cannot be done yet; empty where it can."""

    def show_confirming(self, lines: Sequence[PreviewLine]) -> None:
        """The plans that are offered."""


class ArrangingPresenter:
    """The state of the two panels."""

    def __init__(self, context: AppContext, view: ArrangingViewing, *, done: Callable[[str], None]) -> None:
        """`done` is told what was done, in a sentence."""
        self._context = context
        self._view = view
        self._done = done
        self._wanted: Arrangement | None = None
        self._change: MeasureChange | None = None

    # Arranging

    def begin(self) -> None:
        """Ask, with nothing chosen yet."""
        ledger = self._context.open_ledger
        plan, definition = ledger.plan(), ledger.definition
        measures = [
            MeasureOption(
                one.no,
                f"{measure_label(definition, one.no)}　{one.name}",
                [initiative.content for initiative in one.initiatives],
            )
            for one in plan.measures
        ]
        departments = [one.department.name for one in list_departments(ledger) if one.ends_on is None]
        years = [(one, definition.shown_calendar.fiscal_year(one)) for one in plan.years]
        self._context.shell.say_heading(_("施策の整理：この変わり方でよいか"))
        self._view.show_arranging(ArrangingOptions(measures, departments, years))

    def choose(self, wanted: Arrangement) -> None:
        """The form stands otherwise: say what that would change."""
        self._wanted, self._change = wanted, None
        missing = what_is_missing(wanted)
        if missing is not None:
            self._view.show_arranging_preview([], missing)
            return
        change, ledger = change_of(wanted), self._context.open_ledger

        def show(found: MeasureDifferences) -> None:
            if self._wanted is not wanted:  # the form was changed while this was looked at
                return
            self._change = change
            is_round_open = find_open_round(ledger) is not None
            self._view.show_arranging_preview(
                arranging_lines(found, ledger.definition, is_round_open=is_round_open), ""
            )

        def refuse(error: KyoseiError) -> None:
            if self._wanted is wanted:
                self._view.show_arranging_preview([], str(error))

        work = _looking_ahead(ledger, change)
        title = _("変わるところを調べています")
        self._context.jobs.start(title, work, done=show, failed=refuse, is_quiet=True, key=_LOOKING)

    def arrange(self) -> None:
        """Do what was looked at."""
        if self._change is None:
            return
        work = change_measures(self._context.open_ledger, self._change, author=self._context.author)
        said = _("施策を整理しました。直前の控えもあります。")
        self._context.jobs.start(_("施策を整理しています"), work, done=lambda _nothing: self._done(said))

    # Confirming plans

    def begin_confirming(self) -> None:
        """Show what is offered."""
        ledger = self._context.open_ledger
        plan, offered = ledger.plan(), list_suggestions(ledger)
        lines = [
            PreviewLine(_("予定の案"), field_label(ledger.definition, plan.address_of(place)), offered[place.id])
            for place in plan.fields()
            if place.id in offered
        ]
        self._context.shell.say_heading(_("予定の案：すべて予定にしてよいか"))
        self._view.show_confirming(lines)

    def confirm(self) -> None:
        """Make all of it plans."""

        def done(fields: Sequence[object]) -> None:
            said = _("予定の案{count}欄を予定にしました。直前の控えもあります。")
            self._done(said.format(count=len(fields)))

        work = confirm_suggestions(self._context.open_ledger, author=self._context.author)
        self._context.jobs.start(_("予定の案を予定にしています"), work, done=done)


def _looking_ahead(ledger: Ledger, change: MeasureChange) -> Generator[Step, None, MeasureDifferences]:
    """The look ahead as a job: it takes too long for every key."""
    yield Step(0, 1, _("変わるところを調べています"))
    return preview_measure_change(ledger, change)
