"""The dialog of the settings: language, years, colours, size of text."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.help.keys import help_on_f1
from kyosei_desktop.ui.preferences import LANGUAGE_TEXTS, YEAR_TEXTS, Language, Preferences, Years
from kyosei_desktop.ui.settings import SCHEME_TEXTS, TEXT_SIZE_TEXTS, Scheme
from kyosei_desktop.ui.widgets import Paragraph, button, label

Choice = TypeVar("Choice", bound=StrEnum | int)


class PreferencesDialog(QDialog):
    """Four choices; nothing changes before 「この設定にする」."""

    def __init__(self, parent: QWidget | None, now: Preferences) -> None:
        """Shows what is chosen `now`."""
        super().__init__(parent)
        self.setWindowTitle(_("設定"))
        self.setAccessibleName(_("設定"))
        help_on_f1(self)
        self.language = _box(_("画面の言葉"), LANGUAGE_TEXTS, now.language)
        self.years = _box(_("画面の年の書き方"), YEAR_TEXTS, now.years)
        self.scheme = _box(_("画面の色"), SCHEME_TEXTS, Scheme(now.scheme))
        self.text_percent = _box(_("文字の大きさ"), TEXT_SIZE_TEXTS, now.text_percent)
        self.ok_button = button(_("この設定にする"), "primary")
        self.ok_button.setDefault(True)
        self.ok_button.clicked.connect(self.accept)
        self._lay_out()

    def _lay_out(self) -> None:
        leave = button(_("やめる"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, box in enumerate((self.language, self.years, self.scheme, self.text_percent)):
            title = label(box.accessibleName())
            title.setBuddy(box)
            grid.addWidget(title, row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addStretch(1)
        foot.addWidget(self.ok_button)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(grid)
        column.addWidget(Paragraph(_("報告書と紙、ファイルの年は、様式のとおりです。この設定では変わりません。")))
        column.addLayout(foot)
        self.language.setFocus()

    @property
    def chosen(self) -> Preferences:
        """What the boxes say."""
        return Preferences(
            language=Language(self.language.currentData()),
            years=Years(self.years.currentData()),
            scheme=str(self.scheme.currentData()),
            text_percent=int(self.text_percent.currentData()),
        )

    @classmethod
    def ask(cls, parent: QWidget | None, now: Preferences) -> Preferences | None:
        """What the user chooses; None when they cancel."""
        dialog = cls(parent, now)
        return dialog.chosen if dialog.exec() == QDialog.DialogCode.Accepted else None


def _box(name: str, texts: Mapping[Choice, str], now: Choice) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, text in texts.items():
        box.addItem(_(text).partition("(&")[0].replace("&", ""), value if isinstance(value, int) else str(value))
    box.setCurrentIndex(list(texts).index(now))
    return box
