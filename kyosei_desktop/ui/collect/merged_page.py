"""The page with the files that were merged; any of them can be withdrawn."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.collect.merged_presenter import MergedLine
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import button, label

_COLUMNS: tuple[TableColumn[MergedLine], ...] = (
    TableColumn(N_("取り込んだ時"), lambda line: line.when),
    TableColumn(N_("担当課"), lambda line: line.submission.department.name),
    TableColumn(
        N_("状態"),
        lambda line: line.standing,
        tone=lambda line: "muted" if line.submission.is_withdrawn else "ok",
        icon=lambda line: "x" if line.submission.is_withdrawn else "check",
    ),
    TableColumn(N_("回答"), lambda line: _("{count}欄").format(count=line.submission.answers), is_number=True),
    TableColumn(N_("取り込んだ人"), lambda line: line.submission.merged_by or ""),
    TableColumn(N_("提出した人"), lambda line: line.whom, tip=lambda line: line.submission.message or ""),
    TableColumn(
        N_("ファイル"),
        lambda line: line.submission.file_name,
        tip=lambda line: f"{line.round}\n{line.submission.file_name}",
        stretches=True,
        elided_em=12,
    ),
)


class MergedPage(QWidget):
    """The list, and the button that withdraws."""

    def __init__(self, withdraw: Callable[[MergedLine], None], *, is_writable: bool) -> None:
        """`withdraw` is called with the line chosen."""
        super().__init__()
        self.setAccessibleName(_("取り込んだファイルの一覧"))
        self._withdraw, self._is_writable = withdraw, is_writable
        self.model: LinesModel[MergedLine] = LinesModel(_COLUMNS)
        self.table: LinesTable[MergedLine] = LinesTable(self.model, _("取り込んだファイル"))
        self.table.selectionModel().currentRowChanged.connect(self._allow)
        self._words = label(role="muted", wraps=True)
        self.withdraw_button = button(_("このファイルを取り下げる…"), "", "undo-2")
        self.withdraw_button.clicked.connect(self._on_withdraw)
        foot = FlowRow()
        foot.addWidget(self.withdraw_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._words)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_lines(self, lines: Sequence[MergedLine]) -> None:
        """Show these; the one chosen stays chosen."""
        chosen = self.table.chosen
        self.model.show_lines(lines)
        ids = [line.submission.id for line in lines]
        self.table.choose(ids.index(chosen.submission.id) if chosen and chosen.submission.id in ids else 0)
        said = _("取り下げると、その回答だけがなくなり、後の作業は残ります。同じファイルをもう一度取り込めます。")
        self._words.setText(said if lines else _("まだ取り込んだファイルはありません。"))
        self._allow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete withdraws the file chosen, after asking."""
        if event.key() == Qt.Key.Key_Delete and self.withdraw_button.isEnabled():
            self._on_withdraw()
        else:
            super().keyPressEvent(event)

    def _allow(self) -> None:
        line = self.table.chosen
        self.withdraw_button.setEnabled(self._is_writable and line is not None and not line.submission.is_withdrawn)

    def _on_withdraw(self) -> None:
        line = self.table.chosen
        if line is not None:
            self._withdraw(line)
