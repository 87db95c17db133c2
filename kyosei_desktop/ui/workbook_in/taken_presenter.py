"""The official workbooks that were taken, and withdrawing one of them with later work left in place. No Qt here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.books_taken import TakenBook, list_taken_books, withdraw_taken_book
from kyosei_desktop.store.withdrawing import Withdrawal
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.withdrawing import ask_and_withdraw
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
        ask_and_withdraw(
            self._context,
            _("「{file}」を取り下げますか。").format(file=line.book.file_name),
            partial(withdraw_taken_book, self._context.open_ledger, line.book.taken_at),
            self._withdrawn,
            yes=_("取り下げる"),
        )
