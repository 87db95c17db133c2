"""What differs between two moments of the history, and the plan as it was at one. No Qt here."""

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import MeasureNumber, Plan
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.files import write_file
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.past import plan_at
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.differences import DifferenceLine, difference_lines
from kyosei_desktop.ui.moments import Moments, moments_of

_PLAN = N_("計画データ (*.json)")


class ComparingScreen(Protocol):
    """What the presenter asks of the page."""

    def show_moments(self, moments: Moments) -> None:
        """Offer these moments."""

    def show_differences(self, lines: Sequence[DifferenceLine], words: str) -> None:
        """The fields, and in words how many differ."""


class ComparingPresenter:
    """Two moments, and what is shown of the plans of then."""

    def __init__(self, context: AppContext, screen: ComparingScreen) -> None:
        """Nothing is read before `load`."""
        self._context, self._screen = context, screen
        self._lines: Sequence[DifferenceLine] = ()
        self._measure: MeasureNumber | None = None
        self._is_reversed = False

    def load(self) -> None:
        """Offer the moments that the history has now."""
        self._screen.show_moments(moments_of(self._context.open_ledger))

    def filter_by(self, measure: MeasureNumber | None) -> None:
        """Show only the fields of one measure; None for all."""
        self._measure = measure
        self._show()

    def compare(self, since: datetime | None, until: datetime | None, *, is_whole: bool) -> None:
        """Show what differs between two moments (UTC), None being now; with `is_whole` all of both plans."""
        now = self._context.open_ledger.clock()
        self._is_reversed = (since or now) > (until or now)

        def done(lines: list[DifferenceLine]) -> None:
            self._lines = lines
            self._show()

        self._context.jobs.start(
            _("二つの時点を比べています"),
            _compare(self._context.open_ledger, since, until, is_whole),
            done=done,
            is_quiet=True,
            key="history.compare",
        )

    def save_plan(self, at: datetime | None) -> None:
        """Ask where the plan as it was at a moment goes, and write it: `init --from` makes a ledger of it."""
        ledger = self._context.open_ledger
        when = (at or ledger.clock()).astimezone()
        name = _("{name}_計画_{when}.json").format(name=ledger.path.stem, when=f"{when:%Y%m%d-%H%M}")
        file = self._context.dialogs.ask_save_file(_("この時点の計画を保存"), ledger.path.parent / name, _(_PLAN))
        if file is None:
            return
        target = file if file.suffix else file.with_suffix(".json")
        if attempt(self._context, lambda: write_file(target, plan_document_text(_plan(ledger, at)).encode())):
            self._context.messages.info(_("「{name}」に保存しました。").format(name=target.name))

    def _show(self) -> None:
        lines = [one for one in self._lines if self._measure in (None, one.measure)]
        count = sum(one.before != one.after for one in lines)
        words = [_("前の時点が、後の時点より後になっています。")] if self._is_reversed else []
        words.append(
            _("二つの時点では、{count}欄が違います。").format(count=count)
            if count
            else _("二つの時点で、欄の文はすべて同じです。")
        )
        self._screen.show_differences(lines, "".join(words))


def _compare(
    ledger: Ledger, since: datetime | None, until: datetime | None, is_whole: bool
) -> Generator[Step, None, list[DifferenceLine]]:
    yield Step(0, 2, ledger.name)
    before = _plan(ledger, since)
    yield Step(1, 2, ledger.name)
    return difference_lines(ledger.definition, before, _plan(ledger, until), is_whole=is_whole)


def _plan(ledger: Ledger, at: datetime | None) -> Plan:
    return ledger.plan() if at is None else plan_at(ledger, at)
