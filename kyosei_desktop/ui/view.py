"""The base of every view: one answer to one question, in the middle of the main window."""

from typing import Any

from PySide6.QtWidgets import QWidget

from kyosei_desktop.ui.context import AppContext


class View(QWidget):
    """A view of the main window; the heading above it is drawn by the window.

    `refresh()` is called before the view is shown for the first time, and again after changes made elsewhere.

    Attributes:
        depends_on_look: whether `refresh()` is to be called too when colours or the size of text change.
    """

    depends_on_look = True

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context

    def refresh(self) -> None:
        """Show the ledger as it is now."""
        raise NotImplementedError

    def open_at(self, **where: Any) -> None:
        """Go to a place within the view; called after `refresh`, with what `go` was given."""

    def leave(self) -> None:
        """Keep what is unsaved; called before another view is shown and before the window closes."""

    def first_focus(self) -> QWidget | None:
        """The widget that gets the keyboard when the view is shown; None leaves it where it is."""
        return None
