"""The list of pages: a small picture of each, drawn when it comes into view."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.report.drawing import PAPER, PageDrawer, PictureKey

THUMBNAIL_WIDTH_PX = 144
_SHARPNESS = 2  # as many pixels for one, for screens of high density
_EDGE_PX = 8


class Thumbnails(QListWidget):
    """Small pages with their numbers; the one chosen is the page looked at."""

    def __init__(self, drawer: PageDrawer) -> None:
        """Pictures come from `drawer`."""
        super().__init__()
        self.setAccessibleName(_("ページ一覧"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._drawer = drawer
        self._height_px = 0
        self.setItemDelegate(_SmallPage(self))
        drawer.drawn.connect(self._on_drawn)

    def show_pages(self, count: int, shape: float) -> None:
        """Show so many pages; `shape` is their height for a width of 1. The page chosen stays chosen."""
        row = max(0, self.currentRow())
        self.blockSignals(True)
        self.clear()
        self._height_px = round(THUMBNAIL_WIDTH_PX * shape)
        for number in range(1, count + 1):
            item = QListWidgetItem(str(number))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _("{number}ページ").format(number=number))
            self.addItem(item)
        self.setCurrentRow(min(row, count - 1))
        self.blockSignals(False)

    def picture(self, row: int) -> QImage | None:
        """The small page in a row; None while it has not been drawn."""
        return self._drawer.picture(self._key(row))

    def sizeHint(self) -> QSize:
        """As wide as page, number and scroll bar need."""
        return QSize(THUMBNAIL_WIDTH_PX + self._number_width_px + 3 * _EDGE_PX + 16, super().sizeHint().height())

    @property
    def item_size(self) -> QSize:
        """The room of one page."""
        return QSize(THUMBNAIL_WIDTH_PX, self._height_px + 2 * _EDGE_PX)

    @property
    def _number_width_px(self) -> int:
        return self.fontMetrics().horizontalAdvance("0" * max(2, len(str(self.count()))))

    def picture_rect(self, item: QRect) -> QRect:
        """Where in an item its page is drawn."""
        left = item.left() + self._number_width_px + 2 * _EDGE_PX
        return QRect(left, item.top() + _EDGE_PX, THUMBNAIL_WIDTH_PX, self._height_px)

    def _key(self, row: int) -> PictureKey:
        return PictureKey(row + 1, THUMBNAIL_WIDTH_PX * _SHARPNESS, is_small=True)

    def _on_drawn(self, key: PictureKey) -> None:
        if key.is_small and key.page <= self.count():
            self.update(self.indexFromItem(self.item(key.page - 1)))


class _SmallPage(QStyledItemDelegate):
    """Draws a page beside its number."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__(thumbnails)
        self._thumbnails = thumbnails

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The same for every page."""
        return self._thumbnails.item_size

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The number, and the page or white paper until it is drawn."""
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        if is_chosen:
            painter.fillRect(rect, QColor(theme.colour("accent_soft")))
        place = self._thumbnails.picture_rect(rect)
        painter.setPen(QColor(theme.colour("accent" if is_chosen else "muted")))
        number = QRect(rect.left() + _EDGE_PX, place.top(), place.left() - rect.left() - 2 * _EDGE_PX, place.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, index.data())
        painter.fillRect(place, PAPER)
        picture = self._thumbnails.picture(index.row())
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, picture)
        painter.setPen(QColor(theme.colour("accent" if is_chosen else "control_line")))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.restore()
