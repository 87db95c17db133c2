"""The command palette: all commands in one searchable list, the impossible ones with their reason."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.ui.widgets import label

_ACTION = Qt.ItemDataRole.UserRole
_WIDTH_PX, _HEIGHT_PX, _TOP_PX = 640, 400, 72


class Palette(QFrame):
    """「何をしますか」: typing narrows the list, Return does what is chosen, Escape closes."""

    def __init__(self, window: QWidget, actions: Sequence[QAction]) -> None:
        """Lists `actions` above `window`; shown by `open`."""
        super().__init__(window, Qt.WindowType.Popup)
        self._window = window
        self.setAccessibleName(_("操作を探す"))
        self.setProperty("role", "card")
        self._actions = actions
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("何をしますか"))
        self.search.setAccessibleName(_("何をしますか"))
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(_("操作の一覧"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the search field
        self.list.itemClicked.connect(self._run)
        self.list.currentItemChanged.connect(self._tell)
        self._help = label("", "small", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.search, self.list, self._help):
            column.addWidget(part)

    def open(self) -> None:
        """Show the palette over the middle of the window, with the keyboard in it."""
        window = self._window
        width = min(_WIDTH_PX, window.width() - 32)
        self.resize(width, min(_HEIGHT_PX, window.height() - 2 * _TOP_PX))
        self.move(window.mapToGlobal(window.rect().topLeft()))
        self.move(self.x() + (window.width() - width) // 2, self.y() + _TOP_PX)
        self._narrow("")
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, down and Return in the search field go to the list."""
        if event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, wanted: str) -> None:
        self.list.clear()
        words = [fold_notation(word).casefold() for word in wanted.split()]
        possible_first = sorted(self._actions, key=lambda one: not one.isEnabled())
        for action in possible_first:
            text = action.text().partition("(&")[0]
            sought = fold_notation(f"{text}{action.statusTip()}").casefold()
            if all(word in sought for word in words):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QListWidgetItem(f"{text}　　{keys}" if keys else text)
                item.setData(_ACTION, action)
                if not action.isEnabled():
                    item.setForeground(self.palette().placeholderText())
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._tell(self.list.currentItem())

    def _tell(self, item: QListWidgetItem | None) -> None:
        nothing = _("あてはまる操作がありません。別の言葉で探してください。")
        self._help.setText(nothing if item is None else item.data(_ACTION).statusTip())

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is None or not item.data(_ACTION).isEnabled():
            return
        self.close()
        item.data(_ACTION).trigger()
