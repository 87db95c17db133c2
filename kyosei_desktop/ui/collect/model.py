"""The item model of files in hand: each may be ticked or not."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal

from kyosei_desktop.ui.collect.columns import COLUMNS
from kyosei_desktop.ui.collect.presenter import FileLine
from kyosei_desktop.ui.tables import LinesModel

_Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex


class FilesModel(LinesModel[FileLine]):
    """Lines with a box in the first column; `ticked` carries the file and whether it is to be merged."""

    ticked = Signal(object, bool)

    def __init__(self) -> None:
        """Empty until `show_lines`."""
        super().__init__(COLUMNS)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """As every table, and the boxes."""
        line = self.line(index)
        if role == _Role.CheckStateRole and index.isValid() and index.column() == 0 and line and line.can_be_merged:
            return Qt.CheckState.Checked if line.is_chosen else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Tick a file, or untick it; the lines follow when the presenter shows them anew."""
        line = self.line(index)
        if role != _Role.CheckStateRole or index.column() != 0 or line is None or not line.can_be_merged:
            return False
        self.ticked.emit(line.file, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Those that can be merged may be ticked."""
        flags = super().flags(index)
        line = self.line(index)
        if index.isValid() and index.column() == 0 and line is not None and line.can_be_merged:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags
