"""Says that a field holds an earlier text, copied and not changed, and lets its author stand by that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.first_line import shape_beside
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, label


class CopiedStrip(QFrame):
    """Hidden until a text is copied, and empty until the first one is: most fields never have one.

    Signals:
        accepted: the copied text holds for this time, too.
    """

    accepted = Signal()

    def __init__(self, name: str) -> None:
        """`name` is the field's."""
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("tone", "warning")
        self.setAccessibleName(_("{field} 写した文").format(field=name))
        self._name = name
        self.accept_button: QPushButton | None = None
        self.hide()

    def show_copied(self, *, is_copied: bool) -> None:
        """Say it, or take it away."""
        if is_copied and self.accept_button is None:
            self._lay_out()
        self.setVisible(is_copied)

    def _lay_out(self) -> None:
        shape = shape_beside(AnswerState.COPIED.icon, AnswerState.COPIED.tone, _(AnswerState.COPIED.value))
        words = label(_("写した文のままです。この期間のことに書き直すまで、記入済みになりません。"), wraps=True)
        self.accept_button = button(_("書き直さずに使う"))
        self.accept_button.setAccessibleName(_("{field} 写した文を書き直さずに使う").format(field=self._name))
        self.accept_button.clicked.connect(lambda *_checked: self.accepted.emit())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(words, 1)
        row = FlowRow()
        row.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(row)
