"""How a cell will look in the report: the real thing, drawn by the paper engine, beside the text being typed."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.clerk.cell_pictures import CellLook
from kyosei_desktop.ui.widgets import label

_PX_PER_INCH = 96
_TALLEST_PX = 320
_NARROWEST_PX = 96
_GAP_PX = 16


def picture_ppi(shown_on: QWidget) -> float:
    """Pixels an inch of a picture that fits a widget's screen and the size of text, pixel by pixel."""
    return _PX_PER_INCH * theme.current().text_percent / 100 * shown_on.devicePixelRatioF()


def decoded(picture: bytes) -> QImage:
    """The image in a PNG file of paper, in the format that a window is drawn in. May be called off the UI thread."""
    return QImage.fromData(picture).convertToFormat(QImage.Format.Format_RGB32)


class CellPreview(QWidget):
    """A caption with the number of printed lines, and the picture beside or below it. Hidden until there is one."""

    def __init__(self, name: str) -> None:
        """`name` is the field's."""
        super().__init__()
        self.setAccessibleName(_("{field} の報告書での見え方").format(field=name))
        self._words: tuple[str, ...] = ()
        self.lines = label("", "small", wraps=True)
        self.lines.setMinimumWidth(self.lines.fontMetrics().horizontalAdvance("国" * 10))
        self.paper = _Paper()
        self.paper.setAccessibleName(self.accessibleName())
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP_PX)
        self._row.addWidget(self.lines, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addLayout(self._row)
        self.hide()

    def show_look(self, look: CellLook | None) -> None:
        """Show a cell; None takes it away."""
        self.setVisible(look is not None)
        if look is None:
            return
        words = _("印刷 {lines}行").format(lines=look.picture.lines), _room_label(look)
        if words != self._words:  # as a rule they outlast many keys
            self._words = words
            self.lines.setText("\n".join((_("報告書での見え方"), *words)))
            self.paper.setAccessibleDescription(" ".join(words))
        if self.paper.show_picture(look):
            self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the picture below its caption where there is too little room beside it."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        is_beside = self.lines.minimumWidth() + _GAP_PX + self.paper.sizeHint().width() <= self.width()
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if is_beside else direction.TopToBottom
        if wanted is not self._row.direction():
            self._row.setSpacing(_GAP_PX if is_beside else _GAP_PX // 4)
            self._row.setDirection(wanted)


def _room_label(look: CellLook) -> str:
    """How many more lines there may be before the row of the report grows, or by how many it does."""
    left = look.room - look.picture.lines
    return _("枠の残り {count}行").format(count=left) if left >= 0 else _("枠が{count}行のびます").format(count=-left)


class _Paper(QWidget):
    """White in the dark scheme too, since paper is; drawn smaller where there is too little room for its width.

    A tall cell is cut at the foot, with its whole on the page view.
    """

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the card behind it need not be drawn
        self._image = QImage()
        self._inches = QSizeF()

    def show_picture(self, look: CellLook) -> bool:
        """Show a cell; whether the picture takes another size, so that the form has to make room."""
        assert isinstance(look.image, QImage), "the screen has decoded it"
        self._image = look.image
        size = self._image.size()
        before, self._inches = self._inches, QSizeF(size.width() / look.ppi, size.height() / look.ppi)
        self.update()
        if self._inches == before:
            return False
        self.updateGeometry()
        return True

    def sizeHint(self) -> QSize:
        size = self._size_px()
        return QSize(size.width() + 2, min(size.height(), _TALLEST_PX) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST_PX, 0)

    def heightForWidth(self, width: int) -> int:
        return min(self._size_px(width - 2).height(), _TALLEST_PX) + 2

    def _size_px(self, widest: int | None = None) -> QSize:
        size = (self._inches * (_PX_PER_INCH * theme.current().text_percent / 100)).toSize()
        if widest is not None and size.width() > widest:
            size.scale(widest, size.height(), Qt.AspectRatioMode.KeepAspectRatio)
        return size

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(theme.colour("control_line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        size = self._size_px(self.width() - 2)
        if size == self._image.size():
            painter.drawImage(1, 1, self._image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(1, 1, size.width(), size.height()), self._image)
