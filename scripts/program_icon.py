"""The program's icon for Windows, an ICO file of PNG pictures, made of its own drawing in resources/icons.

Layout: https://learn.microsoft.com/en-us/windows/win32/menurc/newheader and .../resdir; PNG pictures in it are known
since Windows Vista.
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES_PX = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Those that Explorer and the task bar ask for at 100, 125, 150 and 200 %."""
_HEAD = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")
_KIND_ICON = 1


def write_ico(drawing: Path, target: Path) -> None:
    """Write the drawing (SVG) in all sizes as one icon file."""
    pictures = [png(drawing, size) for size in SIZES_PX]
    place = _HEAD.size + _ENTRY.size * len(pictures)
    parts = [_HEAD.pack(0, _KIND_ICON, len(pictures))]
    for size, picture in zip(SIZES_PX, pictures, strict=True):
        side = size % 256  # one byte: 0 stands for 256
        parts.append(_ENTRY.pack(side, side, 0, 0, 1, 32, len(picture), place))
        place += len(picture)
    target.write_bytes(b"".join([*parts, *pictures]))


def png(drawing: Path, size_px: int) -> bytes:
    """The drawing as a square PNG picture."""
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())
