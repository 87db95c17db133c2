"""Roles for the screen reader of widgets to which Qt gives none: a class says its own in `accessible_role`."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

_IS_INSTALLED = "knowsRoles"


def install(app: QApplication) -> None:
    """Let Qt ask here for the roles of our widgets; once an application, before its first window."""
    if not app.property(_IS_INSTALLED):
        QAccessible.installFactory(_interface)
        app.setProperty(_IS_INSTALLED, True)


def _interface(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    role = getattr(type(widget), "accessible_role", None)
    return QAccessibleWidget(widget, role) if isinstance(widget, QWidget) and role is not None else None
