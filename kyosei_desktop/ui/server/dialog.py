"""The dialog that asks for the address of a ledger on a server, and for the password."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.places import AddressNotUnderstood, ServerPlace, ledger_place
from kyosei_desktop.ui.help.keys import help_on_f1
from kyosei_desktop.ui.widgets import Paragraph, button, label

_WIDEST_CHARACTERS = 40


class ServerDialog(QDialog):
    """One field for the address, with those used lately, and one for the password, which is kept nowhere."""

    def __init__(
        self, parent: QWidget | None, recent: Sequence[str], desk: Path, told: str = "", *, is_new: bool = False
    ) -> None:
        """For a window.

        Args:
            parent: the window.
            recent: addresses used lately, the newest first.
            desk: as in `ServerPlace`.
            told: what went wrong the last time.
            is_new: the ledger is to be made there.
        """
        super().__init__(parent)
        self.setWindowTitle(_("サーバーに新しい台帳を作る") if is_new else _("サーバーの台帳を開く"))
        self.setAccessibleName(self.windowTitle())
        help_on_f1(self)
        self._desk = desk
        self.place: ServerPlace | None = None
        self.address = QComboBox()
        self.address.setEditable(True)
        self.address.setAccessibleName(_("台帳のアドレス"))
        self.address.addItems(list(recent))
        self.address.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.address.setMinimumWidth(self.address.fontMetrics().horizontalAdvance("国" * _WIDEST_CHARACTERS))
        self.password = QLineEdit()
        self.password.setAccessibleName(_("パスワード"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self._show_from_its_beginning()
        self.why_not = label(told, "small", wraps=True)
        self.open_button = button(_("作る") if is_new else _("開く"), "primary")
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._finish)
        leave = button(_("やめる"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self._lay_out(leave)
        (self.password if told and recent else self.address).setFocus()

    def _show_from_its_beginning(self) -> None:
        """Show the host of a long address rather than its end, as high as the field below."""
        self.address.setMinimumHeight(self.password.sizeHint().height() + 8)
        line = self.address.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the wrapped lines need at this width."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _lay_out(self, leave: QWidget) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, field in enumerate((self.address, self.password)):
            title = label(field.accessibleName())
            title.setBuddy(field)
            grid.addWidget(title, row, 0)
            grid.addWidget(field, row, 1)
        told = _(
            "情報担当から知らされたアドレスを入れてください。"
            "形は postgresql+psycopg://利用者@サーバー:5432/データベース?schema=計画の名前 です。"
            "パスワードは、このプログラムを終えるまで使うだけで、どこにも残しません。"
        )
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(Paragraph(told))
        column.addLayout(grid)
        column.addWidget(self.why_not)
        column.addLayout(foot)

    def _finish(self) -> None:
        """Leave with what was given, or say what is wrong with it."""
        try:
            place = ledger_place(self.address.currentText().strip(), desk=self._desk)
            if not isinstance(place, ServerPlace):
                raise AddressNotUnderstood(cause=_("ファイルの名前です"))
        except KyoseiError as error:
            self.why_not.setText(str(error))
            self._fit()
            self.address.setFocus()
            return
        self.place = place.with_password(self.password.text()) if self.password.text() else place
        self.accept()

    @classmethod
    def ask(
        cls, parent: QWidget | None, recent: Sequence[str], desk: Path, told: str = "", *, is_new: bool = False
    ) -> ServerPlace | None:
        """Ask; None where the person leaves."""
        dialog = cls(parent, recent, desk, told, is_new=is_new)
        dialog.exec()
        dialog.deleteLater()
        return dialog.place
