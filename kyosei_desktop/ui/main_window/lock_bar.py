"""The bar that says why nothing can be written: somebody else has the file open, took it over, or it is gone."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.lock import find_holder
from kyosei_desktop.ui.main_window.standing_bar import StandingBar
from kyosei_desktop.ui.widgets import button

POLL_MS = 5_000


class LockBar(StandingBar):
    """Hidden while what is open can be written; looks again every few seconds."""

    def __init__(self, reopen: Callable[[], None], take_over: Callable[[], None]) -> None:
        """`reopen` opens the file for writing; `take_over` does so after asking, though somebody has it open."""
        self.take_over_button, self.reopen_button = button(_("引き継いで開く…")), button(_("書き込みで開き直す"))
        super().__init__(_("書き込めるかどうか"), "triangle-alert", self.take_over_button, self.reopen_button)
        self.take_over_button.clicked.connect(take_over)
        self.reopen_button.clicked.connect(reopen)
        self._ledger: Ledger | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)

    def show_for(self, ledger: Ledger | None) -> None:
        """Look after this from now on; a ledger on a server has no lock."""
        self._ledger = ledger if ledger is not None and isinstance(ledger.place, Path) else None
        if self._ledger is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.look()

    def look(self) -> None:
        """Say how it is now."""
        words = None if self._ledger is None else _hindrance(self._ledger)
        if self._ledger is None or words is None:
            self.hide()
            return
        holder = find_holder(self._ledger.path)
        if words != self.words.words:
            self.words.setText(words)
        self.take_over_button.setVisible(holder is not None)
        self.reopen_button.setEnabled(holder is None)
        self.show()


def _hindrance(ledger: Ledger) -> str | None:
    """Why nothing can be written; None where it can."""
    if not ledger.is_read_only:
        lost = ledger.find_hindrance()
        return None if lost is None else str(lost)
    holder = find_holder(ledger.path)
    if holder is None:
        return _("読み取り専用で開いています。いまはだれも書き込みで開いていません。")
    since = holder.since_text or _("いつからかは分かりません")
    said = _("{holder}が書き込みで開いているため、読み取り専用で開いています（{since}）。")
    return said.format(holder=holder.name, since=since)
