"""The item model of a book's changes: each may be ticked or not."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.exchange.workbook_changes import BookStanding
from kyosei_desktop.ui.tables import LinesModel, TableColumn
from kyosei_desktop.ui.workbook_in.presenter import ChangeLine

_Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex

_LOOKS = {
    BookStanding.READY: ("square-pen", "accent"),
    BookStanding.CONFLICT: ("zap", "error"),
    BookStanding.SAME: ("check", "muted"),
    BookStanding.TAKEN: ("check", "ok"),
    BookStanding.CHOICE: ("circle-help", "warning"),
    BookStanding.UNREADABLE: ("circle-x", "error"),
}
"""Picture and colour of what taking a change would do."""


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


COLUMNS: tuple[TableColumn[ChangeLine], ...] = (
    TableColumn(N_("欄"), lambda line: line.place),
    TableColumn(N_("セル"), lambda line: line.change.cell),
    TableColumn(
        N_("結果"),
        lambda line: _(line.change.standing),
        icon=lambda line: _LOOKS[line.change.standing][0],
        tone=lambda line: _LOOKS[line.change.standing][1],
    ),
    TableColumn(N_("前の文"), lambda line: _one_line(line.change.old) or _("（空白）"), elided_em=12),
    TableColumn(
        N_("このブックの文"), lambda line: _one_line(line.change.new) or line.blank_words, stretches=True, elided_em=12
    ),
)


class ChangesModel(LinesModel[ChangeLine]):
    """Lines with a box in the first column; `ticked` carries the field and whether it is to be taken."""

    ticked = Signal(object, bool)

    def __init__(self) -> None:
        """Empty until `show_lines`."""
        super().__init__(COLUMNS)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """As every table, and the boxes."""
        line = self.line(index)
        if role == _Role.CheckStateRole and line is not None and index.column() == 0 and line.can_be_chosen:
            return Qt.CheckState.Checked if line.is_chosen else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Tick a change, or untick it; the lines follow when the presenter shows them anew."""
        line = self.line(index)
        if role != _Role.CheckStateRole or index.column() != 0 or line is None or not line.can_be_chosen:
            return False
        self.ticked.emit(line.id, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Those that can be taken may be ticked."""
        line = self.line(index)
        may_be_ticked = line is not None and index.column() == 0 and line.can_be_chosen
        return super().flags(index) | (Qt.ItemFlag.ItemIsUserCheckable if may_be_ticked else Qt.ItemFlag.NoItemFlags)
