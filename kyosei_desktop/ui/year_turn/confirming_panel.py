"""The panel that makes all plans that are offered plans, with the list of them before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Scroller, button, label
from kyosei_desktop.ui.year_turn.lines import PreviewLine
from kyosei_desktop.ui.year_turn.preview_table import PreviewTable

_TABLE_LINES = 8


class ConfirmingPanel(QWidget):
    """Shows, and asks.

    Signals:
        done: confirm them all.
        left: leave everything as it is.
    """

    done = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("予定の案"))
        self.preview = PreviewTable(_("予定になる案"))
        self.confirm_button = button(_("予定の案をすべて予定にする"), "primary", "list-checks")
        self.confirm_button.clicked.connect(self.done)
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self.left)
        foot = FlowRow()
        foot.addWidget(self.confirm_button)
        foot.addWidget(self.leave_button)
        words = _(
            "次の案が、取りまとめ課の記載として予定の欄に入り、報告書に印刷されます。記入済みの欄は変わりません。"
            "先に控えを作り、その後に何もしていなければ、まとめて元に戻せます。"
        )
        page = Scroller(_("予定の案"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.column.addWidget(label(words, "muted", wraps=True))
        page.column.addWidget(self.preview, 1)
        page.column.addLayout(foot)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)

    def show_offered(self, lines: Sequence[PreviewLine]) -> None:
        """The plans that are offered."""
        self.preview.show_lines(lines)
        self.preview.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _TABLE_LINES)
        self.confirm_button.setEnabled(bool(lines))
        self.preview.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
