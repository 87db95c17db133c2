"""The table of what will change, and the choice of owners beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import label
from kyosei_desktop.ui.year_turn.lines import PreviewLine


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


_COLUMNS: tuple[TableColumn[PreviewLine], ...] = (
    TableColumn(N_("何が"), lambda line: line.what),
    TableColumn(N_("どこ"), lambda line: line.where, tip=lambda line: line.where, elided_em=16),
    TableColumn(
        N_("どうなるか"), lambda line: _one_line(line.text), tip=lambda line: line.text, stretches=True, elided_em=16
    ),
)
_BETWEEN = "、"


class PreviewTable(QWidget):
    """Lines of which one is chosen; where it has choices, they are offered below.

    Signals:
        chosen: an initiative and the names of the departments that are to own it.
    """

    chosen = Signal(object, object)

    def __init__(self, name: str) -> None:
        """`name` is what a screen reader calls the table."""
        super().__init__()
        self.setAccessibleName(name)
        self.model: LinesModel[PreviewLine] = LinesModel(_COLUMNS)
        self.table: LinesTable[PreviewLine] = LinesTable(self.model, name)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self.owner = QComboBox()
        self.owner.setAccessibleName(_("この取組を持つ課"))
        self.owner.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.owner.activated.connect(self._choose)
        self._owner_words = label(_("この取組を持つ課"), "strong")
        row = FlowRow()
        row.addWidget(self._owner_words)
        row.addWidget(self.owner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self._offer()

    def show_lines(self, lines: Sequence[PreviewLine]) -> None:
        """Show these; the line that was chosen stays so, by its place."""
        row = max(0, self.table.currentIndex().row())
        self.model.show_lines(lines)
        if lines:
            self.table.choose(min(row, len(lines) - 1))
        self._offer()

    def _offer(self) -> None:
        line = self.table.chosen
        choices = [] if line is None else list(line.choices)
        self.owner.setVisible(bool(choices))
        self._owner_words.setVisible(bool(choices))
        self.owner.clear()
        if line is None or not choices:
            return
        for names in ([one] for one in choices):
            self.owner.addItem(_BETWEEN.join(names), names)
        self.owner.addItem(_BETWEEN.join(choices), choices)
        chosen = [one for one in choices if one in line.chosen]
        self.owner.setCurrentIndex(max(0, self.owner.findText(_BETWEEN.join(chosen))))

    def _choose(self) -> None:
        line = self.table.chosen
        assert line is not None, "choices are offered for a line only"
        self.chosen.emit(line.initiative, self.owner.currentData())
