"""Opening a ledger on a server: off the UI thread, since a server that is away lets one wait."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.files import not_written
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import LedgerPlace, ServerPlace, ledger_place
from kyosei_desktop.store.postgresql import PasswordWanted
from kyosei_desktop.ui.cures import cure_for
from kyosei_desktop.ui.starts import Start

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.window import MainWindow

DESK = "kyosei_desktop"
"""The folder within the documents folder for what belongs to ledgers on servers, as `store.places.default_desk`."""


MakeLedger = Callable[[LedgerPlace, str], Ledger]
"""Makes a new ledger at a place; the text is who acts."""


class ServerOpener:
    """Opens and makes ledgers on servers for one window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def ask_and_open(self, told: str = "") -> None:
        """Ask for an address and open what is there. `told` is what went wrong the last time."""
        place = self._ask(told)
        if place is not None:
            self.open(place)

    def open_address(self, address: str) -> None:
        """Open a ledger by an address that the settings kept, without a password."""

        def open_it() -> None:
            place = ledger_place(address, desk=self._desk)
            assert isinstance(place, ServerPlace), "only addresses of servers are kept"
            self.open(place)

        if self._window.current_view is None:
            self._window.show_ledger(None)  # also where the address cannot be read
        self._window.guard(open_it)

    def open(self, place: ServerPlace, *, read_only: bool = False, then: Callable[[], None] = lambda: None) -> None:
        """Open it, and do something when it is shown.

        What goes wrong is said in the message bar, but for a password, which is asked for.
        """
        self._start(
            open_on_server(place, read_only),
            place,
            again=lambda: self.open(place, read_only=read_only, then=then),
            ask=self.ask_and_open,
            then=then,
        )

    def ask_and_make(self, make: MakeLedger, told: str = "") -> None:
        """Ask where on a server a new ledger goes, make it and open it; the rest as with `ask_and_open`."""
        place = self._ask(told, is_new=True)
        if place is not None:
            self._make(place, make)

    def _make(self, place: ServerPlace, make: MakeLedger) -> None:
        self._start(
            make_on_server(place, make, self._window.context.author),
            place,
            again=lambda: self._make(place, make),
            ask=lambda told: self.ask_and_make(make, told),
        )

    @property
    def _desk(self) -> Path:
        return self._window.work_folder / DESK

    def _ask(self, told: str, *, is_new: bool = False) -> ServerPlace | None:
        dialogs = self._window.context.dialogs
        return dialogs.ask_server(self._window.settings.recent_servers, self._desk, told, is_new=is_new)

    def _start(
        self,
        work: Generator[Step, None, Ledger],
        place: ServerPlace,
        *,
        again: Callable[[], None],
        ask: Callable[[str], None],
        then: Callable[[], None] = lambda: None,
    ) -> None:
        def on_opened(ledger: Ledger) -> None:
            self._show(ledger)
            then()

        def on_failure(error: KyoseiError) -> None:
            if self._window.current_view is None:
                self._window.show_ledger(None)
            if isinstance(error, PasswordWanted):
                self._window.settings.remember_server(place.text)
                ask(str(error))
            else:
                self._window.messages.error(str(error), cure_for(error, self._window, again=again))

        if self._window.current_view is None:
            self._window.show_ledger(None)  # something to look at until it is there
        self._window.jobs.start(_("サーバーにつないでいます"), work, done=on_opened, failed=on_failure)

    def _show(self, ledger: Ledger) -> None:
        window = self._window
        if window.settings.start is None:
            window.settings.start = Start.COORDINATE  # only a coordinator's ledger can be on a server
        window.messages.clear()
        window.show_ledger(ledger)
        if ledger.refusal is not None:
            window.messages.warn(str(ledger.refusal))


def open_on_server(place: ServerPlace, read_only: bool) -> Generator[Step, None, Ledger]:
    """Open a server's ledger, and make the folder on this computer for what belongs to it.

    Raises:
        KyoseiError: it cannot be opened.
    """
    yield Step(0, 1, place.name)
    _make_folder(place.beside.parent)
    return open_ledger(place, read_only=read_only)


def make_on_server(place: ServerPlace, make: MakeLedger, author: str) -> Generator[Step, None, Ledger]:
    """Make a ledger on a server, and the folder on this computer for what belongs to it.

    Raises:
        KyoseiError: as `make`.
    """
    yield Step(0, 1, place.name)
    _make_folder(place.beside.parent)
    return make(place, author)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error
