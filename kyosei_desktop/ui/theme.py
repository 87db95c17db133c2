"""How the program looks: Fusion, the shipped font, and palettes of its own for light, dark and high contrast.

Colours stand in `resources/styles/<scheme>.json`, shapes in `base.qss`, whose `$names` are colours and text sizes.
Qt's own colour schemes are not used: they have no effect on some platforms.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Template
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from kyosei_desktop import paths
from kyosei_desktop.ui.settings import Scheme
from kyosei_desktop.ui.system_contrast import asks_for_high_contrast

FONT_FAMILY = "BIZ UDPGothic"
BASE_PT = 10.5
_MARK_PX = 16
_SIZES_PT = {"small": 9.5, "base": BASE_PT, "large": 12.5, "heading": 16.0, "display": 24.0}


@dataclass(frozen=True, slots=True)
class Theme:
    """The look in use. `scheme` is never "as the system is set"."""

    scheme: Scheme
    text_percent: int


_current = Theme(Scheme.LIGHT, 100)


def current() -> Theme:
    """The look in use."""
    return _current


@lru_cache
def colours(scheme: Scheme) -> dict[str, str]:
    """The palette of a scheme: names and colours as #rrggbb."""
    loaded: dict[str, str] = json.loads((paths.STYLES / f"{scheme.value}.json").read_text(encoding="utf-8"))
    return loaded


def colour(token: str) -> str:
    """A colour of the palette in use, as #rrggbb."""
    return colours(_current.scheme)[token]


def size_pt(name: str) -> float:
    """A text size: small, base, large, heading or display."""
    return _SIZES_PT[name] * _current.text_percent / 100


def system_scheme() -> Scheme:
    """What the system is set to; light where it does not say."""
    if asks_for_high_contrast():
        return Scheme.HIGH_CONTRAST
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Scheme.DARK if is_dark else Scheme.LIGHT


@cache
def load_fonts() -> None:
    """Make the shipped fonts known to Qt; once a process, for Qt would keep each of them as often as it is told."""
    for file in sorted(paths.FONTS.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def apply(app: QApplication, scheme: Scheme, text_percent: int) -> None:
    """Give the whole program a look, at once and without a restart."""
    global _current
    _current = Theme(system_scheme() if scheme is Scheme.SYSTEM else scheme, text_percent)
    app.setStyle("Fusion")
    app.setPalette(_palette(colours(_current.scheme)))
    font = QFont(FONT_FAMILY)
    font.setPointSizeF(size_pt("base"))
    app.setFont(font)
    app.setStyleSheet(_style_sheet())


def _style_sheet() -> str:
    values: dict[str, Any] = dict(colours(_current.scheme))
    values |= {"icons": paths.ICONS.as_posix(), "scheme": _current.scheme.value}
    mark_px = round(_MARK_PX * _current.text_percent / 100)
    ring_px = mark_px // 3
    values |= {"mark_px": f"{mark_px}px", "mark_radius_px": f"{mark_px // 2 + 1}px"}
    values |= {"mark_ring_px": f"{ring_px}px", "mark_inner_px": f"{mark_px + 2 - 2 * ring_px}px"}
    values |= {f"{name}_pt": f"{size_pt(name):.1f}pt" for name in _SIZES_PT}
    return Template((paths.STYLES / "base.qss").read_text(encoding="utf-8")).substitute(values)


def _palette(tokens: dict[str, str]) -> QPalette:
    role = QPalette.ColorRole
    chosen = {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "window",
        role.Text: "text",
        role.PlaceholderText: "muted",
        role.Button: "raised",
        role.ButtonText: "text",
        role.BrightText: "error",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.Highlight: "selection",
        role.HighlightedText: "on_selection",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.Light: "surface",
        role.Midlight: "line",
        role.Mid: "control_line",
        role.Dark: "control_line",
        role.Shadow: "line",
        role.Accent: "accent",
    }
    palette = QPalette()
    for one, token in chosen.items():
        palette.setColor(one, QColor(tokens[token]))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens["disabled"]))
    return palette
