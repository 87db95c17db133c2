"""The bar that says, in every view, that what is open is for practice (予行演習)."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.widgets import Paragraph


class RehearsalBar(QFrame):
    """Hidden over real ledgers and work files."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("予行演習"))
        self.setProperty("role", "card")
        self.setProperty("tone", "warning")
        picture = QLabel()
        picture.setAccessibleName(_("注意"))
        icons.put(picture, "triangle-alert", "warning")
        self.words = Paragraph(
            _(
                "予行演習です。回答は作りもので、ここで何をしても本物の台帳は変わりません。本物の台帳にも取り込めません。"
            )
        )
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        self.hide()

    def show_for(self, ledger: Ledger | None) -> None:
        """Show the bar over a rehearsal's ledger, and over work files made of its requests."""
        self.setVisible(ledger is not None and ledger.definition.is_rehearsal)
