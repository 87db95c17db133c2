"""The one window: navigation, heading, messages, the current view, and the status line."""

from kyosei_desktop.ui.main_window.window import MainWindow

__all__ = ["MainWindow"]
