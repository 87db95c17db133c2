"""A part of a view under a title that folds and unfolds it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.widgets import button


class Fold(QFrame):
    """A surface with a title that is a button; what folds goes into `column`.

    Signals:
        folded: whether it is folded now.
    """

    folded = Signal(bool)

    def __init__(self, title: str, *, is_folded: bool) -> None:
        """Empty."""
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.head = button(title, "fold")
        self.head.setCheckable(True)
        self.head.toggled.connect(self._on_toggled)
        self._body = QWidget()
        self._body.setAccessibleName(title)
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(16, 0, 16, 8)
        self.column.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self._body)
        self.head.setChecked(not is_folded)
        self._show_fold()

    @property
    def is_open(self) -> bool:
        """Whether what is in it can be seen."""
        return self.head.isChecked()

    def unfold(self) -> None:
        """Show what is in it."""
        self.head.setChecked(True)

    def say_title(self, title: str) -> None:
        """Give it another title."""
        self.head.setText(title)
        self.head.setAccessibleName(title)

    def _on_toggled(self, is_open: bool) -> None:
        self._show_fold()
        self.folded.emit(not is_open)

    def _show_fold(self) -> None:
        self._body.setVisible(self.is_open)
        icons.put(self.head, "chevron-down" if self.is_open else "chevron-right")
        self.head.setAccessibleDescription(_("開いています") if self.is_open else _("たたんでいます"))
