"""The view 「どの控えがあるか」."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.backups.comparison_page import ComparisonPage
from kyosei_desktop.ui.backups.lines import BackupLine
from kyosei_desktop.ui.backups.presenter import BackupsPresenter
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.differences import DifferenceLine
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, label

_DETAIL_WIDTH_PX = 400

COLUMNS: tuple[TableColumn[BackupLine], ...] = (
    TableColumn(
        N_("作った時"),
        lambda line: line.when,
        icon=lambda line: "" if line.is_good else "triangle-alert",
        tone=lambda line: "" if line.is_good else "error",
    ),
    TableColumn(N_("理由"), lambda line: line.reason, stretches=True, elided_em=6),
    TableColumn(N_("最後の変更"), lambda line: line.changed),
    TableColumn(N_("変更"), lambda line: line.revisions, is_number=True),
    TableColumn(N_("大きさ"), lambda line: line.size, is_number=True),
)


class BackupsView(View):
    """The list of backups with what each holds; and, for one of them, how it differs from the present."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = BackupsPresenter(context, self)
        self.model: LinesModel[BackupLine] = LinesModel(COLUMNS)
        self.table: LinesTable[BackupLine] = LinesTable(self.model, _("控え"))
        self.table.selectionModel().currentRowChanged.connect(self._on_choose)
        self.comparison = ComparisonPage(self._show_list)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("控え"))
        self._stack.addWidget(self._list_page())
        self._stack.addWidget(self.comparison)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _list_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("控え"))
        self.now_button = button(_("控えを今作る"), "primary", "save")
        self.now_button.clicked.connect(self.presenter.back_up_now)
        self.other_button = button(_("ほかの控えのファイルに戻す…"), "", "folder-open")
        self.other_button.clicked.connect(self.presenter.restore_other)
        self.second_button = button(_("写しも置くフォルダを選ぶ…"), "", "folder-input")
        self.second_button.clicked.connect(self.presenter.choose_second_folder)
        self.no_second_button = button(_("写しを置くのをやめる"), "quiet", "x")
        self.no_second_button.clicked.connect(self.presenter.forget_second_folder)
        self.places = label(role="muted", wraps=True)
        head = FlowRow()
        for one in (self.now_button, self.second_button, self.no_second_button, self.other_button):
            head.addWidget(one)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.addWidget(self.table)
        split.addWidget(self._detail())
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, _DETAIL_WIDTH_PX])
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.places)
        column.addWidget(split, 1)
        return page

    def _detail(self) -> QWidget:
        scroller = Scroller(_("選んだ控え"))
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setMinimumWidth(280)
        self.details = label(wraps=True)
        self.compare_button = button(_("いまの台帳と比べる"), "", "git-compare")
        self.compare_button.clicked.connect(self._on_compare)
        self.restore_button = button(_("この控えに戻す…"), "", "history")
        self.restore_button.clicked.connect(self._on_restore)
        for one in (self.details, self.compare_button, self.restore_button):
            scroller.column.addWidget(one)
        scroller.column.addStretch(1)
        return scroller

    # What the window calls

    def refresh(self) -> None:
        """Look into the backups again."""
        self.table.fit()
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """The list as it is now; `do` "now" makes a backup."""
        self._show_list()
        if where.get("do") == "now":
            self.presenter.back_up_now()
        else:
            self.presenter.load()

    def first_focus(self) -> QWidget | None:
        """The table, or where it is empty the button."""
        return self.table if self.model.lines else self.now_button

    # What the presenter calls

    def show_lines(self, lines: Sequence[BackupLine]) -> None:
        """The backups, newest first; the one chosen stays chosen."""
        chosen = self.table.chosen
        paths = [line.look.backup.path for line in lines]
        self.model.show_lines(lines)
        known = chosen is not None and chosen.look.backup.path in paths
        self.table.choose(paths.index(chosen.look.backup.path) if chosen is not None and known else 0)
        self._on_choose()

    def show_places(self, folder: str, second: str) -> None:
        """Where they lie, and where copies of them go."""
        words = [_("控えのフォルダ：{folder}").format(folder=folder)]
        if second:
            words.append(_("写しも置くフォルダ：{folder}").format(folder=second))
        self.places.setText("\n".join(words))
        self.no_second_button.setVisible(bool(second))

    def show_differences(self, line: BackupLine, differences: Sequence[DifferenceLine]) -> None:
        """How a backup differs from the present."""
        self.comparison.show_differences(line, differences)
        self._stack.setCurrentWidget(self.comparison)
        self.comparison.differences.table.setFocus()

    # Gestures

    def _on_choose(self) -> None:
        line = self.table.chosen
        empty = _("控えはまだありません。取り込みなどの前と、作業中20分ごとに、変わったときだけ作られます。")
        self.details.setText(empty if line is None else line.details)
        self.compare_button.setEnabled(line is not None and line.is_good)
        is_writable = not self.context.open_ledger.is_read_only
        self.restore_button.setEnabled(line is not None and is_writable)
        self.other_button.setEnabled(is_writable)

    def _on_compare(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.presenter.compare(line)

    def _on_restore(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.presenter.restore(line)

    def _show_list(self) -> None:
        self._stack.setCurrentIndex(0)
