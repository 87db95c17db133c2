"""The page beside the navigation: bars, the question of the view as heading, messages, and the view itself."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.widgets import label


class Page(QWidget):
    """From above: what stands above the heading, the heading, what stands below it, the view.

    Attributes:
        heading: the question that the view answers.
    """

    def __init__(self, views: QWidget) -> None:
        """`views` shows the current view and takes the room that is left."""
        super().__init__()
        self.setAccessibleName(_("画面"))
        self.heading = label("", "heading")
        self.heading.setAccessibleName(_("この画面の問い"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 16)
        self._column.setSpacing(16)
        self._column.addWidget(self.heading)
        self._column.addWidget(views, 1)

    def put_above(self, bar: QWidget) -> None:
        """Put a bar at the very top."""
        self._column.insertWidget(0, bar)

    def put_below(self, bar: QWidget) -> None:
        """Put a bar between heading and view, below those that are there."""
        self._column.insertWidget(self._column.count() - 1, bar)
