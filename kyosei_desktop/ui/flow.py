"""A row of widgets that goes on in the next line where the window is narrow or the text large."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_SPACING_PX = 16
_LINE_SPACING_PX = 8


class FlowRow(QLayout):
    """Widgets from the left, in as many lines as they need; in a single line some stand at the right end."""

    def __init__(self, spacing_px: int = _SPACING_PX) -> None:
        """Empty; use `addWidget` and `add_at_right`."""
        super().__init__()
        self._spacing_px = spacing_px
        self._items: list[QLayoutItem] = []
        self._first_right: int | None = None
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def add_at_right(self, widget: QWidget) -> None:
        """Add a widget that belongs to the right end, as all that come after it."""
        if self._first_right is None:
            self._first_right = len(self._items)
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Called by `addWidget`."""
        self._heights.clear()
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """An item, None out of range."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt goes on until it gets None
        """Take an item out."""
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as there is room."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the lines are at a width; a form that lays itself out asks for the same one many times."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), is_trial=True)
        return self._heights[width]

    def invalidate(self) -> None:
        """Qt says that a widget in it may have another size."""
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown]
        width = sum(size.width() for size in sizes) + self._spacing_px * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest item must fit."""
        sizes = [item.minimumSize() for item in self._shown]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def setGeometry(self, rect: QRect) -> None:
        """Put all in their places."""
        super().setGeometry(rect)
        self._arrange(rect, is_trial=False)

    @property
    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, is_trial: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown:
            width = item.sizeHint().width()
            if lines[-1] and used + width > rect.width():
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += width + self._spacing_px
        right = set() if self._first_right is None else {id(item) for item in self._items[self._first_right :]}
        y = rect.y()
        for line in lines:
            height = max((item.sizeHint().height() for item in line), default=0)
            if not is_trial:
                taken = sum(item.sizeHint().width() for item in line) + self._spacing_px * (len(line) - 1)
                free = rect.width() - taken
                self._place(line, QRect(rect.x(), y, max(0, free), height), right if len(lines) == 1 else set())
            y += height + _LINE_SPACING_PX
        return y - _LINE_SPACING_PX - rect.y()

    def _place(self, line: list[QLayoutItem], free: QRect, right: set[int]) -> None:
        x, has_jumped = free.x(), False
        for item in line:
            if id(item) in right and not has_jumped:
                x, has_jumped = x + free.width(), True
            size = item.sizeHint()
            top = free.y() + (free.height() - size.height()) // 2
            item.setGeometry(QRect(QPoint(x, top), size))
            x += size.width() + self._spacing_px
