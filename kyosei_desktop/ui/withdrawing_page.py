"""A page with what was merged; any of it can be withdrawn."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import Line, LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import button, label


@dataclass(frozen=True, slots=True)
class WithdrawingWords:
    """What a page says: its name, its table's, the button's, and the words above a list and above none."""

    page: str
    table: str
    deed: str
    some: str
    none: str


class WithdrawingPage(QWidget, Generic[Line]):
    """The list, and the button that withdraws."""

    def __init__(
        self,
        columns: Sequence[TableColumn[Line]],
        words: WithdrawingWords,
        withdraw: Callable[[Line], None],
        *,
        key: Callable[[Line], Hashable],
        can_be_withdrawn: Callable[[Line], bool],
        is_writable: bool,
    ) -> None:
        """`withdraw` is called with the line chosen; `key` tells the same line again in a list that is made anew."""
        super().__init__()
        self.setAccessibleName(words.page)
        self._words, self._withdraw, self._key = words, withdraw, key
        self._can_be_withdrawn, self._is_writable = can_be_withdrawn, is_writable
        self.model: LinesModel[Line] = LinesModel(columns)
        self.table: LinesTable[Line] = LinesTable(self.model, words.table)
        self.table.selectionModel().currentRowChanged.connect(self._allow)
        self._head = label(role="muted", wraps=True)
        self.withdraw_button = button(words.deed, "", "undo-2")
        self.withdraw_button.clicked.connect(self._on_withdraw)
        foot = FlowRow()
        foot.addWidget(self.withdraw_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the one chosen stays chosen."""
        chosen = self.table.chosen
        self.model.show_lines(lines)
        keys = [self._key(line) for line in lines]
        self.table.choose(keys.index(self._key(chosen)) if chosen is not None and self._key(chosen) in keys else 0)
        self._head.setText(self._words.some if lines else self._words.none)
        self._allow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete withdraws the line chosen, after asking."""
        if event.key() == Qt.Key.Key_Delete and self.withdraw_button.isEnabled():
            self._on_withdraw()
        else:
            super().keyPressEvent(event)

    def _allow(self) -> None:
        line = self.table.chosen
        self.withdraw_button.setEnabled(self._is_writable and line is not None and self._can_be_withdrawn(line))

    def _on_withdraw(self) -> None:
        line = self.table.chosen
        if line is not None:
            self._withdraw(line)
