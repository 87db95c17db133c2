"""A list of cells to go to, in the place of the list of pages: found words, or characters that are missing."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.report.finding import FoundCell
from kyosei_desktop.ui.widgets import button, label

_FOUND = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 500
"""More cells than a person would go through one by one."""

_MOST_OF_NOTE = 28
"""Characters of a text: two lines."""

_WIDTH_EM = 18


class CellList(QWidget):
    """Cells with their pages. Moving through it goes to each; Escape or the button leaves it.

    Signals:
        gone_to: a `FoundCell`.
        chosen: a `FoundCell`, to be edited.
        left: the list is wanted no longer.
    """

    gone_to = Signal(object)
    chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        """Empty until `show_cells`."""
        super().__init__()
        self.setAccessibleName(_("欄の一覧"))
        self.title = label(role="strong", wraps=True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("欄の一覧"))
        self.list.setProperty("role", "lined")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._on_move)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(_FOUND)))
        self.close_button = button(_("ページ一覧に戻る"), "quiet", "x")
        self.close_button.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(self.close_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    def sizeHint(self) -> QSize:
        """Wide enough for a cell's name."""
        return QSize(self.fontMetrics().horizontalAdvance("国") * _WIDTH_EM, super().sizeHint().height())

    def show_cells(self, title: str, cells: Sequence[FoundCell]) -> None:
        """Show these cells under a title."""
        is_cut = len(cells) > _MOST_SHOWN
        self.title.setText(
            _("{title}（はじめの{count}欄）").format(title=title, count=_MOST_SHOWN) if is_cut else title
        )
        self.list.blockSignals(True)
        self.list.clear()
        for found in cells[:_MOST_SHOWN]:
            note = found.note if len(found.note) <= _MOST_OF_NOTE else found.note[:_MOST_OF_NOTE] + "…"
            text = _("{page}ページ　{label}\n{note}").format(page=found.page, label=found.label, note=note)
            item = QListWidgetItem(text)
            item.setData(_FOUND, found)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text.replace("\n", "　"))
            item.setToolTip(found.note)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_move(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.gone_to.emit(item.data(_FOUND))
