"""A table of fields with what they say in two states of a plan, and both texts of the one chosen below it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.differences import DifferenceLine
from kyosei_desktop.ui.marked_text import MarkedText
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import label


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


class DifferencesTable(QWidget):
    """Shows lines; the first is chosen."""

    def __init__(self, name: str, before: str, after: str) -> None:
        """For two states.

        Args:
            name: what a screen reader calls the table.
            before, after: what the texts of either state are called.
        """
        super().__init__()
        self.setAccessibleName(name)
        columns: tuple[TableColumn[DifferenceLine], ...] = (
            TableColumn(N_("欄"), lambda line: line.place),
            TableColumn(before, lambda line: _one_line(line.labels[0]), elided_em=12),
            TableColumn(after, lambda line: _one_line(line.labels[1]), stretches=True, elided_em=12),
        )
        self.model: LinesModel[DifferenceLine] = LinesModel(columns)
        self.table: LinesTable[DifferenceLine] = LinesTable(self.model, name)
        self.table.selectionModel().currentRowChanged.connect(self._on_choose)
        self.before, self.after = MarkedText(before), MarkedText(after)
        texts = QGridLayout()
        texts.setHorizontalSpacing(16)
        for number, (title, shown) in enumerate(((before, self.before), (after, self.after))):
            texts.addWidget(label(title, "small"), 0, number)
            texts.addWidget(shown, 1, number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.table, 2)
        column.addLayout(texts, 1)

    def show_lines(self, lines: Sequence[DifferenceLine]) -> None:
        """Show these; the field chosen stays chosen."""
        chosen = self.table.chosen
        places = [line.place for line in lines]
        self.model.show_lines(lines)
        self.table.choose(places.index(chosen.place) if chosen is not None and chosen.place in places else 0)
        self._on_choose()

    def _on_choose(self) -> None:
        line = self.table.chosen
        before, after = (("", ()), ("", ())) if line is None else zip(line.labels, line.pieces, strict=True)
        for shown, (text, pieces), ground in ((self.before, before, "removed"), (self.after, after, "added")):
            shown.show_pieces(pieces, blank=text, ground=ground)
