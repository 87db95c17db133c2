"""What tests look at in every view: what a screen reader is told, where the keyboard goes, what is cut off."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QStatusBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.widgets import ElidedLabel

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
)
_NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)
"""What Qt says of a widget that nobody has given a role."""
_LONGEST_WALK = 150
_SLACK_PX = 1


@dataclass
class Observed:
    """What was found in one scene; lists are empty where all is well."""

    unnamed: list[str] = field(default_factory=list)
    without_focus: list[str] = field(default_factory=list)
    out_of_reach: list[str] = field(default_factory=list)
    clipped: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)


def is_inner(widget: QWidget) -> bool:
    """Whether a widget is Qt's own part of a control, read with it."""
    parent = widget.parent()
    return (
        widget.objectName().startswith(("qt_", "ScrollLeftButton", "ScrollRightButton"))
        or isinstance(widget, QHeaderView | QScrollBar)
        or isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit)
        or (isinstance(widget, QAbstractButton) and isinstance(parent, QAbstractItemView))
        or (parent is not None and parent.metaObject().className() == "QComboBoxPrivateContainer")
    )


def controls(root: QWidget) -> list[QWidget]:
    """All that can be operated or gets the keyboard, and is to be seen."""
    return [
        one
        for one in root.findChildren(QWidget)
        if one.isVisibleTo(root)
        and not is_inner(one)
        and (isinstance(one, CONTROLS) or one.focusPolicy() is not Qt.FocusPolicy.NoFocus)
    ]


def said_of(widget: QWidget) -> tuple[str, QAccessible.Role]:
    """The name and the role that a screen reader is told."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    return interface.text(QAccessible.Text.Name), interface.role()


def named(widget: QWidget) -> str:
    """How a finding names a widget."""
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} 「{str(words)[:40]}」"


def unnamed(root: QWidget) -> list[str]:
    """The controls that a screen reader would be silent about."""
    found = []
    for one in controls(root):
        name, role = said_of(one)
        if not name.strip() or role in _NO_ROLE:
            found.append(f"{type(one).__name__} in {type(one.parent()).__name__}: 「{name}」 {role.name}")
    return found


def walk(window: MainWindow) -> list[QWidget]:
    """The widgets that the tab key leads to, from where the keyboard is until it comes round."""
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in seen and len(seen) < _LONGEST_WALK:
        seen.append(focus)
        window.focusNextChild()
    return seen


def shows_focus(widget: QWidget) -> bool:
    """Whether a widget that has the keyboard looks otherwise than without it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = _picture(widget)
    widget.clearFocus()
    return _picture(widget) != with_focus


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def clipped(root: QWidget) -> list[str]:
    """Words that do not fit the place they have."""
    return [f"{named(one)} {how}" for one in root.findChildren(QWidget) for how in _how_clipped(one, root)]


def _how_clipped(one: QWidget, root: QWidget) -> Iterator[str]:
    is_words = isinstance(one, QLabel | QAbstractButton) and not isinstance(one, ElidedLabel) and not is_inner(one)
    if not is_words or not one.isVisibleTo(root) or isinstance(one.parent(), QStatusBar):
        return
    if isinstance(one, QLabel) and one.wordWrap():
        if one.height() + _SLACK_PX < one.heightForWidth(one.width()):
            yield f"height {one.height()} of {one.heightForWidth(one.width())}"
        return
    for what, has, needs in (
        ("width", one.width(), one.minimumSizeHint().width()),
        ("height", one.height(), one.minimumSizeHint().height()),
    ):
        if has + _SLACK_PX < needs:
            yield f"{what} {has} of {needs}"


def sideways(root: QWidget) -> list[str]:
    """What can be scrolled sideways, or sticks out of an area that cannot."""
    found = []
    for one in root.findChildren(QAbstractScrollArea):
        if not one.isVisibleTo(root) or is_inner(one):
            continue
        hidden = one.horizontalScrollBar().maximum() - one.horizontalScrollBar().minimum()
        if hidden > 0:
            found.append(f"{named(one)} by {hidden} px")
    return found


def observe(window: MainWindow) -> Observed:
    """Look at the scene that the window shows, but for its size."""
    view = window.current_view
    assert view is not None
    reached = walk(window)
    out_of_reach = [
        named(one)
        for one in controls(view)
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one not in reached
    ]
    return Observed(
        unnamed=unnamed(window),
        out_of_reach=out_of_reach if reached else ["nothing has the keyboard"],
        without_focus=[named(one) for one in reached if not shows_focus(one)],
        words=[one.accessibleName() or one.text() for one in view.findChildren(QLabel) if one.isVisibleTo(view)],
        buttons=[one.text() for one in view.findChildren(QAbstractButton) if one.isVisibleTo(view) and one.isEnabled()],
    )


def observe_room(window: MainWindow) -> Observed:
    """Look at what does not fit in the scene that the window shows."""
    view = window.current_view
    assert view is not None
    return Observed(clipped=clipped(window), sideways=sideways(view))
