"""The page that holds a backup against the present, field by field."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.backups.lines import BackupLine, DifferenceLine
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.marked_text import MarkedText
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import button, label


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


_COLUMNS: tuple[TableColumn[DifferenceLine], ...] = (
    TableColumn(N_("欄"), lambda line: line.place),
    TableColumn(N_("控えの文"), lambda line: _one_line(line.backup), elided_em=12),
    TableColumn(N_("いまの文"), lambda line: _one_line(line.present), stretches=True, elided_em=12),
)


class ComparisonPage(QWidget):
    """The fields that differ, and both texts of the one chosen."""

    def __init__(self, go_back: Callable[[], None]) -> None:
        """`go_back` shows the list of backups."""
        super().__init__()
        self.setAccessibleName(_("控えとの違い"))
        self.words = label(role="strong", wraps=True)
        self.model: LinesModel[DifferenceLine] = LinesModel(_COLUMNS)
        self.table: LinesTable[DifferenceLine] = LinesTable(self.model, _("違う欄"))
        self.table.selectionModel().currentRowChanged.connect(self._on_choose)
        self.backup, self.present = MarkedText(_("控えの文")), MarkedText(_("いまの文"))
        self.back_button = button(_("一覧に戻る"), "", "chevron-left")
        self.back_button.clicked.connect(go_back)
        QShortcut(QKeySequence("Escape"), self).activated.connect(go_back)
        texts = QGridLayout()
        texts.setHorizontalSpacing(16)
        for number, (title, shown) in enumerate(((_("控え"), self.backup), (_("いま"), self.present))):
            texts.addWidget(label(title, "small"), 0, number)
            texts.addWidget(shown, 1, number)
        foot = FlowRow()
        foot.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addWidget(self.table, 2)
        column.addLayout(texts, 1)
        column.addLayout(foot)

    def show_differences(self, line: BackupLine, differences: Sequence[DifferenceLine]) -> None:
        """How a backup differs from the present."""
        if differences:
            said = _("{when}の控え（{reason}）といまの台帳では、{count}欄が違います。")
            self.words.setText(said.format(when=line.when, reason=line.reason, count=len(differences)))
        else:
            said = _("{when}の控え（{reason}）といまの台帳では、欄の文はすべて同じです。")
            self.words.setText(said.format(when=line.when, reason=line.reason))
        self.model.show_lines(differences)
        self.table.choose(0)
        self._on_choose()

    def _on_choose(self) -> None:
        line = self.table.chosen
        self.backup.show_pieces(() if line is None else line.backup_pieces, blank=line.backup if line else "")
        self.present.show_pieces(() if line is None else line.present_pieces, blank=line.present if line else "")
