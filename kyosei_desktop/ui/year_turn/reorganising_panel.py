"""The panel of a reorganisation: which departments change how, from when, and what that does."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.board.round_panel import date_edit, date_of
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import Scroller, button, card, clear_layout, label
from kyosei_desktop.ui.year_turn.lines import PreviewLine
from kyosei_desktop.ui.year_turn.presenter import ChangeKind
from kyosei_desktop.ui.year_turn.preview_table import PreviewTable

_LIST_LINES, _TABLE_LINES = 6, 5
_NAME_EM = 9
_BAR_PX = 48
"""Room for the margins and the scroll bar beside the departments."""

_COLUMNS: tuple[TableColumn[str], ...] = (TableColumn(N_("加えた組織改正"), lambda line: line, stretches=True),)

AddChange = Callable[[ChangeKind, Sequence[str], str], bool]
"""Kind, chosen departments and new names to whether the change was taken."""


class ReorganisingPanel(QWidget):
    """Asks.

    Signals:
        dated: the first day with the new names.
        taken_back: the number of a change that is not to be.
        done: do it.
        left: leave everything as it is.
    """

    dated = Signal(object)
    taken_back = Signal(int)
    done = Signal()
    left = Signal()

    def __init__(self, add_change: AddChange) -> None:
        """`add_change` is asked when a change is added."""
        super().__init__()
        self.setAccessibleName(_("組織改正"))
        self._add_change = add_change
        self.from_date = date_edit(_("新しい組織の最初の日"))
        self.from_date.dateChanged.connect(lambda: self.dated.emit(date_of(self.from_date)))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("何をするか"))
        for one in ChangeKind:
            self.kind.addItem(_(one.value), one)
        self.boxes: list[QCheckBox] = []
        self.departments = Scroller(_("変わる課"))
        self.departments.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.departments.column.setContentsMargins(12, 12, 12, 12)
        self.departments.column.setSpacing(4)
        self.new_names = QLineEdit()
        self.new_names.setAccessibleName(_("新しい名前"))
        self.new_names.returnPressed.connect(self._add)
        self.add_button = button(_("加える"), "", "plus")
        self.add_button.clicked.connect(self._add)
        self.model: LinesModel[str] = LinesModel(_COLUMNS)
        self.changes: LinesTable[str] = LinesTable(self.model, _("加えた組織改正"))
        self.take_back_button = button(_("選んだものからやめる"), "quiet", "undo-2")
        self.take_back_button.clicked.connect(self._take_back)
        self.preview = PreviewTable(_("組織改正で変わるところ"))
        self.reorganise_button = button(_("組織改正を行う"), "primary", "users")
        self.reorganise_button.clicked.connect(self.done)
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        day = FlowRow()
        day.addWidget(label(_("新しい組織の最初の日"), "strong"))
        day.addWidget(self.from_date)
        asked = QVBoxLayout()
        asked.setSpacing(8)
        for widget in (label(_("何をするか"), "strong"), self.kind, label(_("新しい名前"), "strong"), self.new_names):
            asked.addWidget(widget)
        asked.addWidget(label(_("分けるときは「、」で区切ります。"), "muted", wraps=True))
        adding = FlowRow()
        adding.addWidget(self.add_button)
        asked.addLayout(adding)
        asked.addStretch(1)
        named = QVBoxLayout()
        named.setSpacing(8)
        named.addWidget(label(_("変わる課"), "strong"))
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.departments)
        named.addWidget(frame, 1)
        made = QVBoxLayout()
        made.setSpacing(8)
        made.addWidget(self.changes, 1)
        taking = FlowRow()
        taking.addWidget(self.take_back_button)
        made.addLayout(taking)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for one in (named, asked, made):
            columns.addLayout(one, 1)
        foot = FlowRow()
        foot.addWidget(self.reorganise_button)
        foot.addWidget(self.leave_button)
        page = Scroller(_("組織改正"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.column.addWidget(
            label(
                _(
                    "すぐに、報告書と照会の担当課が新しくなります。履歴には、その時の課の名前が出ます。"
                    "送った照会ファイルは、そのまま使えます。"
                    "先に控えを作り、その後に何もしていなければ、まとめて元に戻せます。"
                ),
                "muted",
                wraps=True,
            )
        )
        page.column.addLayout(day)
        page.column.addLayout(columns)
        page.column.addWidget(self.preview, 1)
        page.column.addLayout(foot)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)

    def ask(self, departments: Sequence[str], from_date: date) -> None:
        """Begin anew."""
        self.from_date.blockSignals(True)  # filling in is not choosing
        self.from_date.setDate(QDate(from_date.year, from_date.month, from_date.day))
        self.from_date.blockSignals(False)
        self.kind.setCurrentIndex(0)
        self.new_names.clear()
        self._offer(departments)
        self.first_focus().setFocus()

    def first_focus(self) -> QWidget:
        """The first department, or the day where there is none."""
        return self.boxes[0] if self.boxes else self.from_date

    def show_preview(self, changes: Sequence[str], departments: Sequence[str], lines: Sequence[PreviewLine]) -> None:
        """The changes so far, the departments after them, and what would change."""
        self.model.show_lines(changes)
        self.changes.choose(len(changes) - 1)
        self.take_back_button.setEnabled(bool(changes))
        self.reorganise_button.setEnabled(bool(changes))
        if [one.text() for one in self.boxes] != list(departments):
            self._offer(departments)
        self.preview.show_lines(lines)
        line_px = self.fontMetrics().lineSpacing()
        widest_px = max((one.sizeHint().width() for one in self.boxes), default=0)
        self.departments.setMinimumSize(widest_px + _BAR_PX, line_px * _LIST_LINES)
        self.preview.table.setMinimumHeight(line_px * _TABLE_LINES)
        self.new_names.setMinimumWidth(self.fontMetrics().horizontalAdvance("国" * _NAME_EM))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @property
    def ticked(self) -> list[str]:
        """The departments chosen, from above."""
        return [one.text() for one in self.boxes if one.isChecked()]

    def _offer(self, departments: Sequence[str]) -> None:
        had_focus = any(one.hasFocus() for one in self.boxes)
        clear_layout(self.departments.column)
        self.boxes = [QCheckBox(one) for one in departments]
        for box in self.boxes:
            box.setAccessibleName(box.text())
            self.departments.column.addWidget(box)
        self.departments.column.addStretch(1)
        if had_focus:
            self.first_focus().setFocus()

    def _add(self) -> None:
        if self._add_change(ChangeKind(self.kind.currentData()), self.ticked, self.new_names.text()):
            self.new_names.clear()
            for box in self.boxes:
                box.setChecked(False)
            self.first_focus().setFocus()

    def _take_back(self) -> None:
        self.taken_back.emit(max(0, self.changes.currentIndex().row()))
