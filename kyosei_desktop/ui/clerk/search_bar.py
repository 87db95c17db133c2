"""The search above the form: a field, and the texts in which the words stand."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.clerk.search import MOST_HITS, Hit
from kyosei_desktop.ui.widgets import button, label

_MOST_LINES = 6


class SearchBar(QFrame):
    """Hidden until it is asked for; arrow keys choose a text, Return goes there, Escape takes it away.

    Signals:
        searched: the words have changed.
        chosen: the `Hit` to go to.
        closed: it has been taken away.
    """

    searched = Signal(str)
    chosen = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(_("文の検索"))
        self.words = QLineEdit()
        self.words.setAccessibleName(_("探す言葉"))
        self.words.setPlaceholderText(_("すべての施策の文から探します"))
        self.words.textChanged.connect(self.searched)
        self.words.returnPressed.connect(self._choose)
        self.words.installEventFilter(self)
        self.count = label("", "small")
        close = button("", "quiet", "x")
        close.setAccessibleName(_("検索を閉じる"))
        close.clicked.connect(self.close_search)
        shape = label()
        shape.setAccessibleName(_("検索"))
        icons.put(shape, "search")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(shape)
        row.addWidget(self.words, 1)
        row.addWidget(self.count)
        row.addWidget(close)
        self.list = QListWidget()
        self.list.setObjectName("searchList")
        self.list.setAccessibleName(_("見つかった文"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(lambda *_item: self._choose())
        self.list.itemClicked.connect(lambda *_item: self._choose())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.list)
        self.list.hide()
        self.hide()

    def open_search(self) -> None:
        """Show it, with the keyboard in it and the last words chosen."""
        self.show()
        self.words.setFocus()
        self.words.selectAll()
        self.searched.emit(self.words.text())

    def close_search(self) -> None:
        """Take it away."""
        self.hide()
        self.closed.emit()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """List the texts, the first one chosen."""
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(f"{hit.where}　{hit.excerpt}")
            item.setToolTip(hit.excerpt)
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(hits))
        if hits:
            lines = min(len(hits), _MOST_LINES)
            self.list.setFixedHeight(lines * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth())
        if not self.words.text().strip():
            self.count.setText("")
        elif not hits:
            self.count.setText(_("見つかりません"))
        else:
            more = _("以上") if len(hits) == MOST_HITS else ""
            self.count.setText(_("{count}件{more}").format(count=len(hits), more=more))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the field move through the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_search()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
