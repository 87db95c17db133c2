"""The panel that opens a round: year, period, due date, what is asked and what of it is required."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import kind_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldKind, PeriodId
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.ui.board.choice import RoundChoice, askable
from kyosei_desktop.ui.board.presenter import Option, RoundOptions
from kyosei_desktop.ui.widgets import Scroller, button, card, label

_KINDS = {AskedField.OUTCOME: FieldKind.OUTCOME, AskedField.RECORD: FieldKind.RECORD}
_DATE_FORMAT = N_("yyyy年M月d日")


class RoundPanel(QWidget):
    """Asks; `opened` carries the `RoundChoice`, `left` says that nothing is to be opened."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, definition: Definition) -> None:
        super().__init__()
        self.setAccessibleName(_("新しい照会"))
        self._definition = definition
        self._askable = askable(definition)
        self.year, self.period = QComboBox(), QComboBox()
        self.year.setAccessibleName(_("年度"))
        self.period.setAccessibleName(_("期間"))
        self.due_on = date_edit(_("締切"))
        self.due_words = label(role="muted")
        self.due_on.dateChanged.connect(self._say_due)
        self.asks = {one: QCheckBox(self._asked_label(one)) for one in self._askable}
        self.requires = {one: QCheckBox(_("必須にする")) for one in self._askable}
        for one in self._askable:
            self.asks[one].setAccessibleName(self._asked_label(one))
            self.requires[one].setAccessibleName(_("{field}を必須にする").format(field=self._asked_label(one)))
            self.asks[one].toggled.connect(self._allow)
        self.open_button = button(_("この内容で照会を始める"), "primary", "send")
        self.open_button.clicked.connect(self._on_open)
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(24)
        column.addWidget(label(_("新しい照会"), "subheading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.addWidget(label(_("年度と期間"), "strong"), 0, 0)
        grid.addLayout(_row(self.year, self.period), 0, 1)
        grid.addWidget(label(_("締切"), "strong"), 1, 0)
        grid.addLayout(_row(self.due_on, self.due_words), 1, 1)
        for number, one in enumerate(self._askable, start=2):
            if number == 2:
                grid.addWidget(label(_("書いてもらう欄"), "strong"), number, 0)
            grid.addLayout(_row(self.asks[one], self.requires[one]), number, 1)
            self.asks[one].setMinimumWidth(240)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(
            label(
                _("必須の記載は、その年度に予定や実績のある取組だけです。まだ始まっていない取組は任意になります。"),
                "muted",
                wraps=True,
            )
        )
        column.addLayout(_row(self.open_button, self.leave_button))
        page = Scroller(_("新しい照会"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.column.addWidget(frame)
        page.column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)

    def ask(self, options: RoundOptions) -> None:
        """Offer the choices; the suggestion is chosen already."""
        suggested = options.suggested
        _offer(self.year, options.years, str(suggested.year))
        _offer(self.period, options.periods, suggested.period)
        self.due_on.setDate(QDate(suggested.due_on.year, suggested.due_on.month, suggested.due_on.day))
        self._say_due()
        for one in self._askable:
            self.asks[one].setChecked(one in suggested.asks)
            self.requires[one].setChecked(one in suggested.requires)
        self._allow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def choice(self) -> RoundChoice:
        """What is chosen now."""
        asks = frozenset(one for one in self._askable if self.asks[one].isChecked())
        return RoundChoice(
            year=FiscalYear(int(self.year.currentData())),
            period=PeriodId(self.period.currentData()),
            due_on=date_of(self.due_on),
            asks=asks,
            requires=frozenset(one for one in asks if self.requires[one].isChecked()),
        )

    def _asked_label(self, asked: AskedField) -> str:
        if asked is AskedField.ENTRY:
            return _("その期間の記載")
        if asked is AskedField.NEXT_PLAN:
            planned = [self._definition.period(one).label for one in self._definition.planned_periods]
            return _("次の年度の{periods}").format(periods="・".join(planned))
        return kind_label(self._definition, _KINDS[asked])

    def _allow(self) -> None:
        for one in self._askable:
            self.requires[one].setEnabled(self.asks[one].isChecked())
        self.open_button.setEnabled(any(box.isChecked() for box in self.asks.values()))

    def _say_due(self) -> None:
        self.due_words.setText(self._definition.calendar.day(date_of(self.due_on)))

    def _on_open(self) -> None:
        self.opened.emit(self.choice())


def date_edit(name: str) -> QDateEdit:
    """A field for a day, with a calendar to choose from."""
    made = QDateEdit()
    made.setAccessibleName(name)
    made.setCalendarPopup(True)
    made.calendarWidget().setAccessibleName(name)
    made.setDisplayFormat(_(_DATE_FORMAT))
    return made


def date_of(edit: QDateEdit) -> date:
    """The day chosen."""
    day = edit.date()
    return date(day.year(), day.month(), day.day())


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _offer(box: QComboBox, options: Sequence[Option], chosen: str) -> None:
    box.clear()
    for one in options:
        box.addItem(one.label, one.key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
