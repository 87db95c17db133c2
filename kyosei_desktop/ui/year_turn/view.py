"""The view 「年度や組織が変わるとき」: the year's turn, reorganisations, and taking the last of them back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, card, label
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
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("年度や組織が変わるとき"))
        self._home = self._home_page()
        for page in (self._home, self.rollover, self.reorganising):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _home_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("年度や組織が変わるとき"))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for title, words, made in (
            (
                _("年度更新"),
                _("次の年度の欄を作り、前の年度の予定を案として用意します。古い年度は報告書から外れ、台帳に残ります。"),
                self.rollover_button,
            ),
            (
                _("組織改正"),
                _(
                    "課の名前が変わる、いくつかの課が一つになる、一つの課が分かれるときに使います。担当課が引き継がれます。"
                ),
                self.reorganise_button,
            ),
        ):
            frame = card()
            inside = QVBoxLayout(frame)
            inside.setContentsMargins(24, 24, 24, 24)
            inside.setSpacing(12)
            inside.addWidget(label(title, "subheading"))
            inside.addWidget(label(words, "muted", wraps=True))
            row = FlowRow()
            row.addWidget(made)
            inside.addLayout(row)
            column.addWidget(frame)
        row = FlowRow()
        row.addWidget(self.undo_button)
        column.addLayout(row)
        column.addStretch(1)
        return page

    # What the window calls

    def refresh(self) -> None:
        """Offer what can be done now."""
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """`do`: rollover, reorganise or undo."""
        deeds = {
            "rollover": self.presenter.begin_rollover,
            "reorganise": self.presenter.begin_reorganisation,
            "undo": self.presenter.undo,
        }
        if where.get("do") in deeds:
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """Where a panel is shown, its first control."""
        shown = self._stack.currentWidget()
        if shown is self.rollover:
            return self.rollover.years_shown
        return self.reorganising.first_focus() if shown is self.reorganising else self.rollover_button

    # What the presenter calls

    def show_choice(self, undo: str | None) -> None:
        """Offer both turns, and the undo of the last one."""
        self._stack.setCurrentWidget(self._home)
        can_write = not self.context.open_ledger.is_read_only
        self.rollover_button.setEnabled(can_write)
        self.reorganise_button.setEnabled(can_write)
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

    def _leave_panel(self) -> None:
        self.presenter.load()
        self.rollover_button.setFocus()
