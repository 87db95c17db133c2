"""The navigation at the left: the views as icons with words."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.main_window.views import ViewSpec

_ID = Qt.ItemDataRole.UserRole


class Navigation(QFrame):
    """A list of views; `chosen` carries the id of the one that the user goes to."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Empty until `show_views`."""
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(_("画面の切り替え"))
        self.list = QListWidget()
        self.list.setObjectName("navigationList")
        self.list.setAccessibleName(_("画面の切り替え"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.currentItemChanged.connect(self._on_change)
        # from a view that has no place here, the one marked is a way back
        self.list.itemClicked.connect(lambda item: self._on_change(item, None))
        self.list.itemActivated.connect(lambda item: self._on_change(item, None))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 16)
        column.addWidget(self.list)
        self._specs: Sequence[ViewSpec] = ()

    def show_views(self, specs: Sequence[ViewSpec]) -> None:
        """Offer these views, drawn in the palette and size in use."""
        self._specs = [one for one in specs if one.is_in_navigation]
        current = self.current_id
        self.list.blockSignals(True)
        self.list.clear()
        self.list.setIconSize(QSize(icons.size_px(), icons.size_px()))
        for spec in self._specs:
            item = QListWidgetItem(icons.icon(spec.icon), _(spec.title))
            item.setData(_ID, spec.id)
            item.setToolTip(_(spec.question))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.setFixedWidth(self.list.sizeHintForColumn(0) + 56)
        if current is not None:
            self.show_current(current)

    def redraw(self) -> None:
        """Draw the same views anew after the look has changed."""
        self.show_views(self._specs)

    @property
    def current_id(self) -> str | None:
        """The view marked as current."""
        item = self.list.currentItem()
        return None if item is None else str(item.data(_ID))

    def show_current(self, view_id: str) -> None:
        """Mark a view as current without going there; one that has no place here leaves the mark where it is."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_current = item.data(_ID) == view_id
            if is_current:
                self.list.setCurrentItem(item)
            spec = self._specs[row]
            item.setIcon(icons.icon(spec.icon, "accent" if is_current else "text"))
        self.list.blockSignals(False)

    def _on_change(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_ID)))
