"""The manual's window: contents and search at the left, the page at the right. It stands beside what it explains."""

from functools import lru_cache

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop import paths
from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.help.pages import Found, Manual, Place, Reading, read_manual
from kyosei_desktop.ui.help.reader import HelpReader
from kyosei_desktop.ui.widgets import button, label

_PLACE = Qt.ItemDataRole.UserRole
_SIZE_PX = (1000, 720)
_SPLIT_PX = (280, 720)
_LOOKS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)


@lru_cache
def manual() -> Manual:
    """The manual that the program brings along; read when first asked for."""
    return read_manual(paths.HELP / "ja")


class HelpWindow(QWidget):
    """One of these for a window; a dialog that stops other windows has its own."""

    def __init__(self, parent: QWidget) -> None:
        """Shows nothing until `show_place`."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("手引"))
        self.setAccessibleName(_("手引"))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.reading = Reading()
        self.back_button = button(_("戻る"), "quiet", "chevron-left")
        self.forward_button = button(_("進む"), "quiet", "chevron-right")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("手引の中を探す"))
        self.search.setAccessibleName(_("手引の中を探す"))
        self.search.setClearButtonEnabled(True)
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName(_("手引の目次"))
        self.found = label("", "small", wraps=True)
        self.reader = HelpReader()
        self._lay_out()
        self._connect()
        self.resize(*_SIZE_PX)
        self._list_contents()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back_button)
        head.addWidget(self.forward_button)
        head.addWidget(self.search, 1)
        side = QWidget()
        side.setAccessibleName(_("手引の目次"))
        below = QVBoxLayout(side)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.found)
        below.addWidget(self.contents, 1)
        split = QSplitter()
        split.setAccessibleName(_("目次と本文"))
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self.reader)
        split.setStretchFactor(1, 1)
        split.setSizes([width * theme.current().text_percent // 100 for width in _SPLIT_PX])
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(lambda: self._show(self.reading.go_back()))
        self.forward_button.clicked.connect(lambda: self._show(self.reading.go_forward()))
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._go_to_first)
        self.contents.itemClicked.connect(self._go_to_item)
        self.contents.itemActivated.connect(self._go_to_item)
        self.reader.led_to.connect(lambda link: self.go(Place.of_link(link, self.reading.place.page)))
        for keys, gesture in (
            (QKeySequence.StandardKey.Back, self.back_button.click),
            (QKeySequence.StandardKey.Forward, self.forward_button.click),
            (QKeySequence.StandardKey.Find, self.search.setFocus),
            (Qt.Key.Key_Escape, self._leave),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(gesture)

    def show_place(self, place: Place) -> None:
        """Bring the window to the front with a place in it, and the keyboard on the page."""
        self.search.clear()
        self.go(place)
        self.show()
        self.raise_()
        self.activateWindow()
        self.reader.setFocus()

    def go(self, place: Place) -> None:
        """Read on at a place."""
        self.reading.go(place)
        self._show(place)

    def changeEvent(self, event: QEvent) -> None:
        """Show the same place anew when colours or the size of text have changed."""
        super().changeEvent(event)
        if event.type() in _LOOKS and self.isVisible():
            self._show(self.reading.place)

    def _show(self, place: Place) -> None:
        page = manual().page(place.page)
        self.reader.show_page(page, place.heading)
        self.setWindowTitle(_("手引：{title}").format(title=page.title))
        self.back_button.setEnabled(self.reading.can_go_back)
        self.forward_button.setEnabled(self.reading.can_go_forward)
        self._mark_current()

    def _mark_current(self) -> None:
        for item in self._items():
            if item.data(0, _PLACE) == Place(self.reading.place.page):
                self.contents.setCurrentItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.contents.topLevelItem(row) for row in range(self.contents.topLevelItemCount())]
        inner = [top.child(row) for top in tops if top is not None for row in range(top.childCount())]
        return [one for one in (*tops, *inner) if one is not None]

    def _list_contents(self) -> None:
        self.contents.clear()
        self.found.hide()
        groups: dict[str, QTreeWidgetItem] = {}
        for page in manual().pages:
            above: QTreeWidget | QTreeWidgetItem = self.contents
            if page.group and page.group not in groups:
                groups[page.group] = _item(self.contents, page.group, None)
            above = groups.get(page.group, self.contents)
            _item(above, page.title, Place(page.name))
        self.contents.expandAll()
        self._mark_current()

    def _find(self, wanted: str) -> None:
        if not wanted.strip():
            self._list_contents()
            return
        found = manual().find(wanted)
        self.contents.clear()
        for one in found:
            _item(self.contents, one.title, one.place, tip=one.excerpt)
        if (first := self.contents.topLevelItem(0)) is not None:
            self.contents.setCurrentItem(first)
        self.found.setText(_say_found(found))
        self.found.show()

    def _go_to_first(self) -> None:
        item = self.contents.currentItem()
        if item is not None:
            self._go_to_item(item)
            self.reader.setFocus()

    def _go_to_item(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        place = item.data(0, _PLACE)
        if place is not None:
            self.go(place)

    def _leave(self) -> None:
        """Escape first ends a search, then closes."""
        if self.search.text():
            self.search.clear()
        else:
            self.close()


def _item(above: QTreeWidget | QTreeWidgetItem, text: str, place: Place | None, *, tip: str = "") -> QTreeWidgetItem:
    made = QTreeWidgetItem(above, [text])
    made.setData(0, _PLACE, place)
    made.setToolTip(0, tip or text)
    return made


def _say_found(found: list[Found]) -> str:
    if not found:
        return _("見つかりません。別の言葉で探してください。")
    return _("{count}か所見つかりました。").format(count=len(found))


def show_help(parent: QWidget, page: str, heading: str = "") -> HelpWindow:
    """Show a page of the manual beside a window, in the one help window that it has."""
    shown = parent.findChild(HelpWindow, options=Qt.FindChildOption.FindDirectChildrenOnly) or HelpWindow(parent)
    shown.show_place(Place(page, heading))
    return shown
