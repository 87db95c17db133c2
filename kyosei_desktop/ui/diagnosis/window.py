"""The window of the diagnosis: its text, and buttons to give it away. It stops nobody from working."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.report.diagnosis import Surroundings
from kyosei_desktop.store.user_folders import log_folder
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.diagnosis.presenter import DiagnosisPresenter
from kyosei_desktop.ui.dialogs import documents_folder
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.folders import show_folder
from kyosei_desktop.ui.help.keys import help_on_f1
from kyosei_desktop.ui.settings import Settings
from kyosei_desktop.ui.widgets import button, label, set_property

_SIZE_PX = (900, 680)


class DiagnosisWindow(QWidget):
    """Looks when it is made; closes for good."""

    def __init__(self, parent: QWidget, context: AppContext, settings: Settings) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("動作の診断"))
        self.setAccessibleName(_("動作の診断"))
        help_on_f1(self)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        around = Surroundings(settings.file, [_screen(one) for one in QGuiApplication.screens()])
        self.presenter = DiagnosisPresenter(context, self, around)
        self.summary = label("", "strong", wraps=True)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("診断の内容"))
        self.copy_button = button(_("文章として写す"), "primary", "copy")
        self.copy_button.clicked.connect(self._copy)
        self.save_button = button(_("保存…"), "", "file-output")
        self.save_button.clicked.connect(lambda: self.presenter.save(documents_folder()))
        self.again_button = button(_("もう一度調べる"), "quiet")
        self.again_button.clicked.connect(self.presenter.look)
        self.folder_button = button(_("記録のフォルダを開く"), "quiet", "folder-open")
        self.folder_button.clicked.connect(lambda: show_folder(log_folder()))
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        row = FlowRow()
        for one in (self.copy_button, self.save_button, self.again_button, self.folder_button):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.summary)
        column.addWidget(self.details, 1)
        column.addLayout(row)
        self.resize(*_SIZE_PX)
        self.presenter.look()

    def show_working(self) -> None:
        """Say that it is being looked at."""
        self.details.clear()
        self.summary.setText(_("調べています…"))
        self._allow(False)

    def show_diagnosis(self, text: str, summary: str, *, is_good: bool) -> None:
        """Show what was found."""
        self.details.setPlainText(text)
        self.summary.setText(summary)
        set_property(self.summary, "tone", "" if is_good else "error")
        self._allow(True)
        self.details.setFocus()

    def say(self, text: str) -> None:
        """Say that something was done."""
        self.summary.setText(text)
        set_property(self.summary, "tone", "")

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is still being looked at is not waited for."""
        self.presenter.leave()
        super().closeEvent(event)

    def _allow(self, is_done: bool) -> None:
        for one in (self.copy_button, self.save_button, self.again_button):
            one.setEnabled(is_done)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.presenter.text)
        self.say(_("写しました。メールなどに貼り付けてください。"))


def _screen(screen: QScreen) -> str:
    size, ratio = screen.size(), screen.devicePixelRatio()
    said = _("画面：{width}×{height}、倍率 {scale}%、{dpi} dpi、地域の設定 {locale}")
    return said.format(
        width=size.width(),
        height=size.height(),
        scale=round(ratio * 100),
        dpi=round(screen.logicalDotsPerInch()),
        locale=QLocale.system().name(),
    )
