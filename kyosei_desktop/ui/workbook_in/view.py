"""The view 「このブックの直しを取り込んでよいか」."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.withdrawing import Withdrawal
from kyosei_desktop.ui.action_spec import in_writable_ledger
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.marked_text import MarkedText
from kyosei_desktop.ui.next_step import NothingYet, mark_next_step
from kyosei_desktop.ui.tables import LinesTable
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, card, label
from kyosei_desktop.ui.workbook_in.changes_model import ChangesModel
from kyosei_desktop.ui.workbook_in.presenter import VIEW_ID, BookPresenter, ChangeLine
from kyosei_desktop.ui.workbook_in.taken_page import make_taken_page
from kyosei_desktop.ui.workbook_in.taken_presenter import TakenLine, TakenPresenter

_MOST_REMARKS = 3
_LEAST_ROWS = 4
"""As many rows of the list are seen at least, the header among them."""


class WorkbookInView(View):
    """What an official workbook says otherwise; taking it, and withdrawing it again."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = BookPresenter(context, self)
        self.taken_presenter = TakenPresenter(context, self, self._on_withdrawn)
        self.model = ChangesModel()
        self.model.ticked.connect(lambda field, is_chosen: self.presenter.choose(field, is_chosen=is_chosen))
        self.table: LinesTable[ChangeLine] = LinesTable(self.model, _("変わったところ"))
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.file_button = button(_("ブックを選ぶ…"), "", "file-spreadsheet")
        self.file_button.clicked.connect(self.presenter.choose_file)
        self.all_button = button(_("すべて選ぶ"), "quiet", "list-checks")
        self.all_button.clicked.connect(lambda: self.presenter.choose_all(is_chosen=True))
        self.none_button = button(_("選ぶのをやめる"), "quiet", "x")
        self.none_button.clicked.connect(lambda: self.presenter.choose_all(is_chosen=False))
        self.taken_button = button(_("取り込んだブック"), "quiet", "files")
        self.taken_button.setCheckable(True)
        self.taken_button.toggled.connect(self._show_taken_page)
        self.take_button = button(_("取り込む"), "primary", "inbox")
        self.take_button.clicked.connect(self.presenter.take)
        self.summary = label(role="strong", wraps=True)
        is_writable = not context.open_ledger.is_read_only
        self.taken_page = make_taken_page(self.taken_presenter.withdraw, is_writable=is_writable)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("報告書のExcel"))
        self._empty, self._list = self._empty_page(), self._list_page()
        for page in (self._empty, self._list, self.taken_page):
            self._stack.addWidget(page)
        head = FlowRow()
        head.addWidget(self.file_button)
        head.addWidget(self.all_button)
        head.addWidget(self.none_button)
        head.add_at_right(self.taken_button)
        head.add_at_right(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _empty_page(self) -> QWidget:
        words = _(
            "この台帳から書き出して、Excelなどで直したブックです。どの欄がどう変わったかを見て、取り込むものを選べます。"
            "見るだけでは台帳は変わりません。書き出した後に台帳で変わった欄は、競合として後で選べます。"
        )
        return NothingYet(_("ブックなし"), _("直した報告書のExcel（.xlsx）をここに落としてください"), words)

    def _list_page(self) -> QWidget:
        page = Scroller(_("変わったところの一覧"))  # in large text, list and texts keep a height to be read in
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._remarks_card = card("warning")
        self.remarks = label(wraps=True)
        inside = QVBoxLayout(self._remarks_card)
        inside.setContentsMargins(16, 8, 16, 8)
        inside.addWidget(self.remarks)
        self._parts = QWidget()
        self._parts.setAccessibleName(_("変わったところの一覧"))
        parts = QVBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(8)
        self.place, self.note = label(role="strong", wraps=True), label(wraps=True)
        parts.addWidget(self.table, 3)
        parts.addWidget(self.place)
        parts.addWidget(self.note)
        parts.addLayout(self._texts(), 2)
        page.column.setSpacing(8)
        page.column.addWidget(self.summary)
        page.column.addWidget(self._remarks_card)
        page.column.addWidget(self._parts, 1)
        page.column.addStretch(0)
        return page

    def _texts(self) -> QHBoxLayout:
        """Old and new text of the change chosen, side by side."""
        self.old, self.new = MarkedText(_("前の文")), MarkedText(_("このブックの文"))
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for title, text in ((_("前の文"), self.old), (_("このブックの文"), self.new)):
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(label(title, "muted"))
            side.addWidget(text, 1)
            sides.addLayout(side, 1)
        return sides

    # What the window calls

    def refresh(self) -> None:
        """Look at the book in hand, and at the list of books taken, again."""
        self.table.fit()
        self.table.setMinimumHeight(_LEAST_ROWS * self.table.verticalHeader().defaultSectionSize())
        self.presenter.load()
        self.taken_presenter.load()

    def open_at(self, **where: Any) -> None:
        """Take the book `file` in hand; `do`: choose or taken."""
        file: Path | None = where.get("file")
        if file is not None:
            self.taken_button.setChecked(False)
            self.presenter.open_book(file)
        if where.get("do") == "choose":
            self.taken_button.setChecked(False)
            self.presenter.choose_file()
        elif where.get("do") == "taken":
            self.taken_button.setChecked(True)

    def first_focus(self) -> QWidget | None:
        """The list, or the button that chooses a book."""
        return self.table if self.model.lines else self.file_button

    # What the presenters call

    def show_nothing(self) -> None:
        """No book is in hand."""
        self.model.show_lines(())
        self._show_page(self._empty)

    def show_reading(self, name: str) -> None:
        """A book is being read."""
        self.summary.setText(_("「{name}」を読んでいます…").format(name=name))
        self._remarks_card.hide()
        self._show_page(self._list)

    def show_changes(self, lines: Sequence[ChangeLine], summary: str, remarks: Sequence[str]) -> None:
        """What the book says otherwise, and what is left out of it."""
        chosen = self.table.chosen
        had_focus = self.file_button.hasFocus()
        self.model.show_lines(lines)
        rows = [row for row, line in enumerate(lines) if chosen is not None and line.id == chosen.id]
        self.table.choose(rows[0] if rows else 0)
        self.summary.setText(summary)
        shown = list(remarks[:_MOST_REMARKS])
        if len(remarks) > _MOST_REMARKS:
            shown.append(_("ほか{count}件。").format(count=len(remarks) - _MOST_REMARKS))
        self.remarks.setText("\n".join(shown))
        self.remarks.setToolTip("\n".join(remarks) if len(remarks) > _MOST_REMARKS else "")
        self._remarks_card.setVisible(bool(remarks))
        self._parts.setVisible(bool(lines))
        self._show_page(self._list)
        self._show_chosen()
        if had_focus and lines:
            self.table.setFocus()

    def allow_taking(self, count: int) -> None:
        """How many changes taking would take; where there is no book, choosing one is the next step."""
        can_take = count > 0 and not self.context.open_ledger.is_read_only
        self.take_button.setText(_("{count}か所を取り込む").format(count=count) if count else _("取り込む"))
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(can_take)
        why_not = in_writable_ledger(self.context) or _("取り込むところが選ばれていません。")
        self.take_button.setToolTip("" if can_take else why_not)
        can_choose = any(line.can_be_chosen for line in self.model.lines)
        self.all_button.setVisible(can_choose)
        self.none_button.setVisible(can_choose)
        is_next_step = not self.model.lines
        mark_next_step(self.file_button, "file-spreadsheet", is_next=is_next_step)
        mark_next_step(self.take_button, "inbox", is_next=not is_next_step)

    def show_taken(self, lines: Sequence[TakenLine]) -> None:
        """The books that were ever taken."""
        self.taken_page.show_lines(lines)

    # Gestures

    def _show_page(self, page: QWidget) -> None:
        if not self.taken_button.isChecked():
            self._stack.setCurrentWidget(page)

    def _show_taken_page(self, is_shown: bool) -> None:
        if is_shown:
            self.taken_presenter.load()
            self._stack.setCurrentWidget(self.taken_page)
            self.taken_page.table.setFocus()
        else:
            self._stack.setCurrentWidget(self._list if self.model.lines else self._empty)

    def _show_chosen(self) -> None:
        line = self.table.chosen
        if line is None:
            return
        self.place.setText(f"{line.place}（{line.change.cell}）")
        self.note.setText(line.note)
        self.note.setVisible(bool(line.note))
        old, new = line.marked
        self.old.show_pieces(old, blank=_("（空白）"), ground="removed")
        self.new.show_pieces(new, blank=line.blank_words)

    def _on_withdrawn(self, withdrawal: Withdrawal) -> None:
        self.context.changed(by=VIEW_ID)
        self.refresh()
        said = _("「{name}」の取り込みを元に戻しました。").format(name="、".join(withdrawal.files))
        if withdrawal.to_review:
            said += _("{count}欄には、その後に決めた文が残っています。履歴で確かめてください。").format(
                count=len(withdrawal.to_review)
            )
            self.context.messages.warn(said, (_("履歴を見る"), lambda: self.context.go("history")))
        else:
            self.context.messages.info(said)
