"""The list of conflicts of notation alone, to be looked through before they are settled in one act."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.notation import Notation
from kyosei_desktop.ui.conflicts.alike_presenter import NOTATIONS, AlikeLine
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import Scroller, button, card, label

_LEAST_LINES = 10
"""So much of the list is seen in large text too."""


def _key(line: AlikeLine) -> str:
    return "0" if line.taken is None else str(line.taken + 1)


COLUMNS: tuple[TableColumn[AlikeLine], ...] = (
    TableColumn(N_("欄"), lambda line: line.where),
    TableColumn(N_("番号"), _key),
    TableColumn(N_("採る文"), lambda line: line.taken_text, tip=lambda line: line.taken_text, elided_em=18),
    TableColumn(
        N_("ほかの文"),
        lambda line: line.other_text,
        tip=lambda line: line.other_text,
        tone=lambda _line: "muted",
        elided_em=14,
        stretches=True,
    ),
)


class AlikePanel(QWidget):
    """Shows the list; signals tell what the person does with it."""

    ordered = Signal(object)
    taken = Signal(int, str)
    turned = Signal(int)
    settled = Signal(str)
    left = Signal()

    def __init__(self, *, is_writable: bool) -> None:
        super().__init__()
        self.setAccessibleName(_("表記だけの競合"))
        self._is_writable = is_writable
        self.notation = QComboBox()
        self.notation.setAccessibleName(_("どの表記にそろえるか"))
        for notation, text in NOTATIONS.items():
            self.notation.addItem(_(text), notation)
        self.notation.activated.connect(lambda: self.ordered.emit(Notation(self.notation.currentData())))
        self.model: LinesModel[AlikeLine] = LinesModel(COLUMNS)
        self.table: LinesTable[AlikeLine] = LinesTable(self.model, _("表記だけの競合"))
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda index: self.turned.emit(index.row()))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由（任意）"))
        self.reason.setPlaceholderText(_("理由（任意）：すべての欄の履歴に残ります"))
        self.settle_button = button("", "primary", "check")
        self.settle_button.clicked.connect(lambda: self.settled.emit(self.reason.text()))
        self.leave_button = button(_("一つずつ決める"))
        self.leave_button.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        frame = card()
        page = Scroller(_("表記だけの競合"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around = QVBoxLayout(frame)
        around.setContentsMargins(16, 16, 8, 16)
        around.addWidget(page)
        inside = page.column
        inside.setSpacing(8)
        inside.addWidget(label(_("表記だけの違いを、まとめて決めます"), "subheading", wraps=True))
        inside.addWidget(
            label(
                _(
                    "全角と半角、句読点、空白だけが違う回答の一覧です。欄ごとに、数字のキーかダブルクリックで"
                    "採る文を替えられます。0 はその欄を決めずに残します。決める前に控えを作り、後で一度に元に戻せます。"
                ),
                "muted",
                wraps=True,
            )
        )
        inside.addWidget(self.notation)
        self.table.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.reason)
        foot = FlowRow()
        foot.addWidget(self.leave_button)
        foot.add_at_right(self.settle_button)
        inside.addLayout(foot)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)

    def show_lines(self, lines: Sequence[AlikeLine], notation: Notation) -> None:
        """The list, and by what the texts were chosen."""
        self.notation.setCurrentIndex(self.notation.findData(notation))
        self.model.show_lines(lines)
        self.table.choose(0)
        self._say_count()

    def change_line(self, row: int, line: AlikeLine) -> None:
        """One line has changed; it stays chosen."""
        lines = list(self.model.lines)
        lines[row] = line
        self.model.show_lines(lines)
        self.table.choose(row)
        self._say_count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits take a text of the chosen line, the space bar the next one; the table would search by them."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            row = self.table.currentIndex().row()
            if event.key() == Qt.Key.Key_Space:
                self.turned.emit(row)
                return True
            if event.text().isdecimal():
                self.taken.emit(row, event.text())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _say_count(self) -> None:
        count = sum(line.taken is not None for line in self.model.lines)
        self.settle_button.setText(_("{count}件をまとめて決める").format(count=count))
        self.settle_button.setAccessibleName(_("まとめて決める"))
        self.settle_button.setEnabled(count > 0 and self._is_writable)
