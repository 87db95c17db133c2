"""Pictures of the program, made by the program: for the manual and the tour."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWidgets import QApplication, QWidget

from kyosei_desktop.store.files import write_file

_ROUNDS = 5
"""What is laid out may ask for another layout: text that wraps grows, and what holds it with it."""


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
    widget.grab().save(buffer, "PNG")
    write_file(path, bytes(content.data()))
