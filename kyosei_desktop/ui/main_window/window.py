"""The main window: puts navigation, heading, messages, the current view and the status line together."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.ledger import Ledger, utc_now
from kyosei_desktop.store.log import log_bug, log_event, log_refusal
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.ui.context import AppContext, Dialogs
from kyosei_desktop.ui.crash import CrashDialog
from kyosei_desktop.ui.cures import cure_for
from kyosei_desktop.ui.dialogs import FileDialogs
from kyosei_desktop.ui.jobs import Jobs
from kyosei_desktop.ui.main_window import opening
from kyosei_desktop.ui.main_window.companions import Companions
from kyosei_desktop.ui.main_window.file_opener import FileOpener
from kyosei_desktop.ui.main_window.menus import Menus
from kyosei_desktop.ui.main_window.navigation import Navigation
from kyosei_desktop.ui.main_window.page import Page
from kyosei_desktop.ui.main_window.preferring import Preferrer
from kyosei_desktop.ui.main_window.reopening import Reopener
from kyosei_desktop.ui.main_window.standing import Standing
from kyosei_desktop.ui.main_window.starter import Starter
from kyosei_desktop.ui.main_window.status_line import StatusLine
from kyosei_desktop.ui.main_window.view_stack import ViewStack
from kyosei_desktop.ui.main_window.views import views_for
from kyosei_desktop.ui.messages import MessageBar
from kyosei_desktop.ui.passphrases.keyring import Keyring
from kyosei_desktop.ui.server.opener import ServerOpener
from kyosei_desktop.ui.settings import Settings
from kyosei_desktop.ui.starts import Start
from kyosei_desktop.ui.view import View

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.ledger_maker import LedgerMaker


class MainWindow(QMainWindow):
    """The `context.Shell`: one window, one ledger at a time.

    Attributes:
        settings: what is remembered between two starts.
        work_folder: where work files are kept.
        starter: starts without a file.
        standing: what is said of the open file, whatever view is shown.
        context: of what is open now.
        renewal_wanted: the words have changed; another window has to take this one's place (`renewing.renewed`).
    """

    renewal_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        *,
        author: str,
        work_folder: Path,
        dialogs: Dialogs | None = None,
        keyring: Keyring | None = None,
    ) -> None:
        """Empty until `show_ledger` or `open_file`.

        Args:
            settings: what is remembered between two starts.
            author: who acts.
            work_folder: where work files are kept.
            dialogs: asks for files; by default the system's dialogs.
            keyring: the passphrases given so far; by default none.
        """
        super().__init__()
        self.settings = settings
        self.work_folder = work_folder
        self._opener = FileOpener(self, work_folder)
        self.starter, self._preferrer = Starter(self), Preferrer(self)
        self._keyring = Keyring() if keyring is None else keyring
        self._dialogs = dialogs or FileDialogs(self)
        self.setAcceptDrops(True)
        self.setAccessibleName(_("進捗状況のとりまとめ"))
        self.navigation = Navigation()
        self.navigation.chosen.connect(self._on_navigation)
        self.navigation.list.activated.connect(self._enter_view)
        self._views = ViewStack()
        page = Page(self._views)
        self.heading = page.heading
        self._lay_out(page)
        self.messages = MessageBar(self)
        page.put_below(self.messages)
        self._reopener = Reopener(self)
        self.standing = Standing(self, self._reopener, page)
        self.jobs = Jobs(self.messages, self, cure=lambda error: cure_for(error, self))
        self.status_line = StatusLine(self._now, self.jobs)
        self.setStatusBar(self.status_line)
        self.jobs.crashed.connect(self.show_crash)
        self._companions = Companions(self)
        self.context = self._new_context(None, author)
        self.menus = Menus(self, lambda: self.context, lambda: self.recent_files, self.guard)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._preferrer.follow_system)
        self.resize(1366, 768)
        if settings.geometry is not None:
            self.restoreGeometry(settings.geometry)

    def _now(self) -> datetime:
        return self.context.ledger.clock() if self.context.ledger is not None else utc_now()

    def _lay_out(self, page: Page) -> None:
        centre = QWidget()
        centre.setAccessibleName(_("画面"))
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(page, 1)
        self.setCentralWidget(centre)

    def _new_context(self, ledger: Ledger | None, author: str) -> AppContext:
        context = AppContext(ledger, author, self.jobs, self.messages, self._dialogs, self, keyring=self._keyring)
        context.changes.subscribe(self._views.outdate_others)
        return context

    # What is open

    def show_ledger(self, ledger: Ledger | None) -> None:
        """Close what is open and show this instead, at its first view."""
        self.close_ledger()
        self.context = self._new_context(ledger, self.context.author)
        if ledger is not None:
            self.settings.remember_place(ledger.place)
            log_event("opened", file=ledger.path.name, is_read_only=int(ledger.is_read_only))
        self._companions.begin(self.context)
        specs = views_for(self.context)
        self._views.use(specs)
        self.navigation.setVisible(len(specs) > 1)
        self.navigation.show_views(specs)
        self.go(specs[0].id)
        self.refresh_state()

    def open_file(self, path: Path, *, read_only: bool = False, take_over: bool = False) -> None:
        """Open a ledger, work file, request or submission; what goes wrong is said in the message bar."""
        self._opener.open_file(path, read_only=read_only, take_over=take_over)

    def take_submissions(self, files: list[Path]) -> None:
        """Answers go to where they are collected or, in a work file, joined; a book of the report to where it is read.

        Raises:
            AnswersNeedALedger
        """
        self._opener.take_submissions(files)

    def open_own_ledger(self) -> None:
        """Open the user's own ledger with the built-in plan; at the first start it is made."""
        self._opener.open_own_ledger()

    @property
    def start(self) -> Start | None:
        """What the person is here for, as they said last."""
        return self.settings.start

    def start_as(self, start: Start) -> None:
        """Start in one of the three ways, and remember it."""
        self.starter.start_as(start)

    def show_start(self) -> None:
        """Close what is open, and show the ways to start."""
        self.show_ledger(None)

    def ask_and_open(self) -> None:
        """Ask which file to open, and open it."""
        self._opener.ask_and_open()

    def open_server(self, place: ServerPlace, *, read_only: bool = False) -> None:
        """Open a ledger on a server; what goes wrong is said in the message bar."""
        ServerOpener(self).open(place, read_only=read_only)

    def ask_and_open_server(self) -> None:
        """Ask for the address of a ledger on a server, and open it."""
        ServerOpener(self).ask_and_open()

    @property
    def recent_servers(self) -> list[str]:
        """Addresses of ledgers on servers opened lately, newest first."""
        return self.settings.recent_servers

    def open_server_address(self, address: str) -> None:
        """Open one of them."""
        ServerOpener(self).open_address(address)

    def ask_and_make_ledger(self) -> None:
        """Ask of what a new ledger is made and where it goes, make it and open it."""
        self._ledger_maker.ask_and_make()

    def ask_and_make_ledger_of_book(self) -> None:
        """Ask for a workbook of any layout, make a ledger of it and open that."""
        self._ledger_maker.ask_book_and_make()

    @property
    def _ledger_maker(self) -> "LedgerMaker":
        from kyosei_desktop.ui.main_window.ledger_maker import LedgerMaker  # brings openpyxl along

        return LedgerMaker(self, self.work_folder)

    def restore_backup(self, backup: Path) -> None:
        """Put a backup in the place of what is open, and open that."""
        self._reopener.restore(backup)

    def close_ledger(self) -> None:
        """Keep what is unsaved, and close what is open."""
        ledger = self.release_ledger()
        if ledger is not None:
            ledger.close()

    def release_ledger(self) -> Ledger | None:
        """Keep what is unsaved, and let go of what is open, which stays open for whoever gets it."""
        self.leave_view()
        self._companions.stop()
        self.jobs.stop()
        self.standing.forget()
        self._views.clear()
        ledger, self.context.ledger = self.context.ledger, None
        return ledger

    # Views

    @property
    def current_view_id(self) -> str | None:
        """The view shown."""
        return self._views.current_id

    @property
    def current_view(self) -> View | None:
        """Its widget."""
        return self._views.current

    def go(self, view_id: str, **where: Any) -> None:
        """Show a view; `where` goes to its `open_at`."""
        self.leave_view()
        self.messages.clear_info()
        self.heading.setText(_(self._views.spec(view_id).question))
        view = self._views.show_view(view_id, self.context)
        self.navigation.show_current(view_id)
        view.open_at(**where)
        with self.context.reading():
            self._refresh_commands()
        self._enter_view()

    show_view = go

    def _enter_view(self) -> None:
        """Give the keyboard to the view shown."""
        focus = None if self.current_view is None else self.current_view.first_focus()
        if focus is not None:
            focus.setFocus()

    def leave_view(self) -> None:
        """Let the current view keep what is unsaved."""
        self._views.leave()

    def _on_navigation(self, view_id: str) -> None:
        if view_id != self._views.current_id:
            had_focus = self.navigation.list.hasFocus()
            self.go(view_id)
            if had_focus:  # arrow keys go on through the list
                self.navigation.list.setFocus()

    # What the window says

    def say_heading(self, text: str) -> None:
        """Give the current view another heading."""
        self.heading.setText(text)

    def say_saved(self, at: datetime | None) -> None:
        """Tell the status line when something was kept last."""
        self.status_line.say_saved(at, self.context.open_ledger.definition.shown_calendar)

    @property
    def recent_files(self) -> list[Path]:
        """Files opened lately, newest first."""
        return self.settings.recent_files

    def remembered(self, name: str) -> str:
        """What a view has kept."""
        return self.settings.remembered(name)

    def remember(self, name: str, text: str) -> None:
        """Keep something for a view."""
        self.settings.remember(name, text)

    def refresh_state(self) -> None:
        """Look again which commands are possible, and what the title and the status line say."""
        with self.context.reading():
            self.standing.say(self.context.ledger)
            self._refresh_commands()

    def _refresh_commands(self) -> None:
        """Look again at what also depends on the view shown."""
        self.standing.say_disagreement(self.context.ledger)
        self.menus.refresh()

    def show_crash(self, error: BaseException) -> None:
        """Show a bug of the program; what the user was doing can go on. What was to be expected is said as ever."""
        if isinstance(error, KyoseiError):  # a server may be away at any moment, whatever the window just reads
            log_refusal(error, during=self.current_view_id or "")
            self.messages.error(str(error), cure_for(error, self))
            return
        log_bug(error, during=self.current_view_id or "")
        CrashDialog(self, error).open()

    def guard(self, run: Callable[[], None]) -> None:
        """Do something; what goes wrong as expected is said in the message bar."""
        try:
            run()
        except KyoseiError as error:
            log_refusal(error, during=self.current_view_id or "")
            self.messages.error(str(error), cure_for(error, self, again=lambda: self.guard(run)))

    # Look and name

    @property
    def scheme(self) -> str:
        """The colours: light, dark, of high contrast, or as the system is set."""
        return self.settings.scheme.value

    @property
    def text_percent(self) -> int:
        """The size of all text."""
        return self.settings.text_percent

    def set_look(self, *, scheme: str | None = None, text_percent: int | None = None) -> None:
        """Change the look and remember it."""
        self._preferrer.set_look(scheme=scheme, text_percent=text_percent)

    def redraw(self) -> None:
        """Draw anew what style sheets do not reach, after the look has changed."""
        self.navigation.redraw()
        self._views.outdate_looks()
        self.menus.refresh()

    def find_command(self) -> None:
        """Show all commands in a list that can be searched."""
        self.menus.open_palette()

    def ask_author(self) -> None:
        """Ask for the name that changes carry."""
        self._preferrer.ask_author()

    def ask_preferences(self) -> None:
        """Ask how the window is to be."""
        self._preferrer.ask_preferences()

    def show_help(self, page: str) -> None:
        """Show a page of the manual beside the window."""
        from kyosei_desktop.ui.help.window import show_help  # loaded only where somebody asks

        show_help(self, page)

    def show_diagnosis(self) -> None:
        """Show what an information systems section asks about the program, beside the window."""
        from kyosei_desktop.ui.diagnosis.window import DiagnosisWindow  # loaded only where somebody asks

        DiagnosisWindow(self, self.context, self.settings).show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nobody else wants it, takes the message away."""
        if event.key() == Qt.Key.Key_Escape and self.messages.text:
            self.messages.clear()
        else:
            super().keyPressEvent(event)

    # Files dropped, closing

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of the three kinds."""
        if opening.files_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open them, or take them in."""
        event.acceptProposedAction()
        self._opener.open_together(opening.files_dropped(event.mimeData()))

    def quit(self) -> None:
        """Close the window."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything, end the worker, let go of the ledger."""
        if not self.jobs.ask_to_stop():
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self.close_ledger()
        event.accept()
