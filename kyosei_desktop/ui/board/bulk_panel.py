"""The preview of an act on several departments: whom it would concern, and whom not and why."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPlainTextEdit, QTableView, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.board.bulk import Bulk, BulkKind, BulkLine
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, card, label

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_TITLES = (N_("担当課"), N_("どうなるか"))
_HEADS = {BulkKind.ACCEPT: N_("揃った課をまとめて受理する"), BulkKind.RETURN: N_("未記入の欄をまとめて差し戻す")}
_DEEDS = {BulkKind.ACCEPT: N_("選んだ課を受理する"), BulkKind.RETURN: N_("選んだ課の差戻しファイルを作る…")}


class BulkModel(QAbstractTableModel):
    """The departments; those possible are ticked already and may be unticked."""

    def __init__(self) -> None:
        """Empty until `show_lines`."""
        super().__init__()
        self._lines: tuple[BulkLine, ...] = ()
        self._ticked: set[DepartmentId] = set()

    def show_lines(self, lines: tuple[BulkLine, ...]) -> None:
        """Show these, the possible ones first."""
        self.beginResetModel()
        self._lines = tuple(sorted(lines, key=lambda one: not one.is_possible))
        self._ticked = {one.department for one in lines if one.is_possible}
        self.endResetModel()

    @property
    def chosen(self) -> list[DepartmentId]:
        """The departments ticked."""
        return [one.department for one in self._lines if one.department in self._ticked]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a department."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The name, and what would happen."""
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """What a cell says."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        text = (line.name, line.effect)[index.column()]
        if role == _Role.DisplayRole:
            return text
        if role == _Role.ToolTipRole:
            return line.effect
        if role == _Role.CheckStateRole and index.column() == 0 and line.is_possible:
            return Qt.CheckState.Checked if line.department in self._ticked else Qt.CheckState.Unchecked
        if role == _Role.ForegroundRole and not line.is_possible:
            return QColor(theme.colour("muted"))
        if role == _Role.AccessibleTextRole:
            return f"{_(_TITLES[index.column()])} {text}"
        return None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Tick a department, or untick it."""
        if not index.isValid() or role != _Role.CheckStateRole or not self._lines[index.row()].is_possible:
            return False
        department = self._lines[index.row()].department
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._ticked.add(department)
        else:
            self._ticked.discard(department)
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Those possible may be ticked."""
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self._lines[index.row()].is_possible:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(_TITLES):
            if role == _Role.DisplayRole:
                return _(_TITLES[section])
            if role == _Role.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class BulkPanel(QWidget):
    """Asks; `confirmed` carries the kind, the departments and the reason, `left` says that nothing is to be done."""

    confirmed = Signal(object, object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("まとめて行う"))
        self._kind = BulkKind.ACCEPT
        self._title = label(role="subheading")
        self._reason_title = label(_("理由（担当課の画面の一番上に出ます）"), "strong")
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(_("差し戻す理由"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(64)
        self.model = BulkModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("課の一覧"))
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.run_button = button("", "primary", "check")
        self.run_button.clicked.connect(self._on_run)
        leave = button(_("やめる"))
        leave.clicked.connect(self.left)
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addWidget(
            label(_("始める前に台帳の控えを作ります。後から「元に戻す」で取り消せます。"), "muted", wraps=True)
        )
        for part in (self._reason_title, self.reason):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        foot = FlowRow()
        foot.addWidget(self.run_button)
        foot.addWidget(leave)
        column.addLayout(foot)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)

    def ask(self, bulk: Bulk) -> None:
        """Show what would happen."""
        self._kind = bulk.kind
        self._title.setText(_(_HEADS[bulk.kind]))
        self.run_button.setText(_(_DEEDS[bulk.kind]))
        self.run_button.setAccessibleName(self.run_button.text())
        self.reason.setPlainText(bulk.reason)
        for part in (self._reason_title, self.reason):
            part.setVisible(bulk.kind is BulkKind.RETURN)
        self.model.show_lines(tuple(bulk.lines))
        self.table.ensurePolished()
        header = self.table.horizontalHeader()
        room_px = self.fontMetrics().horizontalAdvance("国")
        header.resizeSection(0, self.table.sizeHintForColumn(0) + room_px)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 18)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_run(self) -> None:
        self.confirmed.emit(self._kind, self.model.chosen, self.reason.toPlainText())
