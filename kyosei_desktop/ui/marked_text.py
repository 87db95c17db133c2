"""A read-only text in which some stretches are marked: what differs between texts."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from kyosei_desktop.domain.difference import Piece
from kyosei_desktop.ui import theme

_LINE_HEIGHT_PERCENT = 150.0


class MarkedText(QTextEdit):
    """Shows pieces; different ones on a coloured ground, bold and underlined, since colour alone says nothing."""

    def __init__(self, name: str) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__()
        self.setProperty("role", "marked")
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Three lines are seen at least."""
        return QSize(120, 3 * round(self.fontMetrics().height() * _LINE_HEIGHT_PERCENT / 100) + 16)

    def show_pieces(self, pieces: Sequence[Piece], *, blank: str = "", ground: str = "added") -> None:
        """Show a text.

        Args:
            pieces: the text.
            blank: what to say, greyed, where there is none.
            ground: the colour under what differs.
        """
        self.clear()
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(block)
        if not pieces:
            cursor.insertText(blank, _format("muted"))
            return
        plain, marked = _format("text"), _format("text")
        marked.setBackground(QColor(theme.colour(ground)))
        marked.setFontWeight(700)
        marked.setFontUnderline(True)
        for piece in pieces:
            cursor.insertText(piece.text, marked if piece.is_different else plain)
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _format(token: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(theme.colour(token)))
    return made
