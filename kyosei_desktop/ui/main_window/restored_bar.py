"""The bar that says, in every view, that a restore waits for the word that it was right."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.backup import pending_restore
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.widgets import Paragraph, button


class RestoredBar(QFrame):
    """Hidden unless the ledger was restored and nobody has called it right yet."""

    def __init__(self, confirm: Callable[[], None], look: Callable[[], None]) -> None:
        """`confirm` says that it is right; `look` goes to the backups."""
        super().__init__()
        self.setAccessibleName(_("復元の確認"))
        self.setProperty("role", "card")
        self.setProperty("tone", "warning")
        picture = QLabel()
        picture.setAccessibleName(_("注意"))
        icons.put(picture, "history", "warning")
        self.words = Paragraph()
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.look_button, self.confirm_button = button(_("控えを見る")), button(_("これで正しい"))
        self.look_button.clicked.connect(look)
        self.confirm_button.clicked.connect(confirm)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.look_button)
        row.addWidget(self.confirm_button)
        self.hide()

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
