"""What is shown when the program itself is at fault: details, versions, and a button to copy them."""

import platform
import traceback

import PySide6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from kyosei_desktop import __version__
from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.help.keys import help_on_f1
from kyosei_desktop.ui.widgets import Paragraph, button


def crash_details(error: BaseException) -> str:
    """Versions and where it happened, without any local values, since those may be answers."""
    versions = f"kyosei_desktop {__version__} / Python {platform.python_version()} / PySide6 {PySide6.__version__}"
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    return f"{versions}\n{platform.platform()}\n\n{''.join(frames)}{type(error).__name__}: {error}"


class CrashDialog(QDialog):
    """Says that something went wrong inside the program, and that what was typed is safe."""

    def __init__(self, parent: QWidget | None, error: BaseException) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("プログラムの不具合"))
        self.setAccessibleName(_("プログラムの不具合"))
        self.setModal(True)
        self.resize(720, 480)
        help_on_f1(self)
        told = Paragraph(
            _(
                "プログラムの中で思わぬ誤りが起きました。記入した文章は保存されています。"
                "下の内容を写して、情報システム担当に伝えてください。"
            ),
        )
        self.details = QPlainTextEdit(crash_details(error))
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("不具合の内容"))
        self.copy_button = button(_("内容を写す"), icon="copy")
        self.copy_button.clicked.connect(self._copy)
        self.close_button = button(_("閉じる"), "primary")
        self.close_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addStretch()
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(told)
        column.addWidget(self.details)
        column.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
