"""The panel that lets an open round ask for more kinds of fields."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.board.asked_boxes import AskedBoxes
from kyosei_desktop.ui.board.round_presenter import AskMoreOptions
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, card, clear_layout, label


class AskMorePanel(QWidget):
    """Asks; `added` carries the kinds and those of them that must be answered, `left` says that nothing is added."""

    added = Signal(object, object)
    left = Signal()

    def __init__(self, definition: Definition) -> None:
        super().__init__()
        self.setAccessibleName(_("照会する項目を足す"))
        self._definition = definition
        self.boxes = AskedBoxes(definition, ())
        self._place = QVBoxLayout()
        self.add_button = button(_("足す"), "primary", "plus")
        self.add_button.clicked.connect(lambda: self.added.emit(self.boxes.asked, self.boxes.required))
        leave = button(_("やめる"))
        leave.clicked.connect(self.left)
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(label(_("照会する項目を足す"), "subheading"))
        column.addWidget(
            label(
                _(
                    "送った照会ファイルはそのまま使え、届いた回答も取り込めます。"
                    "足した欄は、課ごとに照会ファイルを作り直して送ると書いてもらえます。"
                ),
                "muted",
                wraps=True,
            )
        )
        column.addLayout(self._place)
        foot = FlowRow()
        foot.addWidget(self.add_button)
        foot.addWidget(leave)
        column.addLayout(foot)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        outside.addStretch(1)

    def ask(self, options: AskMoreOptions) -> None:
        """Offer the kinds that are not asked for yet."""
        clear_layout(self._place)
        self.boxes = AskedBoxes(self._definition, options.kinds)
        self._place.addWidget(self.boxes)
        self.boxes.first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
