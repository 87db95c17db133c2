"""The page with the grids: a heat map whose cells have a shape and a word beside their colour."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.board.grids import SHAPES, CellState, Grid, GridCell, GridKind
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, label

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_TONES: dict[CellState, tuple[str, str]] = {
    CellState.WRITTEN: ("ok", "ok_soft"),
    CellState.PARTLY: ("info", "info_soft"),
    CellState.UNWRITTEN: ("warning", "warning_soft"),
    CellState.ENDED: ("muted", "raised"),
    CellState.NOT_APPLICABLE: ("muted", "raised"),
    CellState.NOT_BEGUN: ("muted", "raised"),
    CellState.WAITING: ("muted", "surface"),
    CellState.RETURNED: ("warning", "warning_soft"),
    CellState.CONFLICT: ("error", "error_soft"),
}
"""Text and ground of each state, by names of the palette."""


class GridModel(QAbstractTableModel):
    """A grid as a table; row titles stand in the vertical header, which stays when scrolled sideways."""

    def __init__(self) -> None:
        """Empty until `show_grid`."""
        super().__init__()
        self.grid = Grid((), ())

    def show_grid(self, grid: Grid) -> None:
        """Show this instead."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row each."""
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One column each."""
        return 0 if parent.isValid() else len(self.grid.columns)

    def cell(self, index: Index) -> GridCell | None:
        """The cell at an index."""
        return self.grid.rows[index.row()].cells[index.column()] if index.isValid() else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """A shape with a count, a ground, and all of it in words."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == _Role.AccessibleTextRole:
            return self._words(index, cell)
        if cell is None:
            return None
        if role == _Role.DisplayRole:
            return cell.text
        if role == _Role.ToolTipRole:
            return self._words(index, cell)
        if role == _Role.ForegroundRole:
            return QColor(theme.colour(_TONES[cell.state][0]))
        if role == _Role.BackgroundRole:
            return QColor(theme.colour(_TONES[cell.state][1]))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """The titles of columns and rows."""
        is_column = orientation is Qt.Orientation.Horizontal
        if not 0 <= section < (self.columnCount() if is_column else self.rowCount()):
            return None
        if role == _Role.DisplayRole:
            return self.grid.columns[section] if is_column else self.grid.rows[section].title
        if role == _Role.ToolTipRole and not is_column:
            return self.grid.rows[section].tip or None
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if is_column else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, index: Index, cell: GridCell | None) -> str:
        row = self.grid.rows[index.row()]
        where = " ".join((row.title, row.tip, *self.grid.columns[index.column()].split("\n")))
        return f"{where} {cell.words if cell is not None else _('なし')}"


class GroundDelegate(QStyledItemDelegate):
    """Paints the ground of a cell, which the style sheet of tables leaves out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground first, unless the cell is chosen."""
        given: Any = option  # the bindings' types leave out what the option holds
        ground = index.data(_Role.BackgroundRole)
        if ground is not None and not given.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(given.rect, ground)
        super().paint(painter, option, index)


class GridPage(QWidget):
    """The grid; `chosen` carries the `GridKind` wanted, `opened` a department whose row was activated."""

    chosen = Signal(object)
    opened = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("全体の表"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("表の種類"))
        for one in GridKind:
            self.kind.addItem(_(one.value), one)
        self.kind.activated.connect(lambda _number: self.chosen.emit(GridKind(self.kind.currentData())))
        self.back_button = button(_("課の一覧へ戻る"), "", "chevron-left")
        self.back_button.clicked.connect(self.left)
        self.legend = label(role="muted", wraps=True)
        self.words = label(wraps=True)
        self.model = GridModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(GroundDelegate(self.table))
        self.table.setAccessibleName(_("全体の表"))
        self.table.horizontalHeader().setAccessibleName(_("全体の表"))
        self.table.verticalHeader().setAccessibleName(_("全体の表"))
        self.table.setTabKeyNavigation(False)
        self.table.setCornerButtonEnabled(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.verticalHeader().setSectionsClickable(False)
        self.table.selectionModel().currentChanged.connect(self._say_cell)
        self.table.activated.connect(self._on_activate)
        head = FlowRow()
        head.addWidget(self.back_button)
        head.addWidget(self.kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.legend)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)

    def show_grid(self, kind: GridKind, grid: Grid) -> None:
        """Show a grid with the legend of what occurs in it."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.model.show_grid(grid)
        legend = (_("{shape} {state}").format(shape=_(SHAPES[one]), state=_(one.value)) for one in grid.states)
        self.legend.setText("　".join(legend))
        for part in (self.table, self.table.horizontalHeader(), self.table.verticalHeader()):
            part.ensurePolished()
        self.table.resizeColumnsToContents()
        self.table.resizeRowsToContents()
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._say_cell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _say_cell(self) -> None:
        index = self.table.currentIndex()
        said = self.model.data(index, _Role.AccessibleTextRole)
        self.words.setText(said or "")

    def _on_activate(self) -> None:
        index = self.table.currentIndex()
        department = self.model.grid.rows[index.row()].department if index.isValid() else None
        if department is not None:
            self.opened.emit(department)
