"""The view 「どこまで集まったか」."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.ui import folders
from kyosei_desktop.ui.board.bulk import Bulk
from kyosei_desktop.ui.board.choosing_row import ChoosingRow
from kyosei_desktop.ui.board.columns import COLUMNS
from kyosei_desktop.ui.board.detail import DepartmentDetail
from kyosei_desktop.ui.board.grids import Grid, GridKind
from kyosei_desktop.ui.board.lines import DepartmentLine, RoundSummary
from kyosei_desktop.ui.board.no_round_page import NoRoundPage
from kyosei_desktop.ui.board.presenter import BoardPresenter, ReturnableCell
from kyosei_desktop.ui.board.round_head import RoundHead
from kyosei_desktop.ui.board.round_panel import RoundPanel
from kyosei_desktop.ui.board.round_presenter import AskMoreOptions, RoundOptions
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, label

if TYPE_CHECKING:
    from kyosei_desktop.exchange.starting import PlannedRequest
    from kyosei_desktop.ui.board.ask_more_panel import AskMorePanel
    from kyosei_desktop.ui.board.bulk_panel import BulkPanel
    from kyosei_desktop.ui.board.grid_page import GridPage
    from kyosei_desktop.ui.board.return_panel import ReturnPanel

Page = TypeVar("Page", bound=QWidget)
Panel = TypeVar("Panel", "RoundPanel", "AskMorePanel", "BulkPanel", "ReturnPanel", "GridPage")
_DETAIL_WIDTH_PX = 320
_LEAST_DETAIL_WIDTH_PX = 240
_WIDE_EM = 60
"""As many characters wide the table and a department fit side by side."""
_TABLE_LINES, _LEAST_TABLE_LINES, _DETAIL_LINES = 18, 8, 20
_TIMES_MS = 30_000
"""How often moments and days are said anew."""


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
        self.detail.form_box.chosen.connect(self._choose_form)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._board = self._added(self._board_page())
        self._main: QWidget = self._board
        self._timer = QTimer(self)
        self._timer.setInterval(_TIMES_MS)
        self._timer.timeout.connect(self._tell_time)
        self._timer.start()

    @property
    def _is_writable(self) -> bool:
        return not self.context.open_ledger.is_read_only

    # What is loaded and made when it is first shown: each takes as long as a good part of the board

    @cached_property
    def no_round(self) -> NoRoundPage:
        """Takes the board's place while nothing is being collected."""
        return self._added(NoRoundPage(self.presenter.rounds, is_writable=self._is_writable))

    @cached_property
    def round_panel(self) -> RoundPanel:
        """Opens a round."""
        rounds = self.presenter.rounds
        made = RoundPanel(self.context.open_ledger.definition, rounds.ask_folder)
        made.opened.connect(rounds.open_round)
        made.planned.connect(rounds.plan_round)
        made.form_chosen.connect(rounds.choose_form)
        return self._added_panel(made)

    @cached_property
    def ask_more_panel(self) -> "AskMorePanel":
        """Adds fields to the round."""
        from kyosei_desktop.ui.board.ask_more_panel import AskMorePanel

        made = AskMorePanel(self.context.open_ledger.definition)
        made.added.connect(self.presenter.rounds.ask_more)
        return self._added_panel(made)

    @cached_property
    def bulk_panel(self) -> "BulkPanel":
        """Does something with several departments."""
        from kyosei_desktop.ui.board.bulk_panel import BulkPanel

        made = BulkPanel()
        made.confirmed.connect(self.presenter.bulk.run)
        return self._added_panel(made)

    @cached_property
    def return_panel(self) -> "ReturnPanel":
        """Returns cells to a department."""
        from kyosei_desktop.ui.board.return_panel import ReturnPanel

        made = ReturnPanel()
        made.returned.connect(self.presenter.return_cells)
        made.reasons_kept.connect(self.presenter.keep_reasons)
        return self._added_panel(made)

    @cached_property
    def grid_page(self) -> "GridPage":
        """Shows many cells at once."""
        from kyosei_desktop.ui.board.grid_page import GridPage

        made = GridPage()
        made.chosen.connect(self.presenter.show_grid)
        made.opened.connect(self._open_department)
        return self._added_panel(made)

    def _added_panel(self, panel: Panel) -> Panel:
        panel.left.connect(self.show_board)
        return self._added(panel)

    def _added(self, page: Page) -> Page:
        self._stack.addWidget(page)
        return page

    def _board_page(self) -> QWidget:
        self.head = RoundHead(self.context, self.presenter)
        self.accept_all_button = button(_("まとめて受理…"), "quiet", "check")
        self.accept_all_button.clicked.connect(self.presenter.bulk.begin_accept)
        self.return_all_button = button(_("まとめて差し戻す…"), "quiet", "undo-2")
        self.return_all_button.clicked.connect(self.presenter.bulk.begin_return)
        for made in (self.accept_all_button, self.return_all_button):
            made.setEnabled(self._is_writable)
        self.choosing = ChoosingRow()
        self.choosing.chosen.connect(self.presenter.choose)
        page = Scroller(_("照会の状況"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(16)
        self._split.addWidget(self.table)
        self._split.addWidget(self.detail)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([10_000, _DETAIL_WIDTH_PX])
        self.detail.setMinimumWidth(_LEAST_DETAIL_WIDTH_PX)
        column = page.column
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addLayout(self._second_row())
        column.addWidget(self._split, 1)
        column.addWidget(
            label(
                _("届いた回答ファイル（.kyoa）と Excel様式（.xlsx）は、このウィンドウに落とせます。"),
                "muted",
                wraps=True,
            )
        )
        return page

    def _second_row(self) -> FlowRow:
        row = FlowRow()
        for part in self.choosing.parts:
            row.addWidget(part)
        self.grid_button = button(_("全体の表"), "quiet", "table-2")
        self.grid_button.clicked.connect(lambda: self.presenter.show_grid())
        row.add_at_right(self.grid_button)
        row.add_at_right(self.return_all_button)
        row.add_at_right(self.accept_all_button)
        return row

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
            "request": of_chosen(lambda department: presenter.rounds.make_requests([department])),
            "letter": of_chosen(presenter.copy_letter),
            "remind": of_chosen(presenter.copy_reminder),
            "take_back": of_chosen(presenter.take_back),
            "settle": presenter.show_conflicts,
            "held": presenter.show_held,
        }

    # What the window calls

    def refresh(self) -> None:
        """Show the round as it is now."""
        self.table.fit()
        self._share_room()
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Go to a `department` by its id, or `do` one of: open_round, request, close, reopen."""
        if "department" in where:
            self._choose_department(where["department"])
        self.presenter.say_heading()
        deeds = {
            "open_round": self.presenter.rounds.begin_round,
            "request": self.presenter.rounds.make_requests,
            "ask_more": self.presenter.rounds.begin_ask_more,
            "grid": self.presenter.show_grid,
            "accept_all": self.presenter.bulk.begin_accept,
            "return_all": self.presenter.bulk.begin_return,
            "undo_newest": self.presenter.bulk.undo_newest,
            "remind": self._remind_chosen,
            "close": self.presenter.rounds.close_round,
            "reopen": self.presenter.rounds.reopen_round,
        }
        if where.get("do") in deeds:
            self.show_board()
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """The table, or the button that starts a round; in a panel what had the keyboard last."""
        page = self._stack.currentWidget()
        if page is self._board:
            return self.table
        return page.start_button if isinstance(page, NoRoundPage) else page.focusWidget()

    # What the presenter calls

    def show_no_round(self, last_round: str | None) -> None:
        """Nothing is being collected."""
        self._main = self.no_round
        self.no_round.show_last(last_round)
        self._leave_panels()

    def show_round(self, summary: RoundSummary, lines: Sequence[DepartmentLine]) -> None:
        """The round and its departments; the department chosen stays chosen."""
        self._main = self._board
        self.show_times(summary, lines)
        self.head.show_due_edit(False)
        self._leave_panels()

    def show_times(self, summary: RoundSummary, lines: Sequence[DepartmentLine]) -> None:
        """The same with other words for moments, or other departments; what a person is doing goes on."""
        self.head.show_summary(summary, {line.next_step for line in self.presenter.lines})
        if tuple(lines) == tuple(self.model.lines):
            return  # the table stays as it is scrolled
        chosen = self.table.chosen
        self.model.show_lines(lines)
        rows = [n for n, line in enumerate(lines) if chosen and line.department.id == chosen.department.id]
        self.table.choose(rows[0] if rows else 0)
        self._on_choose()

    def show_round_panel(self, options: RoundOptions) -> None:
        """Ask what the new round is to collect."""
        self._stack.setCurrentWidget(self.round_panel)
        self.round_panel.ask(options)

    def show_planned(self, planned: "Sequence[PlannedRequest]", forms: Mapping[DepartmentId, RequestForm]) -> None:
        """What the round chosen would ask of whom, and in which form."""
        self.round_panel.show_planned(planned, forms)

    def show_ask_more_panel(self, options: AskMoreOptions) -> None:
        """Ask which kinds of fields to add."""
        self._stack.setCurrentWidget(self.ask_more_panel)
        self.ask_more_panel.ask(options)

    def show_return_panel(self, department: str, cells: Sequence[ReturnableCell], reasons: Sequence[str]) -> None:
        """Ask which cells to return, and why."""
        self._stack.setCurrentWidget(self.return_panel)
        self.return_panel.ask(department, cells, reasons)

    def show_grid(self, kind: GridKind, grid: Grid) -> None:
        """A grid over many cells."""
        self._stack.setCurrentWidget(self.grid_page)
        self.grid_page.show_grid(kind, grid)
        self.grid_page.table.setFocus()

    def show_bulk_panel(self, bulk: Bulk) -> None:
        """Ask whether to do something with several departments."""
        self._stack.setCurrentWidget(self.bulk_panel)
        self.bulk_panel.ask(bulk)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the department chosen below the table where there is no room beside it."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        em_px, line_px = self.fontMetrics().horizontalAdvance("国"), self.fontMetrics().lineSpacing()
        is_narrow = self.width() < _WIDE_EM * em_px
        self._split.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)
        self.table.setMinimumHeight((_TABLE_LINES if is_narrow else _LEAST_TABLE_LINES) * line_px)
        self.detail.setMinimumHeight(_DETAIL_LINES * line_px if is_narrow else 0)
        if not is_narrow:
            self._split.setSizes([10_000, _DETAIL_WIDTH_PX])

    def _leave_panels(self) -> None:
        if self._stack.currentWidget() is self._board or isinstance(self._stack.currentWidget(), NoRoundPage):
            self._stack.setCurrentWidget(self._main)

    def _on_choose(self) -> None:
        line = self.table.chosen
        ticks = [] if line is None else self.presenter.ticks_of(line.department.id)
        form = RequestForm.APP if line is None else self.presenter.form_of(line.department.id)
        self.detail.show_line(line, ticks, form, is_writable=self._is_writable)

    def _choose_form(self, form: RequestForm) -> None:
        line = self.table.chosen
        if line is not None:
            self.presenter.rounds.choose_form([line.department.id], form)

    def _choose_department(self, department: str) -> None:
        rows = [n for n, line in enumerate(self.model.lines) if line.department.id == department]
        self.table.choose(rows[0] if rows else 0)

    def _open_department(self, department: str) -> None:
        if self._main is self._board:
            self.choosing.clear()
            self._choose_department(department)
            self.show_board()

    def _remind_chosen(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.presenter.copy_reminder(line.department.id)

    def _tell_time(self) -> None:
        if self.isVisible() and self._stack.currentWidget() is self._board:
            self.presenter.tell_time()

    def _on_activate(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.presenter.take_next_step(line.department.id)
