"""The view 「どこまで集まったか」."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import folders, icons
from kyosei_desktop.ui.board.columns import COLUMNS
from kyosei_desktop.ui.board.detail import DepartmentDetail
from kyosei_desktop.ui.board.lines import DepartmentLine, NextStep, RoundSummary
from kyosei_desktop.ui.board.presenter import BoardPresenter, ReturnableCell, RoundOptions
from kyosei_desktop.ui.board.return_panel import ReturnPanel
from kyosei_desktop.ui.board.round_panel import RoundPanel, date_edit, date_of
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, card, label, set_property

_DETAIL_WIDTH_PX = 320


class BoardView(View):
    """The round and its departments; panels for opening a round and for returning take its place."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.setAccessibleName(_("どこまで集まったか"))
        self.presenter = BoardPresenter(context, self)
        self.model: LinesModel[DepartmentLine] = LinesModel(COLUMNS)
        self.table: LinesTable[DepartmentLine] = LinesTable(self.model, _("担当課の状況"))
        self.table.selectionModel().currentRowChanged.connect(self._on_choose)
        self.table.activated.connect(self._on_activate)
        self.detail = DepartmentDetail(self._commands())
        self.round_panel = RoundPanel(context.open_ledger.definition)
        self.round_panel.opened.connect(self.presenter.open_round)
        self.round_panel.left.connect(self.show_board)
        self.return_panel = ReturnPanel()
        self.return_panel.returned.connect(self.presenter.return_cells)
        self.return_panel.left.connect(self.show_board)
        self._stack = QStackedWidget()
        self._board, self._empty = self._board_page(), self._empty_page()
        for page in (self._board, self._empty, self.round_panel, self.return_panel):
            self._stack.addWidget(page)
        self._main: QWidget = self._board
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for made in (*self.change_buttons, self.start_button, self.reopen_button):
            made.setEnabled(self._is_writable)

    @property
    def _is_writable(self) -> bool:
        return not self.context.open_ledger.is_read_only

    def _board_page(self) -> QWidget:
        self.due, self.days_left = label(role="subheading"), label(role="strong")
        self.counts = label(role="muted", wraps=True)
        self.request_button = button(_("照会ファイルを作る…"), "", "file-output")
        self.request_button.clicked.connect(lambda: self.presenter.make_requests())
        self.collect_button = button(_("回答を取り込む…"), "", "inbox")
        self.collect_button.clicked.connect(lambda: self.presenter.collect())
        self.close_button = button(_("締め切る…"), "", "check")
        self.close_button.clicked.connect(self.presenter.close_round)
        self.due_button = button(_("締切を変える"), "quiet", "calendar-clock")
        self.due_button.clicked.connect(self._begin_due)
        self.due_edit = date_edit(_("新しい締切"))
        self.due_save_button = button(_("この日にする"))
        self.due_save_button.clicked.connect(self._save_due)
        self.change_buttons = (self.request_button, self.close_button, self.due_button, self.due_save_button)
        first = FlowRow()
        for part in (self.due, self.days_left, self.due_button, self.due_edit, self.due_save_button):
            first.addWidget(part)
        for part in (self.close_button, self.request_button, self.collect_button):
            first.add_at_right(part)
        page = QWidget()
        page.setAccessibleName(_("照会の状況"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, _DETAIL_WIDTH_PX])
        self.detail.setMinimumWidth(240)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(first)
        column.addWidget(self.counts)
        column.addWidget(split, 1)
        column.addWidget(
            label(
                _("届いた回答ファイル（.kyoa）は、このウィンドウに落とせます。"),
                "muted",
                wraps=True,
            )
        )
        self._show_due_edit(False)
        return page

    def _empty_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("照会なし"))
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(16)
        column.addWidget(label(_("いまは照会をしていません"), "subheading"))
        column.addWidget(
            label(
                _(
                    "照会を始めると、課ごとの照会ファイルを作れます。"
                    "届いた回答をここに集め、揃ったら報告書を印刷します。"
                ),
                "muted",
                wraps=True,
            )
        )
        self.start_button = button(_("照会を始める…"), "primary", "send")
        self.start_button.clicked.connect(self.presenter.begin_round)
        self.reopen_button = button("", "", "undo-2")
        self.reopen_button.clicked.connect(self.presenter.reopen_round)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.start_button)
        row.addWidget(self.reopen_button)
        row.addStretch(1)
        column.addLayout(row)
        outside = QVBoxLayout(page)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        outside.addStretch(1)
        return page

    def _commands(self) -> "dict[str, Any]":
        def of_chosen(act: Any) -> Any:
            def run() -> None:
                line = self.table.chosen
                if line is not None:
                    act(line.department.id)

            return run

        presenter = self.presenter
        return {
            "accept": of_chosen(presenter.accept),
            "return": of_chosen(presenter.begin_return),
            "revoke": of_chosen(presenter.revoke),
            "request": of_chosen(lambda department: presenter.make_requests([department])),
            "remind": of_chosen(presenter.copy_reminder),
            "settle": presenter.show_conflicts,
            "held": presenter.show_held,
        }

    # What the window calls

    def refresh(self) -> None:
        """Show the round as it is now."""
        self.table.fit()
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Go to a `department` by its id, or `do` one of: open_round, request, close, reopen."""
        if "department" in where:
            rows = [n for n, line in enumerate(self.model.lines) if line.department.id == where["department"]]
            self.table.choose(rows[0] if rows else 0)
        self.presenter.say_heading()
        deeds = {
            "open_round": self.presenter.begin_round,
            "request": self.presenter.make_requests,
            "close": self.presenter.close_round,
            "reopen": self.presenter.reopen_round,
        }
        if where.get("do") in deeds:
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """The table, or the button that starts a round."""
        shown = {id(self._board): self.table, id(self._empty): self.start_button}
        return shown.get(id(self._stack.currentWidget()))

    # What the presenter calls

    def show_no_round(self, last_round: str | None) -> None:
        """Nothing is being collected."""
        self._main = self._empty
        self.reopen_button.setVisible(last_round is not None)
        self.reopen_button.setText(_("{label}の照会を再開する").format(label=last_round or ""))
        self.reopen_button.setAccessibleName(self.reopen_button.text())
        self._leave_panels()

    def show_round(self, summary: RoundSummary, lines: Sequence[DepartmentLine]) -> None:
        """The round and its departments; the department chosen stays chosen."""
        self._main = self._board
        self.due.setText(summary.due)
        self.days_left.setText(summary.days_left)
        set_property(self.days_left, "tone", "error" if summary.is_late else "accent")
        self.counts.setText(summary.counts)
        chosen = self.table.chosen
        self.model.show_lines(lines)
        rows = [n for n, line in enumerate(lines) if chosen and line.department.id == chosen.department.id]
        self.table.choose(rows[0] if rows else 0)
        self._on_choose()
        self._mark_next(lines)
        self._show_due_edit(False)
        self._leave_panels()

    def show_round_panel(self, options: RoundOptions) -> None:
        """Ask what the new round is to collect."""
        self.round_panel.ask(options)
        self._stack.setCurrentWidget(self.round_panel)
        self.round_panel.year.setFocus()

    def show_return_panel(self, department: str, cells: Sequence[ReturnableCell]) -> None:
        """Ask which cells to return, and why."""
        self._stack.setCurrentWidget(self.return_panel)
        self.return_panel.ask(department, cells)

    def show_board(self) -> None:
        """Leave a panel."""
        self._stack.setCurrentWidget(self._main)
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus()

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""
        QApplication.clipboard().setText(text)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        folders.show_folder(folder)

    # Gestures

    def _leave_panels(self) -> None:
        if self._stack.currentWidget() in (self._board, self._empty):
            self._stack.setCurrentWidget(self._main)

    def _on_choose(self) -> None:
        self.detail.show_line(self.table.chosen, is_writable=self._is_writable)

    def _on_activate(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.presenter.take_next_step(line.department.id)

    def _begin_due(self) -> None:
        due_on = self.presenter.due_on
        if due_on is not None:
            self.due_edit.setDate(QDate(due_on.year, due_on.month, due_on.day))
            self._show_due_edit(True)
            self.due_edit.setFocus()

    def _save_due(self) -> None:
        self.presenter.change_due_date(date_of(self.due_edit))

    def _show_due_edit(self, is_shown: bool) -> None:
        self.due_button.setVisible(not is_shown)
        self.due_edit.setVisible(is_shown)
        self.due_save_button.setVisible(is_shown)

    def _mark_next(self, lines: Sequence[DepartmentLine]) -> None:
        """The one filled button: ask first, then collect, then close."""
        steps = {line.next_step for line in lines}
        chosen = self.collect_button
        if NextStep.REQUEST in steps:
            chosen = self.request_button
        elif steps <= {NextStep.NOTHING}:
            chosen = self.close_button
        names = {self.request_button: "file-output", self.collect_button: "inbox", self.close_button: "check"}
        for one, icon in names.items():
            set_property(one, "role", "primary" if one is chosen else "")
            icons.put(one, icon, "on_accent" if one is chosen else "text")
