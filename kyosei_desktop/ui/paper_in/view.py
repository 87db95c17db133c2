"""The view 「紙に何と書かれているか」."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDateEdit, QGridLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.ui.board.round_panel import date_edit, date_of
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.folders import show_folder
from kyosei_desktop.ui.paper_in.presenter import PaperInPresenter, SheetPage
from kyosei_desktop.ui.paper_in.sheet_line_card import SheetLineCard
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, card, clear_layout, label, set_property


class PaperInView(View):
    """Asks for a sheet, then for what is written on it."""

    depends_on_look = False

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = PaperInPresenter(context, self)
        self.cards: list[SheetLineCard] = []
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("紙の回答"))
        self._asking, self._typing = self._asking_page(), self._typing_page()
        self._stack.addWidget(self._asking)
        self._stack.addWidget(self._typing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._enter)

    def _asking_page(self) -> QWidget:
        page = Scroller(_("どの回答票か"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.department, self.word = QComboBox(), QLineEdit()
        self.department.setAccessibleName(_("担当課"))
        self.word.setAccessibleName(_("照合語"))
        self.word.setPlaceholderText(_("かな四文字"))
        self.word.returnPressed.connect(self._find)
        self.find_button = button(_("回答票を探す"), "primary", "search")
        self.find_button.clicked.connect(self._find)
        self.make_button = button(_("紙の回答票を作る…"), "", "printer")
        self.make_button.clicked.connect(self.presenter.make)
        self.closed = label(_("照会を始めると、紙の回答票を作ったり、入力したりできます。"), wraps=True)
        self.board_button = button(_("集まり具合を見る"), "", "layout-dashboard")
        self.board_button.clicked.connect(lambda: self.context.go("board"))
        frame, grid = card(), QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.addWidget(label(_("担当課"), "strong"), 0, 0)
        grid.addWidget(self.department, 0, 1)
        grid.addWidget(label(_("照合語"), "strong"), 1, 0)
        grid.addWidget(self.word, 1, 1)
        grid.setColumnStretch(2, 1)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(32, 24, 32, 24)
        inside.setSpacing(16)
        inside.addWidget(label(_("紙で届いた回答を入力します"), "subheading", wraps=True))
        text = _(
            "回答票の右上にある照合語で、その票に何が印刷されていたかを探します。"
            "票を作った後に変わった欄は上書きせず、競合として残します。"
        )
        inside.addWidget(label(text, "muted", wraps=True))
        inside.addWidget(self.closed)
        inside.addLayout(grid)
        foot = FlowRow()
        foot.addWidget(self.find_button)
        foot.addWidget(self.make_button)
        foot.addWidget(self.board_button)
        inside.addLayout(foot)
        page.column.addWidget(frame)
        page.column.addStretch(1)
        return page

    def _typing_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("回答票の入力"))
        self.heading, self.note = label(role="subheading", wraps=True), label(wraps=True)
        set_property(self.note, "tone", "warning")
        self._lines = Scroller(_("回答票の欄"))
        self._lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.heading)
        column.addWidget(self.note)
        column.addWidget(self._lines, 1)
        column.addWidget(self._foot())
        return page

    def _foot(self) -> QWidget:
        self.person, self.extension = QLineEdit(), QLineEdit()
        for field, name in ((self.person, _("記入者（任意）")), (self.extension, _("内線（任意）"))):
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
        self.received_on: QDateEdit = date_edit(_("受け取った日"))
        self.enter_button = button(_("この回答を入力する"), "primary", "check")
        self.enter_button.clicked.connect(self._enter)
        self.enter_button.setToolTip("Ctrl+Enter")
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self._leave)
        frame, row = card(), FlowRow()
        row.addWidget(self.person)
        row.addWidget(self.extension)
        row.addWidget(label(_("受け取った日")))
        row.addWidget(self.received_on)
        row.add_at_right(self.leave_button)
        row.add_at_right(self.enter_button)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addLayout(row)
        return frame

    # What the window calls

    def refresh(self) -> None:
        """Read again whose sheets may come; what is being typed in stays."""
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """`do`: make, to make the sheets."""
        if where.get("do") == "make":
            self.presenter.make()

    def leave(self) -> None:
        """Keep what is typed and not entered yet."""
        for one in self.cards:
            one.editor.finish_composing()
        self._keep()

    def first_focus(self) -> QWidget | None:
        """The check word, or the first field of the sheet; without a round the way to the board."""
        if self.cards:
            return self.cards[0].editor
        return self.word if self.word.isEnabled() else self.board_button

    # What the presenter calls

    def show_departments(self, departments: Sequence[tuple[DepartmentId, str]]) -> None:
        """Whose sheet it may be; empty where no round is open."""
        chosen = self.department.currentData()
        self.department.clear()
        for key, name in departments:
            self.department.addItem(name, key)
        self.department.setCurrentIndex(max(0, self.department.findData(chosen)))
        is_possible = bool(departments) and not self.context.open_ledger.is_read_only
        for one in (self.department, self.word, self.find_button, self.make_button):
            one.setEnabled(is_possible)
        self.closed.setVisible(not departments)
        self.board_button.setVisible(not is_possible)

    def show_sheet(self, page: SheetPage) -> None:
        """A sheet to be typed in."""
        self.heading.setText(page.heading)
        self.note.setText(page.note)
        self.note.setVisible(bool(page.note))
        clear_layout(self._lines.column)
        self.cards = [SheetLineCard(line) for line in page.lines]
        for one in self.cards:
            one.editor.installEventFilter(self)
            one.paused.connect(self._keep)
            self._lines.column.addWidget(one)
        self._lines.column.addStretch(1)
        today = self.context.open_ledger.clock().astimezone().date()
        self.received_on.setDate(QDate(today.year, today.month, today.day))
        self.person.clear()
        self.extension.clear()
        self._stack.setCurrentWidget(self._typing)
        if self.cards:
            self.cards[0].editor.setFocus()

    def show_no_sheet(self) -> None:
        """Ask for the next sheet."""
        self.cards = []
        clear_layout(self._lines.column)
        self.word.clear()
        self._stack.setCurrentWidget(self._asking)
        self.word.setFocus()

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        show_folder(folder)

    # Gestures

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """The field with the keyboard is in sight."""
        if event.type() is QEvent.Type.FocusIn:
            self._lines.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        self.presenter.find(self.department.currentData(), self.word.text())

    def _enter(self) -> None:
        if self._stack.currentWidget() is self._typing:
            self.presenter.enter(
                [one.value for one in self.cards],
                person=self.person.text(),
                extension=self.extension.text(),
                received_on=date_of(self.received_on),
            )

    def _leave(self) -> None:
        self.presenter.leave([one.value for one in self.cards])

    def _keep(self) -> None:
        if self.cards:
            self.presenter.keep([one.value for one in self.cards])
