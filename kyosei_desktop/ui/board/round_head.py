"""The head of the board: what is collected until when, how far it is, and what to do with the round as a whole."""

from collections.abc import Collection

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.board.lines import NextStep, RoundSummary
from kyosei_desktop.ui.board.presenter import BoardPresenter
from kyosei_desktop.ui.board.round_panel import date_edit, date_of
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.next_step import mark_next_step
from kyosei_desktop.ui.passphrases.tick import PassphraseTick
from kyosei_desktop.ui.widgets import button, label, set_property


class RoundHead(QWidget):
    """Shows a summary; its buttons call the presenter. The due date is changed in place."""

    def __init__(self, context: AppContext, presenter: BoardPresenter) -> None:
        super().__init__()
        self.setAccessibleName(_("照会の状況"))
        self._presenter = presenter
        self.due, self.days_left = label(role="subheading"), label(role="strong")
        self.counts = label(role="muted", wraps=True)
        self.request_button = button(_("照会ファイルを作る…"), "", "file-output")
        self.request_button.clicked.connect(lambda: presenter.rounds.make_requests())
        self.passphrase_tick = PassphraseTick(context)
        self.collect_button = button(_("回答を取り込む…"), "", "inbox")
        self.collect_button.clicked.connect(lambda: presenter.collect())
        self.close_button = button(_("締め切る…"), "", "check")
        self.close_button.clicked.connect(presenter.rounds.close_round)
        self.due_button = button(_("照会を変える"), "quiet", "calendar-clock")
        self.due_button.clicked.connect(self._begin_due)
        self.due_edit = date_edit(_("新しい締切"))
        self.due_save_button = button(_("この日にする"))
        self.due_save_button.clicked.connect(self._save_due)
        self.more_button = button(_("項目を足す…"), "quiet", "plus")
        self.more_button.clicked.connect(presenter.rounds.begin_ask_more)
        changing = (self.due_button, self.due_save_button, self.more_button)
        for made in (*changing, self.passphrase_tick, self.request_button, self.close_button):
            made.setEnabled(not context.open_ledger.is_read_only)
        row = FlowRow()
        for part in (self.due, self.days_left, self.due_button, self.due_edit, self.due_save_button, self.more_button):
            row.addWidget(part)
        for at_right in (self.close_button, self.request_button, self.collect_button):
            row.add_at_right(at_right)
        below = QHBoxLayout()  # so that the buttons stand in one row where the window is 1366 px wide
        below.addWidget(self.counts, 1)
        below.addWidget(self.passphrase_tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(row)
        column.addLayout(below)
        self.show_due_edit(False)

    def show_summary(self, summary: RoundSummary, steps: Collection[NextStep]) -> None:
        """Say how far the round is, and mark the one filled button: ask first, then collect, then close.

        Args:
            steps: what is to be done about any department.
        """
        self.due.setText(summary.due)
        self.days_left.setText(summary.days_left)
        set_property(self.days_left, "tone", "error" if summary.is_late else "accent")
        self.counts.setText(summary.counts)
        chosen = self.collect_button
        if {NextStep.REQUEST, NextStep.REQUEST_MORE} & set(steps):
            chosen = self.request_button
        elif set(steps) <= {NextStep.NOTHING}:
            chosen = self.close_button
        names = {self.request_button: "file-output", self.collect_button: "inbox", self.close_button: "check"}
        for one, icon in names.items():
            mark_next_step(one, icon, is_next=one is chosen)

    def show_due_edit(self, is_shown: bool) -> None:
        """Show the field for another due date, or take it away."""
        self.due_button.setVisible(not is_shown)
        for part in (self.due_edit, self.due_save_button, self.more_button):
            part.setVisible(is_shown)

    def _begin_due(self) -> None:
        due_on = self._presenter.rounds.due_on
        if due_on is not None:
            self.due_edit.setDate(QDate(due_on.year, due_on.month, due_on.day))
            self.show_due_edit(True)
            self.due_edit.setFocus()

    def _save_due(self) -> None:
        self._presenter.rounds.change_due_date(date_of(self.due_edit))
