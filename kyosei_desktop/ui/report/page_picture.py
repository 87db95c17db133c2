"""The page looked at: drawn as large as wanted, its cells under pointer and keyboard."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.report.places import CellPlace
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.report.cells import Move, PageCells
from kyosei_desktop.ui.report.drawing import PAPER, PageDrawer, PictureKey
from kyosei_desktop.ui.settings import Scheme

PIXELS_PER_POINT = 96 / 72
_MOVES = {
    Qt.Key.Key_Left: Move.LEFT,
    Qt.Key.Key_Right: Move.RIGHT,
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
    Qt.Key.Key_Home: Move.FIRST,
    Qt.Key.Key_End: Move.LAST,
}
_FRAME_PX = 3


class PagePicture(QWidget):
    """One page at a zoom. Arrow keys move a frame from cell to cell, Return or a click chooses one.

    Signals:
        chosen: a `CellPlace`, to be edited.
        entered: the `CellPlace` to which the frame has moved, on this page or the one before or after; None for none.
        pointed: the `CellPlace` under the pointer; None for none.
        menu_wanted: a `CellPlace` or None, and where on the screen.
    """

    accessible_role = QAccessible.Role.Graphic

    chosen = Signal(object)
    entered = Signal(object)
    pointed = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, drawer: PageDrawer) -> None:
        """Pictures come from `drawer`."""
        super().__init__()
        self.setAccessibleName(_("ページ"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._drawer = drawer
        drawer.drawn.connect(self._on_drawn)
        self._cells = PageCells(())
        self._size_pt = (0.0, 0.0)
        self._zoom = 1.0
        self.page = 0
        self.cell: CellPlace | None = None
        self._under_pointer: CellPlace | None = None
        self._pressed: CellPlace | None = None

    def show_pages(self, cells: PageCells, size_pt: tuple[float, float]) -> None:
        """Show pages of that width and height with these cells from now on."""
        self._cells = cells
        self._size_pt = size_pt
        self.cell = self._under_pointer = None
        self._fit()

    def show_page(self, page: int) -> None:
        """Show a page, from 1."""
        self.page = page
        self._under_pointer = None
        self.update()

    def show_cell(self, cell: CellPlace | None) -> None:
        """Put the frame around a cell of the page shown."""
        self.cell = cell
        self.update()

    def say(self, text: str) -> None:
        """Tell the screen reader where the frame is."""
        if self.accessibleName() != text:
            self.setAccessibleName(text)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @property
    def is_pointed_at(self) -> bool:
        """Whether a cell is under the pointer."""
        return self._under_pointer is not None

    @property
    def zoom(self) -> float:
        """1.0 shows the page in its real size at 96 dots an inch."""
        return self._zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self._fit()

    @property
    def page_width_px(self) -> float:
        """The page's width at zoom 1; 0 while there is none."""
        return self._size_pt[0] * PIXELS_PER_POINT

    def rect_of(self, cell: CellPlace) -> QRectF:
        """Where a cell is drawn."""
        scale = PIXELS_PER_POINT * self._zoom
        return QRectF(cell.x_pt * scale, cell.y_pt * scale, cell.width_pt * scale, cell.height_pt * scale)

    def sizeHint(self) -> QSize:
        """The page at this zoom."""
        scale = PIXELS_PER_POINT * self._zoom
        width_pt, height_pt = self._size_pt
        return QSize(round(width_pt * scale), round(height_pt * scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page, or in its place one of another size until it is there, and the frames."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), PAPER)
        if self.page and self.width():
            picture = self._drawer.picture(self._key) or self._drawer.stand_in(self.page)
            if picture is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(self.rect(), picture)
        painter.setPen(QColor(theme.colour("control_line")))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._under_pointer is not None:
            self._paint_frame(painter, self._under_pointer, width_px=1)
        if self.cell is not None and self.cell.page == self.page:
            self._paint_frame(painter, self.cell, width_px=_FRAME_PX if self.hasFocus() else 1)
        painter.end()

    @property
    def _key(self) -> PictureKey:
        return PictureKey(self.page, round(self.width() * self.devicePixelRatioF()))

    def _paint_frame(self, painter: QPainter, cell: CellPlace, *, width_px: int) -> None:
        # Paper is white whatever the scheme, so the frame has the colour that stands out on white.
        colour = QColor(theme.colours(Scheme.LIGHT)["accent"])
        painter.setPen(
            QPen(colour, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
        )
        colour.setAlpha(24)
        painter.setBrush(colour)
        painter.drawRect(self.rect_of(cell))

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def _on_drawn(self, key: PictureKey) -> None:
        if key.page == self.page:
            self.update()

    # Gestures

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End move the frame; Return and F2 choose its cell."""
        key = Qt.Key(event.key())
        if key in _MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.cell is not None:
            self.chosen.emit(self.cell)
        else:
            super().keyPressEvent(event)

    def _move(self, move: Move) -> None:
        cell = self._cells.moved(self.page, self.cell, move)
        if cell is not None:
            self.entered.emit(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which cell is under the pointer."""
        self._point(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No cell is under the pointer any more."""
        super().leaveEvent(event)
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click begins."""
        super().mousePressEvent(event)
        self._pressed = self._cell_at(event.position()) if event.button() is Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses the cell under the pointer, unless it was begun elsewhere."""
        cell, pressed = self._cell_at(event.position()), self._pressed
        self._pressed = None
        if cell is not None and cell == pressed:
            self.entered.emit(cell)
            self.chosen.emit(cell)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button speaks of the cell under the pointer, the menu key of the framed one."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self._cell_at(QPointF(event.pos())), event.globalPos())
        else:
            corner = self.rect_of(self.cell).bottomLeft() if self.cell is not None else QPointF()
            self.menu_wanted.emit(self.cell, self.mapToGlobal(corner).toPoint())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame strongly, at the page's first cell where there is none yet."""
        super().focusInEvent(event)
        if self.cell is None and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._move(Move.FIRST)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the frame weakly."""
        super().focusOutEvent(event)
        self.update()

    def _cell_at(self, at: QPointF) -> CellPlace | None:
        scale = PIXELS_PER_POINT * self._zoom
        return self._cells.at(self.page, at.x() / scale, at.y() / scale)

    def _point(self, cell: CellPlace | None) -> None:
        if cell != self._under_pointer:
            self._under_pointer = cell
            self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor)
            self.pointed.emit(cell)
            self.update()
