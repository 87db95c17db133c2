"""The panel of the year's turn: what can be chosen, and what that would change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Scroller, button, label
from kyosei_desktop.ui.year_turn.lines import PreviewLine
from kyosei_desktop.ui.year_turn.presenter import RolloverChoice
from kyosei_desktop.ui.year_turn.preview_table import PreviewTable

_MORE_YEARS = 6
"""How many years more than now may be chosen; who wants still more has the command line."""

_TABLE_LINES = 8
_AS_OF_EM = 14


class RolloverPanel(QWidget):
    """Asks.

    Signals:
        changed: the `RolloverChoice` as it is now.
        done: turn the year.
        left: leave everything as it is.
    """

    changed = Signal(object)
    done = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("年度更新"))
        self.heading = label("", "subheading")
        self.years_shown = QComboBox()
        self.years_shown.setAccessibleName(_("報告書に載せる年度の数"))
        self.as_of = QLineEdit()
        self.as_of.setAccessibleName(_("報告書の時点を表す文"))
        self.as_of.setPlaceholderText(_("例：令和５年３月31日現在"))
        self.carries_plans = QCheckBox(_("前の年度の予定を、予定の案にする"))
        self.marks_ended = QCheckBox(_("終了した取組の新しい欄を「終了」にする"))
        for box in (self.carries_plans, self.marks_ended):
            box.setAccessibleName(box.text())
            box.toggled.connect(self._say)
        self.years_shown.currentIndexChanged.connect(self._say)
        self.as_of.textChanged.connect(self._say)
        self.summary = label(role="strong", wraps=True)
        self.preview = PreviewTable(_("年度更新で変わるところ"))
        self.turn_button = button("", "primary", "calendar-clock")
        self.turn_button.clicked.connect(self.done)
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        years = FlowRow()
        years.addWidget(label(_("報告書に載せる年度の数"), "strong"))
        years.addWidget(self.years_shown)
        years.addWidget(label(_("報告書の時点を表す文"), "strong"))
        years.addWidget(self.as_of)
        boxes = FlowRow()
        boxes.addWidget(self.carries_plans)
        boxes.addWidget(self.marks_ended)
        foot = FlowRow()
        foot.addWidget(self.turn_button)
        foot.addWidget(self.leave_button)
        page = Scroller(_("年度更新"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.column.addWidget(self.heading)
        page.column.addWidget(
            label(
                _(
                    "次の年度の欄を作ります。予定の案は、担当課か取りまとめ課が確定するまで印刷しません。"
                    "先に控えを作り、その後に何もしていなければ、まとめて元に戻せます。"
                ),
                "muted",
                wraps=True,
            )
        )
        page.column.addLayout(years)
        page.column.addLayout(boxes)
        page.column.addWidget(self.summary)
        page.column.addWidget(self.preview, 1)
        page.column.addLayout(foot)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)

    def ask(self, year: str, choice: RolloverChoice) -> None:
        """Offer the choices."""
        self.heading.setText(_("{year}を始める").format(year=year))
        self.turn_button.setText(_("{year}に更新する").format(year=year))
        self.turn_button.setAccessibleName(self.turn_button.text())
        widgets = (self.years_shown, self.as_of, self.carries_plans, self.marks_ended)
        for widget in widgets:
            widget.blockSignals(True)  # filling in is not choosing
        self.years_shown.clear()
        for count in range(1, choice.years_shown + _MORE_YEARS + 1):
            self.years_shown.addItem(_("{count}年度分").format(count=count), count)
        self.years_shown.setCurrentIndex(choice.years_shown - 1)
        self.as_of.setText(choice.as_of)
        self.as_of.setMinimumWidth(self.fontMetrics().horizontalAdvance("国" * _AS_OF_EM))
        self.carries_plans.setChecked(choice.carries_plans)
        self.marks_ended.setChecked(choice.marks_ended)
        for widget in widgets:
            widget.blockSignals(False)
        self.years_shown.setFocus()

    def show_preview(self, lines: Sequence[PreviewLine], summary: str) -> None:
        """What would change."""
        self.summary.setText(summary)
        self.preview.show_lines(lines)
        self.preview.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _TABLE_LINES)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        choice = RolloverChoice(
            self.years_shown.currentData(),
            self.carries_plans.isChecked(),
            self.marks_ended.isChecked(),
            self.as_of.text(),
        )
        self.changed.emit(choice)
