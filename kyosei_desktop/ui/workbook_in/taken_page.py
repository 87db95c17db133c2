"""The page with the official workbooks that were taken; any of them can be withdrawn."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import button, label
from kyosei_desktop.ui.workbook_in.taken_presenter import TakenLine

_COLUMNS: tuple[TableColumn[TakenLine], ...] = (
    TableColumn(N_("取り込んだ時"), lambda line: line.when),
    TableColumn(
        N_("状態"),
        lambda line: line.standing,
        tone=lambda line: "muted" if line.book.is_withdrawn else "ok",
        icon=lambda line: "x" if line.book.is_withdrawn else "check",
    ),
    TableColumn(N_("変わった"), lambda line: _("{count}欄").format(count=len(line.book.fields)), is_number=True),
    TableColumn(N_("取り込んだ人"), lambda line: line.book.taken_by),
    TableColumn(N_("ファイル"), lambda line: line.book.file_name, stretches=True, elided_em=12),
)


class TakenPage(QWidget):
    """The list, and the button that withdraws."""

    def __init__(self, withdraw: Callable[[TakenLine], None], *, is_writable: bool) -> None:
        """`withdraw` is called with the line chosen."""
        super().__init__()
        self.setAccessibleName(_("取り込んだブックの一覧"))
        self._withdraw, self._is_writable = withdraw, is_writable
        self.model: LinesModel[TakenLine] = LinesModel(_COLUMNS)
        self.table: LinesTable[TakenLine] = LinesTable(self.model, _("取り込んだブック"))
        self.table.selectionModel().currentRowChanged.connect(self._allow)
        self._words = label(role="muted", wraps=True)
        self.withdraw_button = button(_("このブックを取り下げる…"), "", "undo-2")
        self.withdraw_button.clicked.connect(self._on_withdraw)
        foot = FlowRow()
        foot.addWidget(self.withdraw_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._words)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_lines(self, lines: Sequence[TakenLine]) -> None:
        """Show these; the one chosen stays chosen."""
        chosen = self.table.chosen
        self.model.show_lines(lines)
        moments = [line.book.taken_at for line in lines]
        self.table.choose(moments.index(chosen.book.taken_at) if chosen and chosen.book.taken_at in moments else 0)
        said = _("取り下げると、そのブックから取り込んだ文だけがなくなり、後の作業は残ります。")
        self._words.setText(said if lines else _("まだ取り込んだブックはありません。"))
        self._allow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete withdraws the book chosen, after asking."""
        if event.key() == Qt.Key.Key_Delete and self.withdraw_button.isEnabled():
            self._on_withdraw()
        else:
            super().keyPressEvent(event)

    def _allow(self) -> None:
        line = self.table.chosen
        self.withdraw_button.setEnabled(self._is_writable and line is not None and not line.book.is_withdrawn)

    def _on_withdraw(self) -> None:
        line = self.table.chosen
        if line is not None:
            self._withdraw(line)
