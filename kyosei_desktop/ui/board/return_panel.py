"""The panel that returns answers (差戻し): which cells, why, and a word to each of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.ui.board.presenter import ReturnableCell
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Scroller, button, card, label

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_TITLES = (N_("差し戻す欄"), N_("今の文"), N_("ひとこと（任意）"))
_CELL, _TEXT, _NOTE = range(3)


class CellsModel(QAbstractTableModel):
    """The cells of a department: tick those to return, write a word to them."""

    def __init__(self) -> None:
        """Empty until `show_cells`."""
        super().__init__()
        self._cells: tuple[ReturnableCell, ...] = ()
        self._ticked: set[FieldId] = set()
        self._notes: dict[FieldId, str] = {}

    def show_cells(self, cells: Sequence[ReturnableCell]) -> None:
        """Show these; missing ones are ticked already."""
        self.beginResetModel()
        self._cells = tuple(cells)
        self._ticked = {cell.field for cell in cells if cell.is_missing}
        self._notes = {}
        self.endResetModel()

    @property
    def chosen(self) -> Mapping[FieldId, str]:
        """The ticked cells with their notes, which may be empty."""
        return {cell.field: self._notes.get(cell.field, "") for cell in self._cells if cell.field in self._ticked}

    def tick_all(self, *, only_missing: bool) -> None:
        """Tick all cells, or those that are missing and no others."""
        self._ticked = {cell.field for cell in self._cells if cell.is_missing or not only_missing}
        if self._cells:
            self.dataChanged.emit(self.index(0, _CELL), self.index(len(self._cells) - 1, _CELL))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a cell."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The cell's name, its text, the note."""
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """What a cell of the table says."""
        if not index.isValid():
            return None
        cell = self._cells[index.row()]
        texts = (cell.label, cell.text, self._notes.get(cell.field, ""))
        if role in (_Role.DisplayRole, _Role.EditRole):
            text = texts[index.column()]
            return text.replace("\n", " ") if index.column() == _TEXT else text
        if role == _Role.ToolTipRole and index.column() == _TEXT:
            return cell.text
        if role == _Role.CheckStateRole and index.column() == _CELL:
            return Qt.CheckState.Checked if cell.field in self._ticked else Qt.CheckState.Unchecked
        if role == _Role.AccessibleTextRole:
            return f"{_(_TITLES[index.column()])} {texts[index.column()]}"
        return None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Tick a cell, or write its note, which ticks it too."""
        if not index.isValid():
            return False
        field = self._cells[index.row()].field
        if role == _Role.CheckStateRole and index.column() == _CELL:
            if Qt.CheckState(value) is Qt.CheckState.Checked:
                self._ticked.add(field)
            else:
                self._ticked.discard(field)
        elif role == _Role.EditRole and index.column() == _NOTE:
            self._notes[field] = str(value)
            if value:
                self._ticked.add(field)
        else:
            return False
        self.dataChanged.emit(self.index(index.row(), _CELL), self.index(index.row(), _NOTE))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names may be ticked, notes written."""
        flags = super().flags(index)
        if index.isValid() and index.column() == _CELL:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.isValid() and index.column() == _NOTE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(_TITLES):
            if role == _Role.DisplayRole:
                return _(_TITLES[section])
            if role == _Role.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class ReturnPanel(QWidget):
    """Asks; `returned` carries the reason and the notes by field, `left` says that nothing is to be returned.

    `reasons_kept` carries another list of stock reasons.
    """

    returned = Signal(str, object)
    left = Signal()
    reasons_kept = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("差戻し"))
        self._title = label(role="subheading")
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(_("差し戻す理由"))
        self.reason.setPlaceholderText(_("例：人数の単位を入れてください"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(88)
        self.stock = QComboBox()
        self.stock.setAccessibleName(_("理由の例"))
        self.stock.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stock.setMinimumContentsLength(16)
        self.stock.activated.connect(self._take_stock)
        self.stock_keep_button = button(_("いまの理由を例に加える"), "quiet", "plus")
        self.stock_keep_button.clicked.connect(self._keep_reason)
        self.stock_edit_button = button(_("例を直す"), "quiet", "square-pen")
        self.stock_edit_button.setCheckable(True)
        self.stock_edit_button.toggled.connect(self._edit_stock)
        self.stock_text = QPlainTextEdit()
        self.stock_text.setAccessibleName(_("理由の例（1行に1件）"))
        self.stock_text.setTabChangesFocus(True)
        self.stock_text.setFixedHeight(120)
        self.stock_text.hide()
        self.model = CellsModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("差し戻す欄"))
        self.table.setMinimumHeight(self.fontMetrics().height() * 10)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.return_button = button(_("差戻しファイルを作る"), "primary", "file-output")
        self.return_button.clicked.connect(self._on_return)
        leave = button(_("やめる"))
        leave.clicked.connect(self.left)
        every = button(_("すべて選ぶ"), "quiet")
        every.clicked.connect(lambda: self.model.tick_all(only_missing=False))
        missing = button(_("未記入だけ選ぶ"), "quiet")
        missing.clicked.connect(lambda: self.model.tick_all(only_missing=True))
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addWidget(label(_("理由（担当課の画面の一番上に出ます）"), "strong"))
        column.addWidget(self.reason)
        stock = FlowRow()
        for part in (self.stock, self.stock_keep_button, self.stock_edit_button):
            stock.addWidget(part)
        column.addLayout(stock)
        column.addWidget(self.stock_text)
        head = FlowRow()
        head.addWidget(label(_("差し戻す欄を選び、必要ならひとことを添えてください"), "strong"))
        head.add_at_right(missing)
        head.add_at_right(every)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.return_button)
        foot.addWidget(leave)
        foot.addStretch(1)
        column.addLayout(foot)
        page = Scroller(_("差戻し"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.column.addWidget(frame)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)

    def ask(self, department: str, cells: Sequence[ReturnableCell], reasons: Sequence[str]) -> None:
        """Offer a department's cells, and the stock reasons."""
        self._offer(reasons)
        self.stock_edit_button.setChecked(False)
        self._title.setText(_("{department}に差し戻す").format(department=department))
        self.reason.clear()
        self.model.show_cells(cells)
        header = self.table.horizontalHeader()
        # room for a character more: beside a box to tick the style asks for less than it then paints
        self.table.ensurePolished()
        room_px = self.fontMetrics().horizontalAdvance("国")
        header.resizeSection(_CELL, self.table.sizeHintForColumn(_CELL) + room_px)
        header.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_NOTE, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 18)
        self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @property
    def reasons(self) -> list[str]:
        """The stock reasons offered."""
        return [self.stock.itemText(number) for number in range(1, self.stock.count())]

    def _offer(self, reasons: Sequence[str]) -> None:
        self.stock.clear()
        self.stock.addItem(_("理由の例から選ぶ"))
        self.stock.addItems(list(reasons))

    def _take_stock(self, number: int) -> None:
        """Write a stock reason below what the reason says already."""
        if number == 0:
            return
        said = self.stock.itemText(number)
        written = self.reason.toPlainText().rstrip()
        self.reason.setPlainText(f"{written}\n{said}" if written else said)
        self.stock.setCurrentIndex(0)
        self.reason.setFocus()

    def _keep_reason(self) -> None:
        said = " ".join(self.reason.toPlainText().split())
        if said and said not in self.reasons:
            self._offer([*self.reasons, said])
            self.reasons_kept.emit(self.reasons)

    def _edit_stock(self, is_edited: bool) -> None:
        """Show the list as lines to be edited; when done, keep it."""
        if is_edited:
            self.stock_text.setPlainText("\n".join(self.reasons))
            self.stock_text.setFocus()
        elif self.stock_text.isVisibleTo(self):
            lines = [line.strip() for line in self.stock_text.toPlainText().splitlines() if line.strip()]
            if lines != self.reasons:
                self._offer(lines)
                self.reasons_kept.emit(lines)
        self.stock_text.setVisible(is_edited)
        self.stock_edit_button.setText(_("例を直し終わる") if is_edited else _("例を直す"))
        self.stock_edit_button.setAccessibleName(self.stock_edit_button.text())

    def _on_return(self) -> None:
        self.returned.emit(self.reason.toPlainText(), self.model.chosen)
