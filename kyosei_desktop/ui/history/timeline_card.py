"""One entry of a cell's timeline, drawn as words: what differs stands out by ground and line, not by colour alone."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from kyosei_desktop.domain.difference import Piece
from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.history.timeline import TimelineItem, TimelineText
from kyosei_desktop.ui.widgets import label


class TimelineCard(QFrame):
    """Shows an entry."""

    def __init__(self, item: TimelineItem) -> None:
        super().__init__()
        self.setAccessibleName(_("{what} {when}").format(what=item.what, when=item.when))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        head = item.what if not item.standing else f"{item.what}　{item.standing}"
        column.addWidget(label(head, "strong", wraps=True))
        column.addWidget(label(f"{item.when}　{item.who}", "small", wraps=True))
        for fact in item.facts:
            column.addWidget(label(fact, "small", wraps=True))
        for text in item.before:
            column.addWidget(_marked(text, ground="removed", line="line-through"))
        if item.after is not None:
            column.addWidget(_marked(item.after, ground="added", line="underline"))


def _marked(text: TimelineText, *, ground: str, line: str) -> QLabel:
    """A text in which what differs has a ground and a line."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    said = _html(text.pieces, ground, line) if text.pieces else f"<i>{escape(text.blank)}</i>"
    made.setText(f'<p style="line-height:150%; margin:0"><b>{escape(text.title)}</b>　{said}</p>')
    words = "".join(piece.text for piece in text.pieces) or text.blank
    made.setAccessibleName(_("{title}：{text}").format(title=text.title, text=words))
    return made


def _html(pieces: Sequence[Piece], ground: str, line: str) -> str:
    marked = f"background-color:{theme.colour(ground)}; font-weight:700; text-decoration:{line}"
    return "".join(
        f'<span style="{marked}">{_escaped(one.text)}</span>' if one.is_different else _escaped(one.text)
        for one in pieces
    )


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")
