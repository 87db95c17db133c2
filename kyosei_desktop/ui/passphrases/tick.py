"""The tick beside a button that writes a file: whether the file is closed by a passphrase."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.passphrases.unlocking import toggle_passphrase


class PassphraseTick(QCheckBox):
    """Shows what holds for all files that are written; ticking it asks for the passphrase."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_("合言葉をかける"))
        self._context = context
        self.setAccessibleName(self.text())
        self.setToolTip(_("作るファイルを暗号化します（.age）。合言葉を忘れると、だれにも開けません。"))
        self.clicked.connect(self._on_click)

    def showEvent(self, event: QShowEvent) -> None:
        """It may have been changed elsewhere."""
        self.setChecked(self._context.keyring.for_new is not None)
        super().showEvent(event)

    def _on_click(self) -> None:
        toggle_passphrase(self._context)
        self.setChecked(self._context.keyring.for_new is not None)
