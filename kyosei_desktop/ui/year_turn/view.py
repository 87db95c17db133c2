"""The view 「年度や組織が変わるとき」: the year's turn, reorganisations, and taking the last of them back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, card, label
from kyosei_desktop.ui.year_turn.arranging import ArrangingOptions
from kyosei_desktop.ui.year_turn.arranging_panel import ArrangingPanel
from kyosei_desktop.ui.year_turn.arranging_presenter import ArrangingPresenter
from kyosei_desktop.ui.year_turn.confirming_panel import ConfirmingPanel
from kyosei_desktop.ui.year_turn.lines import PreviewLine
from kyosei_desktop.ui.year_turn.presenter import RolloverChoice, YearTurnPresenter
from kyosei_desktop.ui.year_turn.reorganising_panel import ReorganisingPanel
from kyosei_desktop.ui.year_turn.rollover_panel import RolloverPanel


class YearTurnView(View):
    """What can be done, and a panel for each."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = YearTurnPresenter(context, self)
        self.rollover_button = button(_("年度更新へ進む"), "primary", "calendar-clock")
        self.rollover_button.clicked.connect(self.presenter.begin_rollover)
        self.reorganise_button = button(_("組織改正へ進む"), "", "users")
        self.reorganise_button.clicked.connect(self.presenter.begin_reorganisation)
        self.arrange_button = button(_("施策の整理へ進む"), "", "list-checks")
        self.confirm_button = button(_("予定の案をすべて予定にする…"), "", "check")
        self._offered = label(role="muted", wraps=True)
        self.undo_button = button("", "quiet", "undo-2")
        self.undo_button.clicked.connect(self.presenter.undo)
        self.rollover = RolloverPanel()
        self.rollover.changed.connect(self.presenter.choose_rollover)
        self.rollover.done.connect(self.presenter.roll_over)
        self.rollover.left.connect(self._leave_panel)
        self.reorganising = ReorganisingPanel(self.presenter.add_change)
        self.reorganising.dated.connect(self.presenter.choose_date)
        self.reorganising.taken_back.connect(self.presenter.take_change_back)
        self.reorganising.preview.chosen.connect(self.presenter.choose_owners)
        self.reorganising.done.connect(self.presenter.reorganise)
        self.reorganising.left.connect(self._leave_panel)
        self.arranger = ArrangingPresenter(context, self, done=self.presenter.after_change)
        self.arrange_button.clicked.connect(self.arranger.begin)
        self.confirm_button.clicked.connect(self.arranger.begin_confirming)
        self.arranging = ArrangingPanel()
        self.arranging.changed.connect(self.arranger.choose)
        self.arranging.done.connect(self.arranger.arrange)
        self.arranging.left.connect(self._leave_panel)
        self.confirming = ConfirmingPanel()
        self.confirming.done.connect(self.arranger.confirm)
        self.confirming.left.connect(self._leave_panel)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("年度や組織が変わるとき"))
        self._home = self._home_page()
        for page in (self._home, self.rollover, self.reorganising, self.arranging, self.confirming):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _home_page(self) -> QWidget:
        page = Scroller(_("年度や組織が変わるとき"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rolling = _(
            "次の年度の欄を作り、前の年度の予定を案として用意します。"
            "古い年度は報告書から外れますが、台帳に残り、「計画」で読めて、書き出せます。"
        )
        reorganising = _(
            "課の名前が変わる、いくつかの課が一つになる、一つの課が分かれるときに使います。担当課が引き継がれます。"
        )
        arranging = _("施策を加える、終える、番号を変える、分けるときに使います。履歴と照会ファイルは引き継がれます。")
        self._confirming_card = _choice_card(_("予定の案"), self._offered, self.confirm_button)
        page.column.addWidget(self._confirming_card)
        for title, words, made in (
            (_("年度更新"), label(rolling, "muted", wraps=True), self.rollover_button),
            (_("組織改正"), label(reorganising, "muted", wraps=True), self.reorganise_button),
            (_("施策の整理"), label(arranging, "muted", wraps=True), self.arrange_button),
        ):
            page.column.addWidget(_choice_card(title, words, made))
        row = FlowRow()
        row.addWidget(self.undo_button)
        page.column.addLayout(row)
        page.column.addStretch(1)
        return page

    # What the window calls

    def refresh(self) -> None:
        """Offer what can be done now."""
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """`do`: rollover, reorganise, arrange, confirm or undo."""
        deeds = {
            "rollover": self.presenter.begin_rollover,
            "reorganise": self.presenter.begin_reorganisation,
            "arrange": self.arranger.begin,
            "confirm": self.arranger.begin_confirming,
            "undo": self.presenter.undo,
        }
        if where.get("do") in deeds:
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """Where a panel is shown, its first control."""
        first = {
            self.rollover: self.rollover.years_shown,
            self.reorganising: self.reorganising.first_focus(),
            self.arranging: self.arranging.kind,
            self.confirming: self.confirming.preview.table,
        }
        shown = self._stack.currentWidget()
        return first.get(shown, self.rollover_button) if shown is not None else None

    # What the presenters call

    def show_choice(self, undo: str | None, offered_count: int) -> None:
        """Offer what there is to do, and the undo of the last of it."""
        self._stack.setCurrentWidget(self._home)
        can_write = not self.context.open_ledger.is_read_only
        for one in (self.rollover_button, self.reorganise_button, self.arrange_button, self.confirm_button):
            one.setEnabled(can_write)
        self._confirming_card.setVisible(bool(offered_count))
        waiting = _("{count}欄の予定の案が、担当課か取りまとめ課の確定を待っています。")
        self._offered.setText(waiting.format(count=offered_count))
        self.undo_button.setVisible(undo is not None and can_write)
        self.undo_button.setText(undo or "")
        self.undo_button.setAccessibleName(undo or _("元に戻す"))

    def show_rollover(self, year: str, choice: RolloverChoice) -> None:
        """Ask for a year's turn."""
        self._stack.setCurrentWidget(self.rollover)
        self.rollover.ask(year, choice)

    def show_rollover_preview(self, lines: Sequence[PreviewLine], summary: str) -> None:
        """What it would change."""
        self.rollover.show_preview(lines, summary)

    def show_reorganisation(self, departments: Sequence[str], from_date: date) -> None:
        """Ask for a reorganisation."""
        self._stack.setCurrentWidget(self.reorganising)
        self.reorganising.ask(departments, from_date)

    def show_reorganisation_preview(
        self, changes: Sequence[str], departments: Sequence[str], lines: Sequence[PreviewLine]
    ) -> None:
        """What it would change."""
        self.reorganising.show_preview(changes, departments, lines)

    def show_arranging(self, options: ArrangingOptions) -> None:
        """Ask how measures are to be arranged."""
        self._stack.setCurrentWidget(self.arranging)
        self.arranging.ask(options)

    def show_arranging_preview(self, lines: Sequence[PreviewLine], why_not: str) -> None:
        """What it would change."""
        self.arranging.show_preview(lines, why_not)

    def show_confirming(self, lines: Sequence[PreviewLine]) -> None:
        """The plans that are offered."""
        self._stack.setCurrentWidget(self.confirming)
        self.confirming.show_offered(lines)

    def _leave_panel(self) -> None:
        self.presenter.load()
        self.rollover_button.setFocus()


def _choice_card(title: str, words: QLabel, made: QPushButton) -> QFrame:
    """One thing that can be done: its name, what it is for, and the button that leads there."""
    frame = card()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(24, 16, 24, 16)
    inside.setSpacing(8)
    inside.addWidget(label(title, "subheading"))
    inside.addWidget(words)
    row = FlowRow()
    row.addWidget(made)
    inside.addLayout(row)
    return frame
