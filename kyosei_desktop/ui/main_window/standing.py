"""How the open file stands: what title, status line and bars say of it, whatever view is shown."""

from typing import TYPE_CHECKING

from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.main_window.disagreement import DisagreementBar
from kyosei_desktop.ui.main_window.lock_bar import LockBar
from kyosei_desktop.ui.main_window.rehearsal_bar import RehearsalBar
from kyosei_desktop.ui.main_window.restored_bar import RestoredBar
from kyosei_desktop.ui.main_window.titles import round_text, whose_text, window_title, work_check_word

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.page import Page
    from kyosei_desktop.ui.main_window.reopening import Reopener
    from kyosei_desktop.ui.main_window.window import MainWindow


class Standing:
    """Says it in one window.

    Attributes:
        disagreement: two texts of one field in a work file.
        lock_bar: why nothing can be written.
        restored: that the ledger came out of a backup.
        rehearsal: that it is for practice.
    """

    def __init__(self, window: "MainWindow", reopener: "Reopener", page: "Page") -> None:
        """Put the bars into the page."""
        self._window = window
        self.disagreement = DisagreementBar(lambda: window.go("joining"))
        self.rehearsal = RehearsalBar()
        self.restored = RestoredBar(reopener.confirm_restore, lambda: window.go("backups"))
        self.lock_bar = LockBar(reopener.reopen, reopener.take_over)
        page.put_below(self.disagreement)
        for bar in (self.rehearsal, self.restored, self.lock_bar):
            page.put_above(bar)

    def say(self, ledger: Ledger | None) -> None:
        """Say how what is open stands now; None where nothing is open."""
        window = self._window
        window.setWindowTitle(window_title(ledger))
        window.status_line.say_whose(whose_text(ledger), round_text(ledger))
        if ledger is not None and ledger.is_work_file:
            window.status_line.say_check_word(work_check_word(ledger))
        self.rehearsal.show_for(ledger)
        self.restored.show_for(ledger)
        self.lock_bar.show_for(ledger)

    def say_disagreement(self, ledger: Ledger | None) -> None:
        """Say whether texts disagree, except where that is just being settled."""
        self.disagreement.show_for(ledger, is_being_settled=self._window.current_view_id == "joining")

    def forget(self) -> None:
        """Another file is about to take the place of this one."""
        window = self._window
        self.lock_bar.show_for(None)
        window.status_line.end_progress()
        window.status_line.say_saved(None)
        window.status_line.say_check_word(None)
