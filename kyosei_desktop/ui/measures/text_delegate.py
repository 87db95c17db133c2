"""Draws a cell's first lines with air between them; the font's own lines touch one another."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

LINE_HEIGHT = 1.4
SHOWN_LINES = 3
_INSET_X_PX, _INSET_Y_PX = 8, 8
_READ_CHARACTERS = 400
"""More than three lines never hold so many; longer texts need not be broken into lines as a whole."""


def row_height_px(line_px: int) -> int:
    """How high a row of `SHOWN_LINES` lines is."""
    return round(SHOWN_LINES * line_px * LINE_HEIGHT) + 2 * _INSET_Y_PX


class TextDelegate(QStyledItemDelegate):
    """Wraps a cell's text; what does not fit ends in an ellipsis."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, icon and text."""
        self.initStyleOption(option, index)
        given: Any = option  # the bindings' types leave out what the option holds
        self._draw(painter, given, index.data(Qt.ItemDataRole.ForegroundRole))

    def _draw(self, painter: QPainter, option: Any, colour: object) -> None:
        text, icon = option.text, QIcon(option.icon)
        option.text, option.icon = "", QIcon()
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        inside = option.rect.adjusted(_INSET_X_PX, _INSET_Y_PX, -_INSET_X_PX, -_INSET_Y_PX)
        if not icon.isNull():
            side = option.decorationSize.height()
            icon.paint(painter, QRect(inside.left(), inside.top() - 2, side, side))
            inside.setLeft(inside.left() + side + 4)
        painter.save()
        is_own = isinstance(colour, QColor)
        painter.setFont(option.font)
        painter.setPen(colour if is_own else option.palette.color(QPalette.ColorRole.Text))
        _draw_lines(painter, inside, text, option)
        painter.restore()


def _draw_lines(painter: QPainter, inside: QRect, text: str, option: Any) -> None:
    metrics = option.fontMetrics
    step = metrics.lineSpacing() * LINE_HEIGHT
    paragraphs = text[:_READ_CHARACTERS].replace("\u2028", "\n").split("\n")
    shown: list[str] = []
    for paragraph in paragraphs:
        layout = QTextLayout(paragraph, option.font)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(wrapping)
        layout.beginLayout()
        while len(shown) <= SHOWN_LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(inside.width())
            encoded = paragraph.encode("utf-16-le")  # Qt counts UTF-16 code units
            start, end = line.textStart(), line.textStart() + line.textLength()
            shown.append(encoded[2 * start : 2 * end].decode("utf-16-le"))
        layout.endLayout()
    for number, part in enumerate(shown[:SHOWN_LINES]):
        is_cut = number == SHOWN_LINES - 1 and len(shown) > SHOWN_LINES
        words = metrics.elidedText(part + "……", Qt.TextElideMode.ElideRight, inside.width()) if is_cut else part
        painter.drawText(QPointF(inside.left(), inside.top() + metrics.ascent() + number * step), words)
