"""Lines under parts of a text, drawn over an editor: its document knows nothing of them.

Qt's extra selections clip what they draw to the height of the font, below which its underline lies at some sizes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextCursor, QTextDocument, QTextLine
from PySide6.QtWidgets import QTextEdit

from kyosei_desktop.ui import theme

_BELOW_PX = 2.0
_WIDTH_PX = 1.5


@dataclass(frozen=True, slots=True)
class Underline:
    """A part of a text to be underlined, in characters, in a colour of the palette; dashed where it is less grave."""

    start: int
    end: int
    token: str
    is_dashed: bool


class Underlines:
    """The underlined parts of one editor's text."""

    def __init__(self, editor: QTextEdit) -> None:
        """None yet."""
        self._editor = editor
        self._parts: Sequence[tuple[QTextCursor, Underline]] = ()

    def show(self, text: str, parts: Iterable[Underline]) -> None:
        """Underline parts of the text that stands in the editor, on a ground that is tinted a little."""
        parts = tuple(parts)
        if not parts and not self._parts:
            return  # with most keys, and setting no selections draws the whole editor all the same
        self._parts = [(self._cursor(text, part), part) for part in parts]
        selections = []
        for cursor, part in self._parts:
            selection = QTextEdit.ExtraSelection()
            looks = QTextCharFormat()
            looks.setBackground(QColor(theme.colour(f"{part.token}_soft")))
            selection.cursor, selection.format = cursor, looks  # type: ignore[attr-defined]  # Qt's stubs lack them
            selections.append(selection)
        self._editor.setExtraSelections(selections)
        self._editor.viewport().update()

    def _cursor(self, text: str, part: Underline) -> QTextCursor:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(utf16_length(text[: part.start]))
        cursor.setPosition(utf16_length(text[: part.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @property
    def texts(self) -> list[str]:
        """What is underlined, in order."""
        return [cursor.selectedText() for cursor, _part in self._parts]

    def paint(self) -> None:
        """Draw the lines over what the editor has painted."""
        if not self._parts:
            return
        painter = QPainter(self._editor.viewport())
        bars = self._editor.horizontalScrollBar(), self._editor.verticalScrollBar()
        painter.translate(*(-bar.value() for bar in bars))
        for cursor, part in self._parts:
            pen = QPen(QColor(theme.colour(part.token)), _WIDTH_PX * theme.current().text_percent / 100)
            if part.is_dashed:
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            for start, end in _lines(self._editor.document(), cursor):
                painter.drawLine(start, end)
        painter.end()


def _lines(document: QTextDocument, cursor: QTextCursor) -> Iterator[tuple[QPointF, QPointF]]:
    """From where to where lines are drawn under a selection, in the document's coordinates."""
    block = document.findBlock(cursor.selectionStart())
    while block.isValid() and block.position() < cursor.selectionEnd():
        top_left = document.documentLayout().blockBoundingRect(block).topLeft()
        first = max(0, cursor.selectionStart() - block.position())
        last = min(block.length() - 1, cursor.selectionEnd() - block.position())
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start, end = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if start < end:
                y = round(line.y() + line.ascent() + line.descent() + _BELOW_PX)
                yield top_left + QPointF(_x(line, start), y), top_left + QPointF(_x(line, end), y)
        block = block.next()


def _x(line: QTextLine, position: int) -> float:
    placed: Any = line.cursorToX(position)  # x and the position that it is at; Qt's stubs say object
    return float(placed[0])


def utf16_length(text: str) -> int:
    """How many places a text takes in a document."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
