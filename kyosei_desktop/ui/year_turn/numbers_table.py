"""The table 旧番号 → 新番号: a number typed into a row becomes the measure's new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import Index, LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import button
from kyosei_desktop.ui.year_turn.arranging import MeasureOption, shifted

_NEW, _TABLE_LINES = 1, 8
_Trigger = QAbstractItemView.EditTrigger


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A measure, and the number that it is to have."""

    measure: MeasureOption
    new: str


def _arrow(line: NumberLine) -> str:
    return line.new if line.new == str(line.measure.no) else _("→ {number}").format(number=line.new)


_COLUMNS: tuple[TableColumn[NumberLine], ...] = (
    TableColumn(
        N_("今の番号と施策名"),
        lambda line: line.measure.label,
        tip=lambda line: line.measure.label,
        stretches=True,
        elided_em=16,
    ),
    TableColumn(N_("新しい番号"), _arrow),
)


class NumbersModel(LinesModel[NumberLine]):
    """Measures of which the new numbers can be written."""

    def __init__(self) -> None:
        """Empty until `show_lines`."""
        super().__init__(_COLUMNS)

    @property
    def numbers(self) -> Mapping[MeasureNumber, str]:
        """The new numbers, of the measures that get another one."""
        return {line.measure.no: line.new for line in self.lines if line.new != str(line.measure.no)}

    def flags(self, index: Index) -> Qt.ItemFlag:
        """New numbers may be written."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == _NEW else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """While it is written, the number without its arrow."""
        line = self.line(index)
        if role == Qt.ItemDataRole.EditRole and line is not None and index.column() == _NEW:
            return line.new
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a number; an empty one means the old one."""
        line = self.line(index)
        if line is None or role != Qt.ItemDataRole.EditRole or index.column() != _NEW:
            return False
        self.put({index.row(): str(value).strip()})
        return True

    def put(self, numbers: Mapping[int, str]) -> None:
        """Write numbers by their rows."""
        self._lines = tuple(
            replace(line, new=numbers[row] or str(line.measure.no)) if row in numbers else line
            for row, line in enumerate(self._lines)
        )
        self.dataChanged.emit(self.index(min(numbers), _NEW), self.index(max(numbers), _NEW))


class _Table(LinesTable[NumberLine]):
    """Whatever is typed goes to the new number, in whichever column the row was chosen."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Come to the number first."""
        here = self.currentIndex()
        if here.isValid() and here.column() != _NEW:
            self.setCurrentIndex(here.siblingAtColumn(_NEW))
        super().keyPressEvent(event)


class NumbersTable(QWidget):
    """The table, and two buttons that move all numbers from a row on.

    Signals:
        changed: a number was written.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("新しい番号"))
        self.model = NumbersModel()
        self.table = _Table(self.model, _("新しい番号"))
        self.table.setEditTriggers(
            _Trigger.AnyKeyPressed | _Trigger.EditKeyPressed | _Trigger.DoubleClicked | _Trigger.SelectedClicked
        )
        self.model.dataChanged.connect(self.changed)
        self.model.dataChanged.connect(self.table.fit)
        self.up_button = button(_("選んだ施策から後の番号を1増やす"), "quiet")
        self.up_button.clicked.connect(lambda: self._shift(1))
        self.down_button = button(_("選んだ施策から後の番号を1減らす"), "quiet")
        self.down_button.clicked.connect(lambda: self._shift(-1))
        row = FlowRow()
        row.addWidget(self.up_button)
        row.addWidget(self.down_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    def offer(self, measures: Sequence[MeasureOption]) -> None:
        """Begin anew, with the numbers of now."""
        self.model.show_lines([NumberLine(one, str(one.no)) for one in measures])
        self.table.choose(0)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _TABLE_LINES)

    def _shift(self, by: int) -> None:
        start = max(0, self.table.currentIndex().row())
        numbers = shifted([line.new for line in self.model.lines], start, by)
        self.model.put(dict(enumerate(numbers)))
