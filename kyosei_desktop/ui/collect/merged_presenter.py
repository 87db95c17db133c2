"""The list of files that were merged, and withdrawing one of them with later work left in place. No Qt here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.rounds import list_rounds, round_label
from kyosei_desktop.store.submissions import MergedSubmission, list_submissions
from kyosei_desktop.store.withdrawing import Withdrawal, withdraw_submission
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.withdrawing import ask_and_withdraw
from kyosei_desktop.ui.wording import moment_label


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One merged file, in words."""

    submission: MergedSubmission
    when: str
    round: str

    @property
    def standing(self) -> str:
        """Whether its answers count."""
        if self.submission.is_withdrawn:
            return _("取り下げ済")
        return _("取り込み済（遅れ）") if self.submission.is_late else _("取り込み済")

    @property
    def whom(self) -> str:
        """Who handed it in, and where they are called."""
        extension = self.submission.extension
        parts = (self.submission.person, _("内線{extension}").format(extension=extension) if extension else "")
        return " ".join(part for part in parts if part)


class MergedViewing(Protocol):
    """What the presenter asks of the view."""

    def show_merged(self, lines: Sequence[MergedLine]) -> None:
        """The files that were ever merged, newest first."""


class MergedPresenter:
    """The files merged."""

    def __init__(self, context: AppContext, view: MergedViewing, withdrawn: Callable[[Withdrawal], None]) -> None:
        """`withdrawn` is called after a file was withdrawn."""
        self._context = context
        self._view = view
        self._withdrawn = withdrawn

    def load(self) -> None:
        """Show the list as it is now."""
        ledger = self._context.open_ledger
        labels = {one.id: round_label(ledger, one) for one in list_rounds(ledger)}
        calendar, now = ledger.definition.shown_calendar, ledger.clock()
        self._view.show_merged(
            [
                MergedLine(one, moment_label(calendar, one.arrived_at, now), labels.get(one.round, ""))
                for one in list_submissions(ledger)
            ]
        )

    def withdraw(self, line: MergedLine) -> None:
        """Withdraw a file, after saying what that would do, and after a backup."""
        ask_and_withdraw(
            self._context,
            _("「{file}」を取り下げますか。").format(file=line.submission.file_name),
            partial(withdraw_submission, self._context.open_ledger, line.submission.id),
            self._withdrawn,
            yes=_("取り下げる"),
        )
