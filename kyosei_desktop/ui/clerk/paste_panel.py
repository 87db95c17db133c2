"""Several cells were pasted: what they would fill, and the choice between that and one text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.clerk.first_line import word_beside
from kyosei_desktop.ui.clerk.paste_plan import PastePlan
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, label

_MOST_SHOWN = 8


class PastePanel(QFrame):
    """Not a dialog: whoever types on has chosen neither.

    Signals:
        fill_wanted: fill the fields.
        text_wanted: put all into the one field, as text.
        cancelled: do nothing.
    """

    fill_wanted = Signal()
    text_wanted = Signal()
    cancelled = Signal()

    def __init__(self, plan: PastePlan) -> None:
        """What the table would fill."""
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("tone", "info")
        self.setAccessibleName(_("表の貼り付け"))
        self.plan = plan
        title = _("表の{count}欄分を貼り付けます。どのように入れますか。").format(
            count=len(plan.cells) + plan.left_over
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "strong", wraps=True))
        column.addLayout(self._preview())
        if plan.left_over:
            words = _("{count}欄分は、入れる欄がないため使いません。").format(count=plan.left_over)
            column.addWidget(label(words, "small", wraps=True))
        column.addLayout(self._buttons())

    def _preview(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, cell in enumerate(self.plan.cells[:_MOST_SHOWN]):
            first, _end, more = cell.text.strip().partition("\n")
            words = f"{first} …" if more else first
            if cell.replaces:
                words = _("{text}（いまの文と入れ替えます）").format(text=words)
            grid.addWidget(word_beside(cell.place, "small"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wraps=True), row, 1)
        more_cells = len(self.plan.cells) - _MOST_SHOWN
        if more_cells > 0:
            grid.addWidget(label(_("ほか{count}欄").format(count=more_cells), "small"), _MOST_SHOWN, 0)
        return grid

    def _buttons(self) -> FlowRow:
        self.fill_button = button(_("{count}欄に分けて入れる").format(count=len(self.plan.cells)), icon="table-2")
        self.fill_button.clicked.connect(lambda *_checked: self.fill_wanted.emit())
        self.text_button = button(_("この欄に文字として入れる"), icon="file-text")
        self.text_button.clicked.connect(lambda *_checked: self.text_wanted.emit())
        self.cancel_button = button(_("やめる"), icon="x")
        self.cancel_button.clicked.connect(lambda *_checked: self.cancelled.emit())
        row = FlowRow(spacing_px=8)
        for one in (self.fill_button, self.text_button, self.cancel_button):
            row.addWidget(one)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape does nothing with the table."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
