"""Opening a ledger on a server: off the UI thread, since a server that is away lets one wait."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.files import not_written
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.store.postgresql import PasswordWanted
from kyosei_desktop.ui.cures import cure_for

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.window import MainWindow

DESK = "kyosei_desktop"
"""The folder within the documents folder for what belongs to ledgers on servers, as `store.places.default_desk`."""


class ServerOpener:
    """Opens ledgers on servers for one window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def ask_and_open(self, told: str = "") -> None:
        """Ask for an address and open what is there. `told` is what went wrong the last time."""
        window = self._window
        desk = window.work_folder / DESK
        place = window.context.dialogs.ask_server(window.settings.recent_servers, desk, told)
        if place is not None:
            self.open(place)

    def open(self, place: ServerPlace, *, read_only: bool = False) -> None:
        """Open it; what goes wrong is said in the message bar, but for a password, which is asked for."""

        def again() -> None:
            self.open(place, read_only=read_only)

        def on_failure(error: KyoseiError) -> None:
            if self._window.current_view is None:
                self._window.show_ledger(None)
            if isinstance(error, PasswordWanted):
                self._window.settings.remember_server(place.text)
                self.ask_and_open(str(error))
            else:
                self._window.messages.error(str(error), cure_for(error, self._window, again=again))

        if self._window.current_view is None:
            self._window.show_ledger(None)  # something to look at until it is there
        self._window.jobs.start(
            _("サーバーにつないでいます"), open_on_server(place, read_only), done=self._show, failed=on_failure
        )

    def _show(self, ledger: Ledger) -> None:
        window = self._window
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
    try:
        place.beside.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(place.beside.parent, error) from error
    return open_ledger(place, read_only=read_only)
