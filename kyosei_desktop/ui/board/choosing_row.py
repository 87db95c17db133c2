"""The row above the board: which departments to show, in which order, and words to look for."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.board.choosing import BoardChoice, Order, Shown

_SEARCH_EM = 14


class ChoosingRow(QObject):
    """Three controls; `chosen` carries the `BoardChoice`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setAccessibleName(_("課・状態・欄・担当者の言葉で探す"))
        self.search.setPlaceholderText(_("課・状態・欄で探す"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(self.search.fontMetrics().horizontalAdvance("国") * _SEARCH_EM)
        self.shown, self.order = QComboBox(), QComboBox()
        self.shown.setAccessibleName(_("表示する課"))
        self.order.setAccessibleName(_("並べ方"))
        for box, options in ((self.shown, Shown), (self.order, Order)):
            for one in options:
                box.addItem(_(one.value), one)
        self.search.textChanged.connect(self._tell)
        self.shown.currentIndexChanged.connect(self._tell)
        self.order.currentIndexChanged.connect(self._tell)

    @property
    def parts(self) -> Sequence[QWidget]:
        """The controls, from the left."""
        return (self.search, self.shown, self.order)

    def clear(self) -> None:
        """Show all departments again."""
        self.search.clear()
        self.shown.setCurrentIndex(0)

    def _tell(self) -> None:
        shown, order = Shown(self.shown.currentData()), Order(self.order.currentData())
        self.chosen.emit(BoardChoice(shown, order, self.search.text()))
