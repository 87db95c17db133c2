"""F1 in dialogs, which the commands of the main window do not reach."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kyosei_desktop.ui.help.topics import page_of_dialog


def help_on_f1(dialog: QWidget) -> None:
    """Have F1 show the page of a dialog or a further window, in a window that a dialog does not stop."""
    keys = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), dialog)
    keys.activated.connect(lambda: _show(dialog))


def _show(dialog: QWidget) -> None:
    from kyosei_desktop.ui.help.window import show_help  # loaded only where somebody asks

    show_help(dialog, page_of_dialog(dialog))
