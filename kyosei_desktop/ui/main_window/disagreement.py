"""The bar that tells a clerk, in every view, that two texts of the department disagree somewhere."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.widgets import Paragraph, button


class DisagreementBar(QFrame):
    """Hidden while nothing disagrees, and in the view where it is settled."""

    def __init__(self, settle: Callable[[], None]) -> None:
        """`settle` goes to where both texts stand side by side."""
        super().__init__()
        self.setAccessibleName(_("食い違う文"))
        self.setProperty("role", "card")
        self.setProperty("tone", "warning")
        picture = QLabel()
        picture.setAccessibleName(_("注意"))
        icons.put(picture, "zap", "warning")
        self.words = Paragraph()
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.settle_button = button(_("食い違いを決める"))
        self.settle_button.clicked.connect(settle)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.settle_button)
        self.hide()

    def show_for(self, ledger: Ledger | None, *, is_being_settled: bool) -> None:
        """Say how many fields of a work file disagree."""
        count = count_conflicts(ledger) if ledger is not None and ledger.is_work_file else 0
        self.setVisible(count > 0 and not is_being_settled)
        self.words.setText(
            _("{count}欄で、二つの文が食い違っています。どちらを採るか決めてください。").format(count=count)
        )
