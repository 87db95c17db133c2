"""The one dialog that asks for a passphrase: of a file that is closed, or for files that are to be written."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.passphrases import LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE, normal_form
from kyosei_desktop.ui.help.keys import help_on_f1
from kyosei_desktop.ui.widgets import Paragraph, button, label


class PassphraseDialog(QDialog):
    """One field for a passphrase, a second one for a new one, and a way to see what is typed."""

    def __init__(self, parent: QWidget | None, told: str, *, is_new: bool) -> None:
        """`told` says what it is for."""
        super().__init__(parent)
        title = _("新しい合言葉") if is_new else _("合言葉")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        help_on_f1(self)
        self._is_new = is_new
        self.field, self.again = _field(_("合言葉")), _field(_("もう一度"))
        self.reveal = QCheckBox(_("入れた文字を見る"))
        self.reveal.setAccessibleName(self.reveal.text())
        self.reveal.toggled.connect(self._reveal)
        self.why_not = label("", "small", wraps=True)
        self.ok_button = button(_("この合言葉をかける") if is_new else _("開く"), "primary")
        self.ok_button.setDefault(True)
        self.ok_button.clicked.connect(self.accept)
        leave = button(_("やめる"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        for one in (self.field, self.again):
            one.textChanged.connect(self._check)
        self._lay_out(Paragraph(told), leave)
        self._check()

    def _lay_out(self, told: QWidget, leave: QWidget) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, one in enumerate((self.field, self.again) if self._is_new else (self.field,)):
            title = label(one.accessibleName())
            title.setBuddy(one)
            grid.addWidget(title, row, 0)
            grid.addWidget(one, row, 1)
        grid.addWidget(self.reveal, grid.rowCount(), 1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addStretch(1)
        foot.addWidget(self.ok_button)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(told)
        column.addLayout(grid)
        column.addWidget(self.why_not)
        column.addLayout(foot)
        self.field.setFocus()

    def _reveal(self, is_shown: bool) -> None:
        for one in (self.field, self.again):
            one.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)

    def _check(self) -> None:
        why_not = self._why_not()
        self.ok_button.setEnabled(not why_not)
        self.why_not.setText(why_not)
        if self.isVisible():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """High enough for the paragraphs, which Qt does not reckon with by itself."""
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _why_not(self) -> str:
        typed = normal_form(self.field.text())
        if not self._is_new:
            return "" if typed else _("合言葉を入れてください。")
        if len(typed) < SHORTEST_PASSPHRASE:
            said = _("{shortest}文字以上にしてください。いくつかの言葉をつなぐと、破られにくく覚えやすくなります。")
            return said.format(shortest=SHORTEST_PASSPHRASE)
        return "" if typed == normal_form(self.again.text()) else _("同じ合言葉をもう一度入れてください。")

    @classmethod
    def ask(cls, parent: QWidget | None, told: str, *, is_new: bool) -> str | None:
        """Ask; None where the person leaves."""
        dialog = cls(parent, told, is_new=is_new)
        is_given = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.field.text() if is_given else None


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
    field.setMaxLength(LONGEST_PASSPHRASE)
    field.setMinimumWidth(field.fontMetrics().horizontalAdvance("国" * 20))
    return field
