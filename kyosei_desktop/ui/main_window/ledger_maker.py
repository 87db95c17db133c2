"""Making a new ledger in the window: of an example, a plan document, an official workbook, or one of another layout."""

from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.exchange.answer_files import is_spreadsheet
from kyosei_desktop.exchange.definitions import definitions_at_hand, find_definition
from kyosei_desktop.exchange.foreign import AnyBook, create_ledger_from_book, known_definitions, look_at_any_book
from kyosei_desktop.exchange.new_ledger import create_ledger_from_report
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.main_window import opening
from kyosei_desktop.ui.server.opener import MakeLedger, ServerOpener

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.window import MainWindow


BOOK_FILES = N_("Excel ブック (*.xlsx)")


class LedgerMaker:
    """Asks for all that a new ledger takes, for one window."""

    def __init__(self, window: "MainWindow", work_folder: Path) -> None:
        """`work_folder` is where a place for it is suggested."""
        self._window, self._work_folder = window, work_folder

    def ask_and_make(self) -> None:
        """Ask of what a new ledger is made and where it goes, make it and open it."""
        choice = self._window.context.dialogs.ask_new_ledger(opening.definitions_to_choose())
        if choice is None:
            return
        if choice.plan is None or not is_spreadsheet(choice.plan):
            self._ask_place_and_make(
                choice,
                opening.suggested_name(choice),
                lambda place, author: opening.make_ledger(place, choice, author=author),
            )
            return
        self._read_book_and_make(choice, choice.plan)

    def ask_book_and_make(self) -> None:
        """Ask for a workbook, make a ledger of it in whichever of the shapes at hand fits, and open it."""
        dialogs = self._window.context.dialogs
        for file in dialogs.ask_open_files(_("計画にする Excel ブックを選ぶ"), _(BOOK_FILES))[:1]:
            self._read_book_and_make(NewLedgerChoice(definitions_at_hand()[0], file), file)

    def _read_book_and_make(self, choice: NewLedgerChoice, file: Path) -> None:
        self._window.jobs.start(
            _("ブックを読んでいます"),
            look_at_any_book(file),
            done=lambda found: self._window.guard(lambda: self._make_of_book(choice, file, found)),
        )

    def _make_of_book(self, choice: NewLedgerChoice, file: Path, found: AnyBook) -> None:
        name = f"{file.stem}{opening.LEDGER}"
        if found.report is not None:
            recognised, definition = found.report
            self._ask_place_and_make(
                choice,
                name,
                lambda place, author: create_ledger_from_report(
                    place, recognised, definition, file=file, author=author
                ),
            )
            return
        plan = self._window.context.dialogs.ask_mapping(found.book, _definitions_for(choice))
        if plan is not None:
            self._ask_place_and_make(
                choice, name, lambda place, author: create_ledger_from_book(place, plan, author=author)
            )

    def _ask_place_and_make(self, choice: NewLedgerChoice, name: str, make: MakeLedger) -> None:
        if choice.is_on_server:
            ServerOpener(self._window).ask_and_make(make)
            return
        suggested = self._work_folder / name
        path = self._window.context.dialogs.ask_save_file(_("新しい台帳を作る"), suggested, _("台帳 (*.kyosei)"))
        if path is None:
            return
        self._window.leave_view()
        target, author = path.with_suffix(opening.LEDGER), self._window.context.author
        self._window.guard(lambda: self._window.show_ledger(make(target, author)))


def _definitions_for(choice: NewLedgerChoice) -> list[Definition]:
    """The one that was chosen; where that is the one offered first, all, for the book's own words to decide."""
    if choice.definition == definitions_at_hand()[0]:
        return known_definitions()
    return [find_definition(choice.definition)]
