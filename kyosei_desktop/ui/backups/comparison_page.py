"""The page that holds a backup against the present, field by field."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.backups.lines import BackupLine
from kyosei_desktop.ui.differences import DifferenceLine
from kyosei_desktop.ui.differences_table import DifferencesTable
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, label


class ComparisonPage(QWidget):
    """The fields that differ, and both texts of the one chosen."""

    def __init__(self, go_back: Callable[[], None]) -> None:
        """`go_back` shows the list of backups."""
        super().__init__()
        self.setAccessibleName(_("控えとの違い"))
        self.words = label(role="strong", wraps=True)
        self.differences = DifferencesTable(_("違う欄"), _("控えの文"), _("いまの文"))
        self.back_button = button(_("一覧に戻る"), "", "chevron-left")
        self.back_button.clicked.connect(go_back)
        QShortcut(QKeySequence("Escape"), self).activated.connect(go_back)
        foot = FlowRow()
        foot.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addWidget(self.differences, 1)
        column.addLayout(foot)

    def show_differences(self, line: BackupLine, differences: Sequence[DifferenceLine]) -> None:
        """How a backup differs from the present."""
        if differences:
            said = _("{when}の控え（{reason}）といまの台帳では、{count}欄が違います。")
            self.words.setText(said.format(when=line.when, reason=line.reason, count=len(differences)))
        else:
            said = _("{when}の控え（{reason}）といまの台帳では、欄の文はすべて同じです。")
            self.words.setText(said.format(when=line.when, reason=line.reason))
        self.differences.show_lines(differences)
