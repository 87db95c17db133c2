"""Pictures of the program, made by the program: for the manual and the tour.

A picture carries a digest of the words that it shows, so that an old one is told without comparing
pixels.
"""

import hashlib
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTableView, QWidget

from kyosei_desktop.store.files import write_file

_ROUNDS = 5
"""What is laid out may ask for another layout: text that wraps grows, and what holds it with it."""


SHOWS = "Shows"
"""The name of the text in a picture's file that holds the digest of what it shows."""

# Of a moment or by chance: counts and times, file names with them, check words.
_PASSING = re.compile(r"\d|たった今|前$|^照合語|\.kyo")
_PARAGRAPH = re.compile(r"<[^>]*>")


def shown_words(widget: QWidget) -> list[str]:
    """The words to be seen that are the same each time: of labels, buttons and heads of tables, each once, sorted."""
    words: set[str] = set()
    for one in widget.findChildren(QWidget):
        if not one.isVisibleTo(widget):
            continue
        if isinstance(one, QLabel | QAbstractButton):
            words.add(_PARAGRAPH.sub("", one.text()).strip())
        elif isinstance(one, QTableView) and one.model() is not None:
            heads = range(one.model().columnCount())
            words |= {str(one.model().headerData(column, Qt.Orientation.Horizontal) or "") for column in heads}
    return sorted(one for one in words if one and not _PASSING.search(one))


def digest_of(words: list[str]) -> str:
    """A digest of words that a picture shows."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def grab(widget: QWidget, path: Path) -> None:
    """Write a picture of a widget as PNG, after everything that waits to be drawn is drawn.

    Raises:
        FileNotWritten: the folder may not be written to.
    """
    for _round in range(_ROUNDS):
        QApplication.processEvents()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = widget.grab().toImage()
    picture.setText(SHOWS, digest_of(shown_words(widget)))
    QImageWriter(buffer, QByteArray(b"PNG")).write(picture)
    write_file(path, bytes(content.data()))
