"""The official workbooks that were taken, and withdrawing one of them with later work left in place. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.books_taken import TakenBook, list_taken_books, withdraw_taken_book
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.withdrawing import Withdrawal
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.collect.merged_presenter import withdrawal_detail
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import moment_label


@dataclass(frozen=True, slots=True)
class TakenLine:
    """One book that was taken, in words."""

    book: TakenBook
    when: str

    @property
    def standing(self) -> str:
        """Whether its changes count."""
        return _("取り下げ済") if self.book.is_withdrawn else _("取り込み済")


class TakenScreen(Protocol):
    """What the presenter asks of the view."""

    def show_taken(self, lines: Sequence[TakenLine]) -> None:
        """The books that were ever taken, newest first."""


class TakenPresenter:
    """The books taken."""

    def __init__(self, context: AppContext, screen: TakenScreen, withdrawn: Callable[[Withdrawal], None]) -> None:
        """`withdrawn` is called after a book was withdrawn."""
        self._context, self._screen, self._withdrawn = context, screen, withdrawn

    def load(self) -> None:
        """Show the list as it is now."""
        ledger = self._context.open_ledger
        calendar, now = ledger.definition.shown_calendar, ledger.clock()
        self._screen.show_taken(
            [TakenLine(one, moment_label(calendar, one.taken_at, now)) for one in list_taken_books(ledger)]
        )

    def withdraw(self, line: TakenLine) -> None:
        """Withdraw a book, after saying what that would do, and after a backup."""
        ledger, author, taken_at = self._context.open_ledger, self._context.author, line.book.taken_at

        def ask() -> None:
            trial = withdraw_taken_book(ledger, taken_at, author=author, is_dry_run=True)
            if self._context.messages.ask(
                _("「{file}」を取り下げますか。").format(file=line.book.file_name),
                detail=withdrawal_detail(trial),
                yes=_("取り下げる"),
                no=_("やめる"),
            ):
                self._context.jobs.start(
                    _("取り込みを元に戻しています"), _withdraw(ledger, taken_at, author), done=self._withdrawn
                )

        attempt(self._context, ask)


def _withdraw(ledger: Ledger, taken_at: datetime, author: str) -> Generator[Step, None, Withdrawal]:
    yield Step(0, 2, _("控えを作っています"))
    back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    yield Step(1, 2, ledger.name)
    return withdraw_taken_book(ledger, taken_at, author=author)
