"""The frame of the report's panels, which take the place of the pages: a title, what is asked, and two buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Scroller, button, card, label


class Panel(QWidget):
    """Asks for something. What is asked goes into `column`; call `finish` when it is all there.

    Signals:
        left: nothing is to be done.
    """

    left = Signal()

    def __init__(self, title: str, deed: str, icon: str) -> None:
        """`deed` is on the button that does it."""
        super().__init__()
        self.setAccessibleName(title)
        self._frame = card()
        self.column = QVBoxLayout(self._frame)
        self.column.setContentsMargins(32, 24, 32, 24)
        self.column.setSpacing(16)
        self.column.addWidget(label(title, "subheading"))
        self.do_button = button(deed, "primary", icon)
        self.do_button.clicked.connect(self.act)
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self.left)
        self._page = Scroller(title)
        self._page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._page)

    def finish(self) -> None:
        """Put the buttons below what is asked."""
        row = FlowRow()
        row.addWidget(self.do_button)
        row.addWidget(self.leave_button)
        self.column.addLayout(row)
        self._page.column.addWidget(self._frame)
        self._page.column.addStretch(1)

    def first_focus(self) -> QWidget:
        """What gets the keyboard when the panel is shown."""
        return self.do_button

    def act(self) -> None:
        """Do what is asked for."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
