"""The panel that starts a round, in three steps: until when, what, and whom it asks with which files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QGridLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.holidays import is_working_day, working_day_before
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId, PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.ui.board.asked_boxes import AskedBoxes
from kyosei_desktop.ui.board.choice import RoundChoice, askable
from kyosei_desktop.ui.board.planned_requests import PlannedRequests
from kyosei_desktop.ui.board.round_presenter import Option, RoundOptions
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Scroller, button, card, label, set_property

if TYPE_CHECKING:
    from kyosei_desktop.exchange.starting import PlannedRequest

_DATE_FORMAT = N_("yyyy年M月d日")
_STEPS = (N_("1 いつまでに"), N_("2 何を"), N_("3 だれに"))


class RoundPanel(QWidget):
    """Asks.

    Signals:
        opened: the `RoundChoice` and the folder for the files; None for opening the round only.
        planned: the `RoundChoice` whose requests are to be shown.
        form_chosen: a list of departments and the `RequestForm` that they are to get.
        left: nothing is to be opened.
    """

    opened = Signal(object, object)
    planned = Signal(object)
    form_chosen = Signal(object, object)
    left = Signal()

    def __init__(self, definition: Definition, ask_folder: Callable[[Path], Path | None]) -> None:
        """`ask_folder` asks where the files are to go, beginning at a folder."""
        super().__init__()
        self.setAccessibleName(_("新しい照会"))
        self._definition = definition
        self._ask_folder = ask_folder
        self._folder = Path()
        self.year, self.period = QComboBox(), QComboBox()
        self.year.setAccessibleName(_("年度"))
        self.period.setAccessibleName(_("期間"))
        self.due_on = date_edit(_("締切"))
        self.due_words, self.due_reason = label(role="muted"), label(role="muted", wraps=True)
        self.working_day_button = button("", "quiet", "calendar-clock")
        self.due_on.dateChanged.connect(self._say_due)
        self.working_day_button.clicked.connect(self._take_working_day)
        self.boxes = AskedBoxes(definition, askable(definition))
        self.boxes.changed.connect(self._allow)
        self.requests = PlannedRequests()
        self.requests.form_chosen.connect(self.form_chosen)
        self.folder_words = label(role="muted", wraps=True)
        self.folder_button = button(_("フォルダを変える…"), "quiet", "folder-open")
        self.folder_button.clicked.connect(self._change_folder)
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        self.back_button = button(_("戻る"), "", "chevron-left")
        self.back_button.clicked.connect(lambda: self._go(self._steps.currentIndex() - 1))
        self.next_button = button(_("次へ"), "primary", "chevron-right")
        self.next_button.clicked.connect(lambda: self._go(self._steps.currentIndex() + 1))
        self.open_button = button(_("照会を始めてファイルを作る"), "primary", "send")
        self.open_button.clicked.connect(lambda: self.opened.emit(self.choice(), self._folder))
        self.open_only_button = button(_("照会だけ始める"), "quiet")
        self.open_only_button.clicked.connect(lambda: self.opened.emit(self.choice(), None))
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self.left)

    def _lay_out(self) -> None:
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        self._titles = [label(_(one), "strong") for one in _STEPS]
        titles = FlowRow(32)
        for one in self._titles:
            titles.addWidget(one)
        column.addWidget(label(_("新しい照会"), "subheading"))
        column.addLayout(titles)
        self._steps = QStackedWidget()
        self._steps.setAccessibleName(_("新しい照会"))
        for page in (self._when_page(), self._what_page(), self._whom_page()):
            self._steps.addWidget(page)
        column.addWidget(self._steps, 1)
        foot = FlowRow()
        for made in (self.back_button, self.next_button, self.open_button, self.open_only_button, self.leave_button):
            foot.addWidget(made)
        column.addLayout(foot)
        page = Scroller(_("新しい照会"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.column.addWidget(frame, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)

    def _when_page(self) -> QWidget:
        page, grid = _page(_(_STEPS[0])), QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.addWidget(label(_("年度と期間"), "strong"), 0, 0)
        grid.addLayout(_row(self.year, self.period), 0, 1)
        grid.addWidget(label(_("締切"), "strong"), 1, 0)
        grid.addLayout(_row(self.due_on, self.due_words), 1, 1)
        grid.addWidget(self.working_day_button, 2, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.due_reason, 3, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addStretch(1)
        return page

    def _what_page(self) -> QWidget:
        page = _page(_(_STEPS[1]))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.boxes)
        column.addWidget(
            label(
                _("必須の記載は、その年度に予定や実績のある取組だけです。まだ始まっていない取組は任意になります。"),
                "muted",
                wraps=True,
            )
        )
        column.addStretch(1)
        return page

    def _whom_page(self) -> QWidget:
        page = _page(_(_STEPS[2]))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.requests, 1)
        folder = FlowRow()
        folder.addWidget(self.folder_button)
        column.addWidget(self.folder_words)
        column.addLayout(folder)
        return page

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._steps.currentIndex()

    def ask(self, options: RoundOptions) -> None:
        """Offer the choices from the first step on; the suggestion is chosen already."""
        suggested = options.suggested
        _offer(self.year, options.years, str(suggested.year))
        _offer(self.period, options.periods, suggested.period)
        self.due_on.setDate(QDate(suggested.due_on.year, suggested.due_on.month, suggested.due_on.day))
        self.due_reason.setText(options.due_reason)
        self._say_due()
        self.boxes.tick(suggested.asks, suggested.requires)
        self._say_folder(options.folder)
        self._go(0)

    def show_planned(self, planned: "Sequence[PlannedRequest]", forms: Mapping[DepartmentId, RequestForm]) -> None:
        """What the round would ask of whom, and in which form."""
        self.requests.show_planned(planned, forms)
        self.open_button.setEnabled(bool(planned))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def choice(self) -> RoundChoice:
        """What is chosen now."""
        return RoundChoice(
            year=FiscalYear(int(self.year.currentData())),
            period=PeriodId(self.period.currentData()),
            due_on=date_of(self.due_on),
            asks=self.boxes.asked,
            requires=self.boxes.required,
        )

    def _go(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        is_last = step == len(_STEPS) - 1
        for number, one in enumerate(self._titles):
            set_property(one, "tone", "accent" if number == step else "muted")
        self.back_button.setVisible(step > 0)
        self.next_button.setVisible(not is_last)
        self.open_button.setVisible(is_last)
        self.open_only_button.setVisible(is_last)
        self._allow()
        if is_last:
            self.planned.emit(self.choice())
        (self.year, self.boxes.first, self.open_button)[step].setFocus()

    def _allow(self) -> None:
        self.next_button.setEnabled(self.step == 0 or bool(self.boxes.asked))

    def _say_due(self) -> None:
        day = date_of(self.due_on)
        self.due_words.setText(self._definition.shown_calendar.day(day))
        is_closed = not is_working_day(day)
        self.working_day_button.setVisible(is_closed)
        if is_closed:
            before = self._definition.shown_calendar.day(working_day_before(day))
            self.working_day_button.setText(_("閉庁日です。前の開庁日 {day} にする").format(day=before))
            self.working_day_button.setAccessibleName(self.working_day_button.text())

    def _take_working_day(self) -> None:
        day = working_day_before(date_of(self.due_on))
        self.due_on.setFocus()
        self.due_on.setDate(QDate(day.year, day.month, day.day))

    def _change_folder(self) -> None:
        folder = self._ask_folder(self._folder.parent)
        if folder is not None:
            self._say_folder(folder)

    def _say_folder(self, folder: Path) -> None:
        self._folder = folder
        said = _("課ごとの照会ファイルと照会文（.txt）を「{folder}」に作ります。なければ作ります。")
        self.folder_words.setText(said.format(folder=folder))


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


def _page(name: str) -> QWidget:
    page = QWidget()
    page.setAccessibleName(name)
    return page


def _row(*widgets: QWidget) -> FlowRow:
    row = FlowRow()
    for widget in widgets:
        row.addWidget(widget)
    return row


def _offer(box: QComboBox, options: Sequence[Option], chosen: str) -> None:
    box.clear()
    for one in options:
        box.addItem(one.label, one.key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
