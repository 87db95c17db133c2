"""Tables of lines: one item model over plain values with named columns, and views that all look alike."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
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
_SIDES_PX = 24  # left and right of the text of a cell
_GAP_PX = 8  # between a picture and its text
_ROUNDING_PX = 2  # so that a title which just fits does not break into two lines
_MOST_LINES, _MOST_TITLE_LINES = 3, 2
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
            return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        return None


class LinesTable(QTableView, Generic[Line]):
    """A table of lines of which one is chosen at a time."""

    def __init__(self, model: LinesModel[Line], name: str) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__()
        self._lines_model = model
        self._longest_lines: list[list[tuple[int, Line]]] = []
        self._least_px: list[int] = [0] * len(model.columns)
        self._widths_px: dict[int, list[int]] = {}
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

    def fit(self) -> None:
        """Fit rows and columns to the font in use and to what they show; a table out of sight waits to be seen."""
        if not self.isVisible():
            return
        for part in (self, self.horizontalHeader()):
            part.ensurePolished()  # before it is shown for the first time, cells have no padding yet
        self.setIconSize(QSize(icons.size_px(), icons.size_px()))
        columns = self._lines_model.columns
        self._longest_lines = [self._longest(one) for one in columns]
        self._least_px = [self._least_width_px(number, one) for number, one in enumerate(columns)]
        self._widths_px = {}
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit to the look that the table has now that it is shown."""
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give each column what its texts need, in as few lines a row as fit side by side; the rest to the last one.

        In large text rows grow, and columns that say nothing in any line give way, before anything is cut or has to be
        scrolled sideways. Not Qt's own stretching, which lets a column shrink to nothing where there is little room.
        """
        if not self._longest_lines:
            return  # it was not seen yet
        room_px = self.viewport().width()
        for lines_a_row in range(1, _MOST_LINES + 1):
            widths = list(self._widths_in_lines_px(lines_a_row))
            if sum(widths) <= room_px:
                break
        for number, column in enumerate(self._lines_model.columns):
            says_nothing = not any(column.text(line) for line in self._lines_model.lines)
            gives_way = says_nothing and bool(self._lines_model.lines) and sum(widths) > room_px
            widths[number] = 0 if gives_way else widths[number]
            self.setColumnHidden(number, gives_way)
        self.setWordWrap(lines_a_row > 1)
        title_lines = min(lines_a_row, _MOST_TITLE_LINES)
        header = self.horizontalHeader()
        header.setFixedHeight(title_lines * header.fontMetrics().lineSpacing() + _ROOM_PX)
        self.verticalHeader().setDefaultSectionSize(lines_a_row * self.fontMetrics().lineSpacing() + _ROOM_PX)
        for number, column in enumerate(self._lines_model.columns):
            spare_px = max(0, room_px - sum(widths)) if column.stretches else 0
            self.setColumnWidth(number, widths[number] + spare_px)

    def _widths_in_lines_px(self, lines_a_row: int) -> list[int]:
        """Of each column the width that it needs; the same until other lines or another look are fitted to."""
        if lines_a_row not in self._widths_px:
            self._widths_px[lines_a_row] = [
                self._width_in_lines_px(number, column, lines_a_row)
                for number, column in enumerate(self._lines_model.columns)
            ]
        return self._widths_px[lines_a_row]

    def _width_in_lines_px(self, number: int, column: TableColumn[Line], lines_a_row: int) -> int:
        least = self._least_px[number]
        if lines_a_row == 1:
            return least
        longest = self._longest_lines[number]
        title_px = self._title_px(number)
        if column.is_number:
            return max((title_px, *(self._hint_px(row, number) for row, _line in longest)))
        pictures = any(column.icon(line) for _row, line in longest) + any(
            self._has_box(row, number) for row, _ in longest
        )
        beside_px = self._beside_px(pictures=pictures)
        # a line may end up to a character before the edge
        text_px = (least - beside_px) // lines_a_row + self.fontMetrics().horizontalAdvance("国")
        word_px = max((self._widest_word_px(column.text(line)) for _row, line in longest), default=0)
        return min(least, max(title_px, max(text_px, word_px) + beside_px))

    def _title_px(self, number: int) -> int:
        """How wide a column's title is in two lines."""
        header, title = self.horizontalHeader(), _(self._lines_model.columns[number].title)
        metrics = header.fontMetrics()
        beside_px = header.sectionSizeHint(number) - metrics.horizontalAdvance(title)
        half_px = metrics.horizontalAdvance(title) // _MOST_TITLE_LINES + metrics.horizontalAdvance("国") // 2
        whole_px = header.sectionSizeHint(number)
        return min(whole_px, max(half_px, self._widest_word_px(title)) + beside_px) + _ROUNDING_PX

    def _widest_word_px(self, text: str) -> int:
        """The widest part of a text that no line may break."""
        narrow = QRect(0, 0, 1, 0)
        return self.fontMetrics().boundingRect(narrow, int(Qt.TextFlag.TextWordWrap), text).width()

    def _longest(self, column: TableColumn[Line]) -> list[tuple[int, Line]]:
        """Rows and lines with the longest texts of a column."""
        return heapq.nlargest(_MEASURED_CELLS, enumerate(self._lines_model.lines), lambda at: _length(column, at[1]))

    def _least_width_px(self, number: int, column: TableColumn[Line]) -> int:
        header_px = self.horizontalHeader().sectionSizeHint(number) + _ROUNDING_PX
        if column.elided_em is not None:
            em_px = self.fontMetrics().horizontalAdvance("国")
            return max(header_px, round(column.elided_em * em_px) + _SIDES_PX)
        return max((header_px, *(self._hint_px(row, number) for row, _line in self._longest_lines[number])))

    def _hint_px(self, row: int, number: int) -> int:
        """How wide a cell is in one line. Qt counts a box as small as in small text, and nothing around it."""
        index = self._lines_model.index(row, number)
        hint_px = self.sizeHintForIndex(index).width()
        if not self._has_box(row, number):
            return hint_px
        return max(hint_px, self.fontMetrics().horizontalAdvance(index.data()) + self._beside_px(pictures=1))

    def _beside_px(self, *, pictures: int) -> int:
        """The room beside a text: its sides, and its picture and its box where there are any."""
        return _SIDES_PX + pictures * (icons.size_px() + _GAP_PX)

    def _has_box(self, row: int, number: int) -> bool:
        return self._lines_model.index(row, number).data(_Role.CheckStateRole) is not None

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
