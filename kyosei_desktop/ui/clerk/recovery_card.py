"""What an earlier run of the program left behind in a field, beside the text that was there before."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.clerk.recovery import Recovery
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.marked_text import MarkedText
from kyosei_desktop.ui.widgets import button, label

_HIGHEST_LINES = 7
_NARROWEST_EM = 14
_LINE_HEIGHT = 1.5
_FRAME_PX = 8


class RecoveryCard(QFrame):
    """Both texts side by side, and which of them to go on with.

    Signals:
        used: go on with the draft.
        dropped: go back to the text before.
    """

    used = Signal()
    dropped = Signal()

    def __init__(self, name: str) -> None:
        """`name` is the field's. Hidden, and empty, until there is something to recover: most fields never have it."""
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("tone", "info")
        self.setAccessibleName(_("{field} の書きかけの文章").format(field=name))
        self._is_laid_out = False
        self.hide()

    def _lay_out(self) -> None:
        self._is_laid_out = True
        self.title = label("", "strong", wraps=True)
        self.before, self.draft = MarkedText(_("前の文")), MarkedText(_("書きかけの文"))
        self._texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._texts.setSpacing(16)
        for words, text in ((_("前の文"), self.before), (_("書きかけの文（下の欄に入れてあります）"), self.draft)):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(label(words, "small", wraps=True))
            column.addWidget(text)
            self._texts.addLayout(column, 1)
        self.use_button = button(_("書きかけを使う"), icon="check")
        self.use_button.clicked.connect(lambda *_checked: self.used.emit())
        self.drop_button = button(_("前の文に戻す"), icon="undo-2")
        self.drop_button.clicked.connect(lambda *_checked: self.dropped.emit())
        row = FlowRow(spacing_px=8)
        row.addWidget(self.use_button)
        row.addWidget(self.drop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(self._texts)
        column.addLayout(row)

    def show_recovery(self, recovery: Recovery | None) -> None:
        """Show both texts; None takes the card away."""
        if recovery is not None and not self._is_laid_out:
            self._lay_out()
        self.setVisible(recovery is not None)
        if recovery is None:
            return
        self.title.setText(
            _("自動で保存した書きかけの文章があります（{when}）。どちらの文で続けますか。").format(when=recovery.when)
        )
        self.before.show_pieces(recovery.before, blank=recovery.before_words, ground="removed")
        self.draft.show_pieces(recovery.draft, blank=recovery.draft_words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the texts one below the other where there is little room."""
        super().resizeEvent(event)
        if not self._is_laid_out:
            return
        is_wide = self.width() >= 2 * self.fontMetrics().horizontalAdvance("国" * _NARROWEST_EM)
        direction = QBoxLayout.Direction
        self._texts.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        self._fit()

    def _fit(self) -> None:
        """Both texts as high as the higher one is, up to a limit from which on they scroll."""
        texts = (self.before, self.draft)
        highest = _HIGHEST_LINES * round(self.fontMetrics().lineSpacing() * _LINE_HEIGHT)
        wanted = max(round(text.document().size().height()) for text in texts)
        for text in texts:
            text.setFixedHeight(min(wanted, highest) + _FRAME_PX)
