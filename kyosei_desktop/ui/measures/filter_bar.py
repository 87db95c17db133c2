"""The row above the plan's table: words, year, and on request department, state, changes and saved views."""

from dataclasses import replace

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.whole import CellState
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.measures.filtering import PlanFilter
from kyosei_desktop.ui.measures.moments import day_named, name_of_day
from kyosei_desktop.ui.measures.presenter import FilterOptions
from kyosei_desktop.ui.widgets import button, label

_STATES = {
    CellState.UNWRITTEN: N_("○ 未記入がある"),
    CellState.NOT_BEGUN: N_("未着手（*****）がある"),
    CellState.BLANK: N_("理由のある空白がある"),
    CellState.CONFLICT: N_("⚡ 競合がある"),
}
_DAY = "day"
_PAUSE_MS = 150
"""So long a pause in typing before the table follows: with 100,000 lines it cannot follow each key."""
_MOST_CHARACTERS = 9
"""So wide are the choices; what is longer is seen in their lists."""


class FilterBar(QWidget):
    """Shows a filter; `changed` carries the one that the person made of it."""

    changed = Signal(object)
    used = Signal(str)
    saving = Signal()
    deleting = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("絞り込み"))
        self._filter = PlanFilter()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.search = QLineEdit()
        self.search.setAccessibleName(_("計画の中を探す"))
        self.search.setPlaceholderText(_("言葉で探す（施策名、取組、担当課、記載…）"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(360)
        self.search.textEdited.connect(lambda: self._pause.start())
        self.search.returnPressed.connect(self._tell)
        self.year = _choice(_("年度"))
        self.more_button = button(_("絞り込み"), "", "sliders-horizontal")
        self.more_button.setCheckable(True)
        self.more_button.toggled.connect(self._show_more)
        self.count = label(role="muted")
        self.department, self.state = _choice(_("担当課で絞り込む")), _choice(_("状態で絞り込む"))
        self.since = _choice(_("変わった時期で絞り込む"))
        self.day = QDateEdit(QDate.currentDate())
        self.day.setAccessibleName(_("この日から"))
        self.day.setCalendarPopup(True)
        self.day.calendarWidget().setAccessibleName(_("この日から"))
        self.day.setDisplayFormat(_("yyyy年M月d日"))
        self.day.dateChanged.connect(self._tell)
        self.saved = _choice(_("保存した絞り込み"))
        self.save_button = button(_("保存…"), "", "save")
        self.save_button.setAccessibleName(_("いまの絞り込みを保存"))
        self.delete_button = button(_("削除"), "", "x")
        self.delete_button.setAccessibleName(_("保存した絞り込みを削除"))
        self.clear_button = button(_("絞り込みをやめる"))
        for one in (self.year, self.department, self.state, self.since):
            one.activated.connect(self._tell)
        self.saved.activated.connect(lambda: self.used.emit(self.saved.currentData() or ""))
        self.save_button.clicked.connect(self.saving)
        self.delete_button.clicked.connect(lambda: self.deleting.emit(self.saved.currentData() or ""))
        self.clear_button.clicked.connect(lambda: self.changed.emit(PlanFilter(year=self._filter.year)))
        self._lay_out()

    def _lay_out(self) -> None:
        head = FlowRow()
        for part in (self.search, self.year, self.more_button):
            head.addWidget(part)
        head.add_at_right(self.count)
        self._more = QWidget()
        self._more.setAccessibleName(_("絞り込み"))
        row = FlowRow(8)
        for choice in (self.department, self.state, self.since, self.day):
            row.addWidget(choice)
        for kept in (self.saved, self.save_button, self.delete_button, self.clear_button):
            row.addWidget(kept)
        self._more.setLayout(row)
        self._more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._more)

    def show_filter(self, options: FilterOptions, chosen: PlanFilter, saved: str) -> None:
        """The choices and those made; nothing is told of it."""
        self._filter = chosen
        if self.search.text() != chosen.words and not self._pause.isActive():
            self.search.setText(chosen.words)
        _fill(self.year, [(None, _("すべての年度")), *options.years], chosen.year)
        _fill(self.department, [(None, _("すべての担当課")), *options.departments], chosen.department)
        states = [(one, _(text)) for one, text in _STATES.items()]
        _fill(self.state, [(None, _("すべての状態")), *states], chosen.state)
        day = day_named(chosen.since)
        moments = [(one.name, one.label) for one in options.moments]
        since = _DAY if day is not None else chosen.since
        _fill(self.since, [("", _("変わった時期を問わない")), *moments, (_DAY, _("日付を指定する"))], since)
        self.day.setVisible(day is not None)
        if day is not None:
            self.day.blockSignals(True)
            self.day.setDate(QDate(day.year, day.month, day.day))
            self.day.blockSignals(False)
        _fill(self.saved, [("", _("保存した絞り込み")), *((one, one) for one in options.saved)], saved)
        self.delete_button.setEnabled(bool(saved))
        self.clear_button.setEnabled(chosen.is_narrow)
        if chosen.department or chosen.state or chosen.since:
            self.more_button.setChecked(True)

    def say_count(self, count: int, total: int) -> None:
        """How many lines pass."""
        text = _("{count}件") if count == total else _("{total}件のうち {count}件")
        self.count.setText(text.format(count=f"{count:,}", total=f"{total:,}"))

    def _show_more(self, is_shown: bool) -> None:
        self._more.setVisible(is_shown)

    def _tell(self) -> None:
        self._pause.stop()
        since = self.since.currentData() or ""
        if since == _DAY:
            since = name_of_day(self.day.date().toPython())  # type: ignore[arg-type]  # a date, which the stubs leave open
        state = self.state.currentData()
        self.changed.emit(
            replace(
                self._filter,
                words=self.search.text(),
                year=_year(self.year.currentData()),
                department=_department(self.department.currentData()),
                state=None if state is None else CellState(state),
                since=since,
            )
        )


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMaxVisibleItems(24)
    made.setMinimumContentsLength(_MOST_CHARACTERS)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _fill(choice: QComboBox, items: list[tuple[object, str]], chosen: object) -> None:
    """Offer items and choose one, without telling; nothing moves where the items are the same."""
    choice.blockSignals(True)
    there = [(choice.itemData(n), choice.itemText(n)) for n in range(choice.count())]
    if there != items:
        choice.clear()
        for data, text in items:
            choice.addItem(text, data)
    position = next((n for n, (data, _text) in enumerate(items) if data == chosen), 0)
    choice.setCurrentIndex(position)
    choice.setToolTip(choice.currentText())
    choice.blockSignals(False)


def _year(data: object) -> FiscalYear | None:
    return FiscalYear(data) if isinstance(data, int) else None


def _department(data: object) -> DepartmentId | None:
    return DepartmentId(data) if isinstance(data, str) else None
