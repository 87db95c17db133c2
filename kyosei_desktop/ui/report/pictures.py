"""Pictures of pages: the page looked at, drawn sharp at any zoom, and thumbnails drawn off the UI thread."""

from collections.abc import Generator, Sequence

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.ui import theme

PIXELS_PER_POINT = 96 / 72
THUMBNAIL_WIDTH_PX = 144
_PAPER = QColor("white")  # paper is white in the dark too


def draw_thumbnails(pages: Sequence[bytes]) -> Generator[Step, None, list[QImage]]:
    """A small picture of each page; images, unlike pixmaps, may be drawn on any thread."""
    pictures = []
    for number, page in enumerate(pages):
        yield Step(number, len(pages), str(number + 1))
        renderer = QSvgRenderer(QByteArray(page))
        size = renderer.defaultSize().scaled(THUMBNAIL_WIDTH_PX * 2, 10_000, Qt.AspectRatioMode.KeepAspectRatio)
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(_PAPER)
        painter = QPainter(picture)
        renderer.render(painter)
        pen = QPen(QColor(theme.colour("control_line")))
        pen.setWidth(2)  # as thin as one pixel, since the picture has two for one
        painter.setPen(pen)
        painter.drawRect(picture.rect().adjusted(1, 1, -1, -1))
        painter.end()
        pictures.append(picture)
    return pictures


class PagePicture(QWidget):
    """One page at a zoom; what was drawn is kept until page or zoom change."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("ページ"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._renderer: QSvgRenderer | None = None
        self._zoom = 1.0
        self._drawn: QPixmap | None = None

    def show_page(self, page: bytes | None) -> None:
        """Show an SVG document; None for none."""
        self._renderer = None if page is None else QSvgRenderer(QByteArray(page))
        self._redraw()

    @property
    def zoom(self) -> float:
        """1.0 shows the page in its real size at 96 dots an inch."""
        return self._zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self._redraw()

    @property
    def page_width_px(self) -> float:
        """The page's width at zoom 1; 0 while there is none."""
        return 0.0 if self._renderer is None else self._renderer.defaultSize().width() * PIXELS_PER_POINT

    def sizeHint(self) -> QSize:
        """The page at this zoom."""
        if self._renderer is None:
            return QSize(0, 0)
        size = self._renderer.defaultSize()
        scale = PIXELS_PER_POINT * self._zoom
        return QSize(round(size.width() * scale), round(size.height() * scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page, once for each zoom."""
        if self._renderer is None:
            return
        if self._drawn is None:
            ratio = self.devicePixelRatioF()
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.fill(_PAPER)
            painter = QPainter(self._drawn)
            self._renderer.render(painter)
            painter.end()
            self._drawn.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(QColor(theme.colour("control_line")))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _redraw(self) -> None:
        self._drawn = None
        self.setFixedSize(self.sizeHint())
        self.update()
