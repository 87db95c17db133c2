"""The item model of the plan's table."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address
from kyosei_desktop.ui import icons, theme
from kyosei_desktop.ui.measures.lines import MeasureCell, MeasureLine, MeasureLines
from kyosei_desktop.ui.wording import value_label

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class MeasuresModel(QAbstractTableModel):
    """One row an initiative and year, one column a part of it."""

    def __init__(self) -> None:
        """Empty until `show_lines`."""
        super().__init__()
        self._titles: tuple[str, ...] = ()
        self._lines: MeasureLines | None = None

    @property
    def lines(self) -> Sequence[MeasureLine]:
        """What is shown, from above; each is made when it is asked for."""
        return self._lines or ()

    def show_lines(self, titles: Sequence[str], lines: MeasureLines) -> None:
        """Show these; where the places are the same, the chosen cell stays chosen."""
        before = None if self._lines is None else self._lines.keys
        if lines and tuple(titles) == self._titles and lines.keys == before:
            self._lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(titles) - 1))
            return
        self.beginResetModel()
        self._titles, self._lines = tuple(titles), lines
        self.endResetModel()

    def cell(self, index: Index) -> MeasureCell | None:
        """The cell at an index; None for an invalid one."""
        return self._lines[index.row()].cells[index.column()] if index.isValid() and self._lines else None

    def index_of(self, address: Address) -> QModelIndex:
        """Where a field is shown; invalid where it is not."""
        found = self._lines.column_of(address) if self._lines else None
        return QModelIndex() if found is None else self.index(*found)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a line."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One column a title."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """What a cell says."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == _Role.DisplayRole:
            return self._text(cell)
        if role == _Role.ForegroundRole and (cell.is_conflict or cell.is_unwritten or not cell.value.text):
            return QColor(theme.colour("error" if cell.is_conflict else "warning" if cell.is_unwritten else "muted"))
        if role == _Role.DecorationRole and cell.is_conflict:
            return icons.icon("zap", "error")
        if role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if role == _Role.AccessibleTextRole:
            changed = _("変わった欄") if cell.is_changed else ""
            return f"{self._titles[index.column()]} {self._text(cell)} {changed}".rstrip()
        if role == _Role.FontRole and cell.is_changed:
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == _Role.ToolTipRole and cell.is_changed:
            return _("変わった欄")
        return None

    def _text(self, cell: MeasureCell) -> str:
        if cell.is_conflict:
            return _("競合：決めてください")
        if cell.is_unwritten:
            return _("○ 未記入")
        return cell.value.text if cell.value.text or cell.value.blank is None else value_label(cell.value)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """The columns' titles, and each row's №."""
        if orientation is Qt.Orientation.Vertical and role == _Role.DisplayRole and 0 <= section < len(self.lines):
            line = self.lines[section]
            return f"{line.label}\n{line.year_label}" if line.year_label else line.label
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role == _Role.DisplayRole:
            return self._titles[section]
        if role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None
