"""The bar that says, in every view, that a restore waits for the word that it was right."""

from collections.abc import Callable

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.backup import pending_restore
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.main_window.standing_bar import StandingBar
from kyosei_desktop.ui.widgets import button


class RestoredBar(StandingBar):
    """Hidden unless the ledger was restored and nobody has called it right yet."""

    def __init__(self, confirm: Callable[[], None], look: Callable[[], None]) -> None:
        """`confirm` says that it is right; `look` goes to the backups."""
        self.look_button, self.confirm_button = button(_("控えを見る")), button(_("これで正しい"))
        super().__init__(_("復元の確認"), "history", self.look_button, self.confirm_button)
        self.look_button.clicked.connect(look)
        self.confirm_button.clicked.connect(confirm)

    def show_for(self, ledger: Ledger | None) -> None:
        """Say from which backup the ledger was restored, and when."""
        waiting = None if ledger is None else pending_restore(ledger.path)
        self.setVisible(waiting is not None)
        if waiting is None or ledger is None:
            return
        said = _(
            "控えから戻した台帳です（{when}）。中身を確かめてください。"
            "「これで正しい」を押すまで、自動の控えは作らず、古い控えも消しません。"
        )
        when = _("時刻は不明")
        if waiting.restored_at is not None:
            when = ledger.definition.shown_calendar.moment(waiting.restored_at)
        self.words.setText(said.format(when=when))
        self.confirm_button.setEnabled(not ledger.is_read_only)
