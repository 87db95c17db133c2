"""Icons: drawn from `resources/icons` in a colour of the palette, anew whenever the palette changes."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton

from kyosei_desktop import paths
from kyosei_desktop.ui import theme

_BASE_PX = 18
_GAP_PX = 4
_SHARPNESS = 2  # pixmaps have twice the pixels, for screens of high density
_NAME, _TOKEN = "iconName", "iconToken"


def size_px() -> int:
    """The side of an icon beside text of the size in use."""
    return round(_BASE_PX * theme.current().text_percent / 100)


def icon(name: str, token: str = "text") -> QIcon:
    """An icon in a colour of the palette in use, grey where disabled.

    Args:
        name: a file in `resources/icons`, without `.svg`.
        token: a colour's name in the palette.
    """
    drawn = QIcon(_pixmap(name, theme.colour(token), size_px()))
    drawn.addPixmap(_pixmap(name, theme.colour("disabled"), size_px()), QIcon.Mode.Disabled)
    return drawn


def put(target: QAbstractButton | QLabel | QAction, name: str, token: str = "text") -> None:
    """Give a button, a label or a command an icon that follows the palette."""
    target.setProperty(_NAME, name)
    target.setProperty(_TOKEN, token)
    if isinstance(target, QLabel):
        target.setPixmap(_pixmap(name, theme.colour(token), size_px()))
        return
    if not isinstance(target, QPushButton):
        target.setIcon(icon(name, token))
        if isinstance(target, QAbstractButton):
            target.setIconSize(QSize(size_px(), size_px()))
        return
    is_before = target.layoutDirection() is not Qt.LayoutDirection.RightToLeft
    target.setIcon(_with_gap(icon(name, token), is_before=is_before))
    target.setIconSize(QSize(size_px() + _GAP_PX, size_px()))


def redraw_all() -> None:
    """Draw all icons anew after the palette or the size has changed."""
    for widget in QApplication.allWidgets():
        for target in (widget, *widget.actions()):
            if target.property(_NAME) and isinstance(target, QAbstractButton | QLabel | QAction):
                put(target, target.property(_NAME), target.property(_TOKEN))


def _with_gap(drawn: QIcon, *, is_before: bool) -> QIcon:
    """The icon with some air towards the words, which style sheets cannot give."""
    spaced = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        source = drawn.pixmap(QSize(size_px(), size_px()), _SHARPNESS, mode)
        side = size_px() * _SHARPNESS
        pixmap = QPixmap(side + _GAP_PX * _SHARPNESS, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        left = 0 if is_before else _GAP_PX * _SHARPNESS
        painter.drawPixmap(QRectF(left, 0, side, side), source, QRectF(source.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(_SHARPNESS)
        spaced.addPixmap(pixmap, mode)
    return spaced


def _pixmap(name: str, colour: str, side_px: int) -> QPixmap:
    """The icon as drawn before or, the first time, drawn now; Qt keeps the newest ones."""
    key = f"{name} {colour} {side_px}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = _draw(name, colour, side_px)
        QPixmapCache.insert(key, pixmap)
    return pixmap


def _draw(name: str, colour: str, side_px: int) -> QPixmap:
    pixmap = QPixmap(side_px * _SHARPNESS, side_px * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    svg = _source(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap


@lru_cache
def _source(name: str) -> str:
    return (paths.ICONS / f"{name}.svg").read_text(encoding="utf-8")
