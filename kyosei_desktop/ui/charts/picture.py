"""A chart on the screen: an SVG picture on white paper, as wide as there is room."""

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from kyosei_desktop.domain.language import _

_LEAST_PX = QSize(280, 160)


class ChartPicture(QWidget):
    """Shows a chart; a screen reader is told its summary, and reads the table beside it."""

    accessible_role = QAccessible.Role.Graphic

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("グラフ"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._renderer = QSvgRenderer(self)

    def minimumSizeHint(self) -> QSize:
        """Enough to see its shape."""
        return _LEAST_PX

    @property
    def is_drawn(self) -> bool:
        """Whether there is a picture."""
        return self._renderer.isValid()

    def show_svg(self, svg: bytes) -> None:
        """Show another picture; an empty one takes it away."""
        self._renderer.load(QByteArray(svg))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in its proportions, at the top."""
        if not self._renderer.isValid():
            return
        size = self._renderer.defaultSize()
        scale = min(self.width() / size.width(), self.height() / size.height())
        width, height = size.width() * scale, size.height() * scale
        inside = QRectF((self.width() - width) / 2, 0, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(inside, QColor("white"))  # paper stays white in dark colours too
        self._renderer.render(painter, inside)
