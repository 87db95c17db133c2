"""The system's file dialogs and one of ours, behind `context.Dialogs` so that tests can answer in their place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.preferences import Preferences

if TYPE_CHECKING:
    from kyosei_desktop.exchange.foreign_book import ForeignBook
    from kyosei_desktop.exchange.foreign_reading import ForeignPlan


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

    def ask_server(self, recent: Sequence[str], desk: Path, told: str, *, is_new: bool = False) -> ServerPlace | None:
        """Where on a server a ledger is, or goes."""
        from kyosei_desktop.ui.server.dialog import ServerDialog  # loaded only where somebody asks

        return ServerDialog.ask(self._window, recent, desk, told, is_new=is_new)

    def ask_text(self, title: str, label: str, text: str) -> str | None:
        """One line of text."""
        answer, is_given = QInputDialog.getText(self._window, title, label, QLineEdit.EchoMode.Normal, text)
        return answer if is_given else None

    def ask_preferences(self, now: Preferences) -> Preferences | None:
        """How the window is to be."""
        from kyosei_desktop.ui.preferences_dialog import PreferencesDialog  # loaded only where it is shown

        return PreferencesDialog.ask(self._window, now)

    def ask_new_ledger(self, definitions: Sequence[tuple[str, str]]) -> NewLedgerChoice | None:
        """What a new ledger is made of."""
        from kyosei_desktop.ui.new_ledger_dialog import NewLedgerDialog

        return NewLedgerDialog.ask(self._window, definitions, self.ask_open_files)

    def ask_passphrase(self, told: str) -> str | None:
        """The passphrase of a file that is closed."""
        from kyosei_desktop.ui.passphrases.dialog import PassphraseDialog  # loaded only where it is shown

        return PassphraseDialog.ask(self._window, told, is_new=False)

    def ask_new_passphrase(self) -> str | None:
        """A passphrase for files that are to be written."""
        from kyosei_desktop.ui.passphrases.dialog import PassphraseDialog

        told = _(
            "これから作るファイルを、この合言葉で暗号化します。合言葉を忘れると、作った人にも、だれにも開けません。"
            "合言葉はファイルと一緒に送らず、電話などで伝えてください。"
        )
        return PassphraseDialog.ask(self._window, told, is_new=True)

    def ask_mapping(self, book: "ForeignBook", definitions: Sequence[Definition]) -> "ForeignPlan | None":
        """How a workbook of another layout is read."""
        from kyosei_desktop.ui.mapping.dialog import MappingDialog  # loaded only where somebody brings a book

        return MappingDialog.ask(
            self._window, book, definitions, ask_files=self.ask_open_files, ask_save=self._ask_save_in_documents
        )

    def _ask_save_in_documents(self, title: str, suggested: Path, patterns: str) -> Path | None:
        return self.ask_save_file(title, documents_folder() / suggested, patterns)


def documents_folder() -> Path:
    """The user's documents folder."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
