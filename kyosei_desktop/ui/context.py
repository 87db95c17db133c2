"""What every presenter gets: the ledger, who acts, and the doors to the window. No Qt in here.

A presenter never imports Qt: what it needs of the window it calls through the protocols below, which tests
may answer themselves.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.ui.passphrases.keyring import Keyring
from kyosei_desktop.ui.preferences import Preferences
from kyosei_desktop.ui.starts import Start

if TYPE_CHECKING:  # openpyxl is loaded only where somebody brings a book
    from kyosei_desktop.exchange.foreign_book import ForeignBook
    from kyosei_desktop.exchange.foreign_reading import ForeignPlan

Result = TypeVar("Result")
MessageAction = tuple[str, Callable[[], None]]
"""A button's text and what it does."""


class Messages(Protocol):
    """The one channel of messages to the user: a bar above the view, which stops nobody from working.

    `info` goes away with the next change of view, so navigate first and speak then; the others stay until closed.
    """

    def info(self, text: str, action: MessageAction | None = None) -> None:
        """Say that something has been done."""

    def warn(self, text: str, action: MessageAction | None = None) -> None:
        """Say that something should be looked at."""

    def error(self, text: str, *actions: MessageAction | None) -> None:
        """Say that something was not done, and what to do; one or two ways to do it."""

    def clear(self) -> None:
        """Take the message away."""

    def ask(self, question: str, *, detail: str = "", yes: str, no: str) -> bool:
        """Ask before something that cannot be taken back easily; True for `yes`."""


@dataclass(frozen=True, slots=True)
class NewLedgerChoice:
    """What a new ledger is made of: a definition, by id or file, and a plan document or a workbook of another layout.

    `plan` is None for the definition's own example; `is_on_server` says whether it goes to a server, not into a file.
    """

    definition: str
    plan: Path | None = None
    is_on_server: bool = False


class Dialogs(Protocol):
    """The system's file dialogs, and one of the program's. None, or nothing, when the user cancels."""

    def ask_open_files(self, title: str, patterns: str) -> list[Path]:
        """Files to read; `patterns` such as 「回答ファイル (*.kyoa)」."""

    def ask_save_file(self, title: str, suggested: Path, patterns: str) -> Path | None:
        """Where to write; the dialog itself asks before replacing."""

    def ask_folder(self, title: str, start: Path) -> Path | None:
        """A folder."""

    def ask_server(self, recent: Sequence[str], desk: Path, told: str, *, is_new: bool = False) -> ServerPlace | None:
        """Where on a server a ledger is, or goes: addresses used lately, `ServerPlace.desk`, what went wrong last."""

    def ask_text(self, title: str, label: str, text: str) -> str | None:
        """One line of text."""

    def ask_preferences(self, now: Preferences) -> Preferences | None:
        """How the window is to be; `now` is how it is."""

    def ask_new_ledger(self, definitions: Sequence[tuple[str, str]]) -> NewLedgerChoice | None:
        """What a new ledger is made of; `definitions` are ids and names of those at hand."""

    def ask_passphrase(self, told: str) -> str | None:
        """The passphrase of a file that is closed; `told` says which file and why it is asked."""

    def ask_new_passphrase(self) -> str | None:
        """A passphrase for files that are to be written."""

    def ask_mapping(self, book: "ForeignBook", definitions: Sequence[Definition]) -> "ForeignPlan | None":
        """How a workbook of another layout is read, and what of it becomes a plan. Raises NoTableInBook."""


class JobRunner(Protocol):
    """Runs use cases that last off the UI thread, one after the other; all callbacks come on the UI thread."""

    def start(
        self,
        title: str,
        work: Generator[Step, None, Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[KyoseiError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        is_quiet: bool = False,
        key: str | None = None,
    ) -> None:
        """Run a generator of `Step` to its end.

        Args:
            title: what is being done, for the progress bar.
            work: not started yet.
            done: gets what the generator returns.
            failed: gets what went wrong as expected; by default the message bar shows it.
            cancelled: after the user stopped it.
            is_quiet: no progress bar, for previews and the like.
            key: a newer job of the same key takes the place of one that waits, and stops one that runs.
        """

    def cancel(self) -> None:
        """Stop the running job at its next step."""


class Shell(Protocol):
    """What commands and presenters may ask of the main window."""

    @property
    def current_view_id(self) -> str | None:
        """The view shown."""

    @property
    def current_view(self) -> Any:
        """Its widget (`ui.view.View`)."""

    def go(self, view_id: str, **where: Any) -> None:
        """Show a view; `where` goes to its `open_at`."""

    def open_file(self, path: Path) -> None:
        """Open a ledger, work file, request or submission."""

    def say_saved(self, at: datetime | None) -> None:
        """Tell the status line when something was kept last (UTC)."""

    def say_heading(self, text: str) -> None:
        """Give the current view another heading than its question in the table of views."""

    @property
    def recent_files(self) -> list[Path]:
        """Files opened lately, newest first."""

    def remembered(self, name: str) -> str:
        """What was kept under a name at an earlier time, maybe before the program's last start; empty for nothing."""

    def remember(self, name: str, text: str) -> None:
        """Keep something for the next time."""

    def refresh_state(self) -> None:
        """Look again which commands are possible, and what the title and the status line say."""

    def ask_and_open(self) -> None:
        """Ask which file to open, and open it."""

    def ask_and_open_server(self) -> None:
        """Ask for the address of a ledger on a server, and open it."""

    @property
    def recent_servers(self) -> list[str]:
        """Addresses of ledgers on servers opened lately, newest first, without passwords."""

    def open_server_address(self, address: str) -> None:
        """Open one of them; the password is asked for where it is wanted."""

    def ask_and_make_ledger(self) -> None:
        """Ask of what a new ledger is made and where it goes, make it and open it."""

    def ask_and_make_ledger_of_book(self) -> None:
        """Ask for a workbook of any layout, make a ledger of it and open that."""

    def restore_backup(self, backup: Path) -> None:
        """Put a backup in the place of what is open, and open that."""

    def find_command(self) -> None:
        """Show all commands in a list that can be searched."""

    def ask_author(self) -> None:
        """Ask for the name that changes carry."""

    def ask_preferences(self) -> None:
        """Ask how the window is to be, and make it so."""

    def show_help(self, page: str) -> None:
        """Show a page of the manual (`ui.help.topics`) beside the window."""

    @property
    def start(self) -> Start | None:
        """What the person is here for, as they said last; None where nobody has said."""

    def start_as(self, start: Start) -> None:
        """Start in one of the three ways, and remember it."""

    def show_start(self) -> None:
        """Close what is open, and show the ways to start."""

    def show_diagnosis(self) -> None:
        """Show what an information systems section asks about the program, beside the window."""

    @property
    def scheme(self) -> str:
        """The colours: light, dark, of high contrast, or as the system is set."""

    @property
    def text_percent(self) -> int:
        """The size of all text."""

    def set_look(self, *, scheme: str | None = None, text_percent: int | None = None) -> None:
        """Change the look; None leaves it."""

    def quit(self) -> None:
        """Close the window."""


class Changes:
    """Tells whoever wants to know that the ledger has changed."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[object], None]] = []

    def subscribe(self, listener: Callable[[object], None]) -> Callable[[], None]:
        """Call `listener(by)` after each change; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(self, by: object = None) -> None:
        """Say that the ledger has changed.

        Args:
            by: the view or presenter that made the change and needs no telling.
        """
        for listener in tuple(self._listeners):
            listener(by)


@dataclass
class AppContext:
    """Everything a view and its presenter work with. Another ledger means another context.

    `ledger` is None only where no file could be opened; then only the start view is shown.
    """

    ledger: Ledger | None
    author: str
    jobs: JobRunner
    messages: Messages
    dialogs: Dialogs
    shell: Shell
    changes: Changes = field(default_factory=Changes)
    keyring: Keyring = field(default_factory=Keyring)

    @property
    def open_ledger(self) -> Ledger:
        """The ledger, where there is one: all views but the start view."""
        assert self.ledger is not None, "this view is shown with a ledger only"
        return self.ledger

    def reading(self) -> AbstractContextManager[object]:
        """All that is read of the ledger within sees it at one moment, until something is written."""
        return nullcontext() if self.ledger is None else self.ledger.moment()

    def go(self, view_id: str, **where: Any) -> None:
        """Show a view."""
        self.shell.go(view_id, **where)

    def changed(self, by: object = None) -> None:
        """Call after each change of the ledger; every other view is refreshed (when it is shown next)."""
        self.changes.announce(by)
        self.shell.refresh_state()
