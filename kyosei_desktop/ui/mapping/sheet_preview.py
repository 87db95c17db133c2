"""The sheet as it is in the book, with what each column holds in its header; headings and labels are coloured."""

from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.mapping import Holds
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.mapping.presenter import SheetShown
from kyosei_desktop.ui.tables import Index

MOST_ROWS = 300
"""Rows that are shown; whoever wants to see more of a book opens it."""

_COLUMN_EM = 10
_ROOM_PX = 18  # above and below the text of a row
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class SheetModel(QAbstractTableModel):
    """The cells of a sheet; a merged cell shows its text at its corner."""

    def __init__(self) -> None:
        """Empty until `show_sheet`."""
        super().__init__()
        self._shown: SheetShown | None = None
        self._meanings: dict[int, str] = {}

    def show_sheet(self, shown: SheetShown) -> None:
        """Show another sheet, or another meaning of its columns."""
        self.beginResetModel()
        self._shown = shown
        by_letter = {line.column.column: line.meaning for line in shown.lines if line.column is not None}
        placed = () if shown.placed is None else shown.placed.columns
        self._meanings = {one.number: by_letter[one.mapping.column] for one in placed}
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """As many rows as have texts, up to the limit."""
        return 0 if self._shown is None or parent.isValid() else min(self._shown.sheet.last_row, MOST_ROWS)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many columns as have texts."""
        return 0 if self._shown is None or parent.isValid() else self._shown.sheet.last_column

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """A cell's text, with the colour of what its row or column is."""
        if self._shown is None or not index.isValid():
            return None
        row, column = index.row() + 1, index.column() + 1
        cell = self._shown.sheet.own(row, column)
        if role == _Role.DisplayRole:
            return "" if cell is None else " ".join(cell.text.split())
        if role == _Role.ToolTipRole:
            return None if cell is None else cell.text
        if role == _Role.ForegroundRole:
            if self._is_unread(column):
                return QColor(theme.colour("muted"))
            return QColor(theme.colour("accent")) if self._is_heading(row, column) else None
        if role == _Role.FontRole and self._is_heading(row, column):
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == _Role.AccessibleTextRole:
            return f"{get_column_letter(column)}{row} {'' if cell is None else cell.text}"
        return None

    def _is_heading(self, row: int, column: int) -> bool:
        placed = None if self._shown is None else self._shown.placed
        if placed is None:
            return False
        labels = [one.number for one in placed.columns if one.holds in (Holds.PERIOD, Holds.YEAR)]
        return placed.header_rows[0] <= row <= placed.header_rows[1] or column in labels

    def _is_unread(self, column: int) -> bool:
        placed = None if self._shown is None else self._shown.placed
        if placed is None:
            return True
        return all(one.number != column or one.holds is Holds.IGNORE for one in placed.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Letters with what the columns hold; numbers of rows."""
        if role != _Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        letter, meaning = get_column_letter(section + 1), self._meanings.get(section + 1)
        return letter if meaning is None else _("{letter}：{meaning}").format(letter=letter, meaning=meaning)


class SheetPreview(QTableView):
    """The sheet; where a cell is chosen, its column is told.

    Signals:
        column_chosen: the letter of the column in which a cell was chosen.
    """

    column_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = SheetModel()
        self.setModel(self._model)
        self.setAccessibleName(_("ブックのシート"))
        self.horizontalHeader().setAccessibleName(_("列の読み方"))
        self.verticalHeader().setAccessibleName(_("行番号"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(lambda number: self._tell(number))
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now.column()))

    def _tell(self, column: int) -> None:
        if column >= 0:
            self.column_chosen.emit(get_column_letter(column + 1))

    def show_sheet(self, shown: SheetShown) -> None:
        """Show a sheet; the cell chosen stays where it is in the same sheet."""
        here = self.currentIndex()
        row, column = here.row(), here.column()
        self.blockSignals(True)  # filling is not choosing
        self._model.show_sheet(shown)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + _ROOM_PX)
        width = self.fontMetrics().horizontalAdvance("国" * _COLUMN_EM)
        for number in range(self._model.columnCount()):
            self.setColumnWidth(number, width)
        if 0 <= row < self._model.rowCount() and 0 <= column < self._model.columnCount():
            self.setCurrentIndex(self._model.index(row, column))
        self.blockSignals(False)

    def go_to(self, address: str) -> None:
        """Choose a cell and bring it into sight."""
        letters, row = coordinate_from_string(address)
        for column in range(self._model.columnCount()):
            if get_column_letter(column + 1) == letters:
                index = self._model.index(min(row, self._model.rowCount()) - 1, column)
                self.setCurrentIndex(index)
                self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
                self.setFocus()
