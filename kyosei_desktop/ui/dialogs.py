"""The system's file dialogs, behind `context.Dialogs` so that tests can answer in their place."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget


class FileDialogs:
    """Asks for files and folders above a window."""

    def __init__(self, window: QWidget) -> None:
        """Dialogs belong to `window`."""
        self._window = window

    def ask_open_files(self, title: str, patterns: str) -> list[Path]:
        """Files to read."""
        names, _chosen = QFileDialog.getOpenFileNames(self._window, title, str(documents_folder()), patterns)
        return [Path(one) for one in names]

    def ask_save_file(self, title: str, suggested: Path, patterns: str) -> Path | None:
        """Where to write."""
        name, _chosen = QFileDialog.getSaveFileName(self._window, title, str(suggested), patterns)
        return Path(name) if name else None

    def ask_folder(self, title: str, start: Path) -> Path | None:
        """A folder."""
        name = QFileDialog.getExistingDirectory(self._window, title, str(start))
        return Path(name) if name else None

    def ask_text(self, title: str, label: str, text: str) -> str | None:
        """One line of text."""
        answer, is_given = QInputDialog.getText(self._window, title, label, QLineEdit.EchoMode.Normal, text)
        return answer if is_given else None


def documents_folder() -> Path:
    """The user's documents folder."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
