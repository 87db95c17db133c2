"""The wizard's first page: a sheet as it is, and what each of its columns and row labels holds."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.mapping import Holds
from kyosei_desktop.exchange.foreign_columns import HOLDS_WORDS, Sureness
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.mapping.lines import (
    COLUMN_MEANINGS,
    LABEL_MEANINGS,
    MEANING_COLUMNS,
    MeaningLine,
    periods_to_choose,
)
from kyosei_desktop.ui.mapping.presenter import MappingPresenter, SheetShown
from kyosei_desktop.ui.mapping.sheet_preview import SheetPreview
from kyosei_desktop.ui.tables import LinesModel, LinesTable
from kyosei_desktop.ui.widgets import label

_MOST_HEADER_ROW = 999
_YEAR_CHARACTERS, _DEPARTMENT_CHARACTERS = 5, 10
_LEFT_EM = 30


class ReadingPage(QWidget):
    """Shows what the presenter says, and tells it every gesture."""

    def __init__(self, presenter: Callable[[], MappingPresenter]) -> None:
        super().__init__()
        self._presenter = presenter
        self.setAccessibleName(_("読み方"))
        self.sheets, self.is_read = QComboBox(), QCheckBox(_("このシートを読む"))
        self.first_row, self.last_row = QSpinBox(), QSpinBox()
        self.year, self.department = QLineEdit(), QLineEdit()
        self.model: LinesModel[MeaningLine] = LinesModel(MEANING_COLUMNS)
        self.table = LinesTable(self.model, _("列と行の見出しの読み方"))
        self.holds, self.period = QComboBox(), QComboBox()
        self.why = label("", "muted", wraps=True)
        self.said = label("", "strong", wraps=True)
        self.preview = SheetPreview()
        self._name_controls()
        self._lay_out()
        self._connect()

    def _name_controls(self) -> None:
        for widget, name in (
            (self.sheets, _("シート")),
            (self.first_row, _("見出しの最初の行")),
            (self.last_row, _("見出しの最後の行")),
            (self.year, _("この表の年度（西暦）")),
            (self.department, _("この表の担当課")),
            (self.holds, _("選んだ列や行に何が書かれているか")),
            (self.period, _("選んだ列や行の期間")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(name)
        for box in (self.first_row, self.last_row):
            box.setRange(1, _MOST_HEADER_ROW)
            box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.year.setPlaceholderText(_("年度"))
        self.department.setPlaceholderText(_("担当課"))
        wide = self.fontMetrics().horizontalAdvance("国")
        self.year.setFixedWidth(wide * (_YEAR_CHARACTERS + 2))
        self.department.setFixedWidth(wide * (_DEPARTMENT_CHARACTERS + 2))

    def _lay_out(self) -> None:
        top = FlowRow()
        shown: tuple[QWidget, ...] = (
            *(label(_("シート")), self.sheets, self.is_read),
            *(label(_("見出しの行")), self.first_row, label(_("〜")), self.last_row),
            *(label(_("年度")), self.year, label(_("担当課")), self.department),
        )
        for one in shown:
            top.addWidget(one)
        choice = FlowRow()
        for widget in (label(_("選んだ列の読み方")), self.holds, self.period):
            choice.addWidget(widget)
        left = QWidget()
        left.setAccessibleName(_("読み方"))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(choice)
        column.addWidget(self.why)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setAccessibleName(_("読み方とシート"))
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.preview)
        parts.setSizes([self.fontMetrics().horizontalAdvance("国" * _LEFT_EM)] * 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addLayout(top)
        page.addWidget(self.said)
        page.addWidget(parts, 1)

    def _connect(self) -> None:
        self.sheets.textActivated.connect(lambda name: self._presenter().show(name))
        self.is_read.clicked.connect(lambda checked: self._presenter().read_sheet(is_read=checked))
        for box in (self.first_row, self.last_row):
            box.editingFinished.connect(self._tell_header)
        for edit in (self.year, self.department):
            edit.editingFinished.connect(self._tell_sheet)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_line())
        self.holds.activated.connect(lambda _index: self._decide())
        self.period.activated.connect(lambda _index: self._decide())
        self.preview.column_chosen.connect(self._choose_column)

    def _tell_header(self) -> None:
        self._presenter().place_header(self.first_row.value(), self.last_row.value())

    def _tell_sheet(self) -> None:
        self._presenter().describe(year=self.year.text().strip(), department=self.department.text())

    # Showing

    def show_sheet(self, shown: SheetShown) -> None:
        """A sheet; filling the controls is no gesture."""
        row = max(0, self.table.currentIndex().row())
        is_same = self.sheets.currentText() == shown.sheet.name and bool(self.model.lines)
        blockers = [QSignalBlocker(one) for one in (self.sheets, self.is_read, self.first_row, self.last_row)]
        self.sheets.clear()
        self.sheets.addItems(self._presenter().sheet_names)
        self.sheets.setCurrentText(shown.sheet.name)
        self.is_read.setChecked(shown.placed is not None)
        placed = shown.placed
        if placed is not None:
            self.first_row.setValue(placed.header_rows[0])
            self.last_row.setValue(placed.header_rows[1])
            self.year.setText("" if placed.year is None else str(placed.year))
            self.department.setText(placed.department or "")
        for widget in (self.first_row, self.last_row, self.year, self.department, self.holds, self.period):
            widget.setEnabled(placed is not None)
        del blockers
        self.said.setText("\n".join(shown.said))
        self.said.setVisible(bool(shown.said))
        self.model.show_lines(shown.lines)
        self.table.choose(row if is_same else self._first_open_row())
        self.preview.show_sheet(shown)
        self._show_line()

    def _first_open_row(self) -> int:
        rows = [row for row, one in enumerate(self.model.lines) if one.sureness is Sureness.UNSURE]
        return rows[0] if rows else 0

    def _show_line(self) -> None:
        line = self.table.chosen
        self.holds.clear()
        self.period.clear()
        self.why.setText("" if line is None else line.why)
        if line is None:
            return
        for one in COLUMN_MEANINGS if line.column is not None else LABEL_MEANINGS:
            self.holds.addItem(_(HOLDS_WORDS[one]), one)
        self.holds.setCurrentIndex(self.holds.findData(line.holds))
        for name, period in periods_to_choose(self._presenter().definition):
            if line.column is not None or period is not None:
                self.period.addItem(name, period)
        self.period.setCurrentIndex(max(0, self.period.findData(line.period)))
        self.period.setVisible(line.holds is Holds.ENTRY)

    def _choose_column(self, letter: str) -> None:
        for row, line in enumerate(self.model.lines):
            if line.column is not None and line.column.column == letter:
                self.table.choose(row)

    def _decide(self) -> None:
        line = self.table.chosen
        if line is None:
            return
        holds = Holds(self.holds.currentData())
        period = self.period.currentData()
        if line.label is not None and holds is Holds.ENTRY and period is None:
            period = self._presenter().definition.periods[0].id
        self._presenter().decide(line, holds, period)
