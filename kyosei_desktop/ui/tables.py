"""Tables of lines: one item model over plain values with named columns, and views that all look alike."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import icons, theme

Line = TypeVar("Line")
Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_ROOM_PX = 18  # above and below the text of a row
_ICON_BYTES = 6
_MEASURED_CELLS = 20
"""Of each column only the longest texts are measured: a history may have thousands of lines."""


def _nothing(_line: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Line]):
    """One column: what it shows of a line.

    Attributes:
        title: a marked text.
        text: what the cell says.
        tip: the tool tip; empty for none.
        tone: a colour of the palette; empty for the text's own.
        icon: a name in `resources/icons`; empty for none.
        is_number: right-aligned.
        stretches: takes the room that is left.
        elided_em: at how many characters of the font a long text may be cut; None for a column that always shows its
            title and its texts whole.
    """

    title: str
    text: Callable[[Line], str]
    tip: Callable[[Line], str] = _nothing
    tone: Callable[[Line], str] = _nothing
    icon: Callable[[Line], str] = _nothing
    is_number: bool = False
    stretches: bool = False
    elided_em: float | None = None


class LinesModel(QAbstractTableModel, Generic[Line]):
    """A read-only table model over lines."""

    def __init__(self, columns: Sequence[TableColumn[Line]]) -> None:
        """Empty until `show_lines`."""
        super().__init__()
        self.columns = tuple(columns)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown, from above."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        """The line at an index; None for an invalid one."""
        return self._lines[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a line."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One column each."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """What a cell says, with its tip, colour, picture and name for the screen reader."""
        if not index.isValid():
            return None
        column, line = self.columns[index.column()], self._lines[index.row()]
        if role == _Role.DisplayRole:
            return column.text(line)
        if role == _Role.ToolTipRole:
            return column.tip(line) or None
        if role == _Role.ForegroundRole and column.tone(line):
            return QColor(theme.colour(column.tone(line)))
        if role == _Role.DecorationRole and column.icon(line):
            return icons.icon(column.icon(line), column.tone(line) or "text")
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == _Role.AccessibleTextRole:
            return f"{_(column.title)} {column.text(line)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """The columns' titles."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _Role.DisplayRole:
            return _(self.columns[section].title)
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class LinesTable(QTableView, Generic[Line]):
    """A table of lines of which one is chosen at a time."""

    def __init__(self, model: LinesModel[Line], name: str) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__()
        self._lines_model = model
        self.setModel(model)
        model.modelReset.connect(self.fit)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table, arrow keys move in it
        self.setWordWrap(False)
        self.verticalHeader().setAccessibleName(name)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setAccessibleName(name)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(24)
        self.fit()

    def fit(self) -> None:
        """Fit rows and columns to the font in use and to what they show."""
        for part in (self, self.horizontalHeader()):
            part.ensurePolished()  # before it is shown for the first time, cells have no padding yet
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROOM_PX)
        self.setIconSize(QSize(icons.size_px(), icons.size_px()))
        for number, column in enumerate(self._lines_model.columns):
            self.setColumnWidth(number, self._least_width_px(number, column))
        self._stretch()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit to the look that the table has now that it is shown."""
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room that is left to the column that stretches."""
        super().resizeEvent(event)
        self._stretch()

    def _stretch(self) -> None:
        # Not Qt's own stretching, which lets the column shrink to nothing where there is little room.
        for number, column in enumerate(self._lines_model.columns):
            if column.stretches:
                others = self.horizontalHeader().length() - self.columnWidth(number)
                least = self._least_width_px(number, column)
                self.setColumnWidth(number, max(least, self.viewport().width() - others))

    def _least_width_px(self, number: int, column: TableColumn[Line]) -> int:
        header_px = self.horizontalHeader().sectionSizeHint(number)
        if column.elided_em is not None:
            em_px = self.fontMetrics().horizontalAdvance("国")
            return max(header_px, round(column.elided_em * em_px) + 24)
        longest = heapq.nlargest(_MEASURED_CELLS, enumerate(self._lines_model.lines), lambda at: _length(column, at[1]))
        hints = (self.sizeHintForIndex(self._lines_model.index(row, number)).width() for row, _line in longest)
        return max((header_px, *hints))

    @property
    def chosen(self) -> Line | None:
        """The line chosen."""
        return self._lines_model.line(self.currentIndex())

    def choose(self, row: int) -> None:
        """Choose a line by its row; out of range chooses none."""
        if 0 <= row < self._lines_model.rowCount():
            self.setCurrentIndex(self._lines_model.index(row, 0))


def _length(column: TableColumn[Line], line: Line) -> int:
    """How long a cell is, roughly: a kanji has three bytes in UTF-8 and is about as wide as two or three letters."""
    return len(column.text(line).encode()) + (_ICON_BYTES if column.icon(line) else 0)
