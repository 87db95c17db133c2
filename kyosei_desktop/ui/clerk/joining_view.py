"""The view 「同じ課の回答を合わせてよいか」: a colleague's answers, and the texts that disagree with them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.receiving import Outcome
from kyosei_desktop.ui.clerk.joining_presenter import AnswerLine, JoiningPresenter
from kyosei_desktop.ui.conflicts.view import ConflictsView
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.next_step import NothingYet, mark_next_step
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, card, label, set_property

OUTCOME_LOOKS = {
    Outcome.TAKEN: (N_("取り入れる"), "plus", "accent"),
    Outcome.SAME: (N_("同じ"), "check", "muted"),
    Outcome.OLDER: (N_("古い"), "history", "muted"),
    Outcome.CONFLICT: (N_("食い違う"), "zap", "error"),
    Outcome.HELD: (N_("保留"), "calendar-clock", "muted"),
    None: (N_("合わせられない"), "circle-x", "error"),
}
"""Word, picture and colour of what became of an answer; None of a file that was refused."""


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


_COLUMNS: tuple[TableColumn[AnswerLine], ...] = (
    TableColumn(N_("欄"), lambda line: line.place),
    TableColumn(
        N_("結果"),
        lambda line: _(OUTCOME_LOOKS[line.outcome][0]),
        icon=lambda line: OUTCOME_LOOKS[line.outcome][1],
        tone=lambda line: OUTCOME_LOOKS[line.outcome][2],
    ),
    TableColumn(N_("いまの文"), lambda line: _one_line(line.ours), elided_em=12),
    TableColumn(N_("相手の文"), lambda line: _one_line(line.theirs), stretches=True, elided_em=12),
    TableColumn(N_("担当者"), lambda line: line.person, tip=lambda line: line.file, elided_em=6),
)


class JoiningView(View):
    """Shows what is in hand, else what disagrees, else how to begin."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = JoiningPresenter(context, self)
        self.files_button = button(_("回答ファイルを選ぶ…"), "", "plus")
        self.files_button.clicked.connect(self.presenter.choose_files)
        self.give_up_button = button(_("やめる"), "quiet", "x")
        self.give_up_button.clicked.connect(self._give_up)
        self.back_button = button(_("最後に合わせた回答を元に戻す…"), "quiet", "undo-2")
        self.back_button.clicked.connect(self.presenter.take_back)
        self.join_button = button(_("合わせる"), "primary", "users")
        self.join_button.clicked.connect(self.presenter.join)
        self.joined = label(role="muted", wraps=True)
        self.conflicts = ConflictsView(context)
        self.conflicts.setAccessibleName(_("食い違う文"))
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("同じ課の回答"))
        self._empty, self._list = self._empty_page(), self._list_page()
        for page in (self._empty, self._list, self.conflicts):
            self._stack.addWidget(page)
        head = FlowRow()
        head.addWidget(self.files_button)
        head.addWidget(self.give_up_button)
        head.add_at_right(self.back_button)
        head.add_at_right(self.join_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.joined)
        column.addWidget(self._stack, 1)

    def _empty_page(self) -> QWidget:
        heading = _("同じ課の人の回答ファイル（.kyoa）をここに落としてください")
        words = _(
            "手分けして記入したときに使います。相手に「提出」の画面で回答ファイルを作ってもらい（途中でもかまいません）、"
            "そのファイルを選びます。合わせる前に、どの欄がどう変わるかを確かめられます。"
            "同じ欄に違う文があれば、両方を並べて、どちらを採るかを決めます。"
        )
        return NothingYet(_("回答ファイルなし"), heading, words)

    def _list_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("相手の回答の一覧"))
        self.summary = label(role="strong", wraps=True)
        self.model: LinesModel[AnswerLine] = LinesModel(_COLUMNS)
        self.table: LinesTable[AnswerLine] = LinesTable(self.model, _("相手の回答"))
        self.table.selectionModel().currentRowChanged.connect(self._say_note)
        self.note = label(wraps=True)
        self._note_card = card()
        inside = QVBoxLayout(self._note_card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.note)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self._note_card)
        return page

    # What the window calls

    def refresh(self) -> None:
        """Look at the files in hand, or at the work file, again."""
        self.table.fit()
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Take the `files` given in hand; `do`: choose or undo."""
        if where.get("files"):
            self.presenter.add_files(where["files"])
        deeds = {"choose": self.presenter.choose_files, "undo": self.presenter.take_back}
        if where.get("do") in deeds:
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """The list, the texts to choose from, or the button that chooses files."""
        shown = self._stack.currentWidget()
        if shown is self.conflicts:
            return self.conflicts.first_focus()
        return self.table if shown is self._list else self.files_button

    # What the presenter calls

    def show_nothing(self, *, joined: str, can_take_back: bool) -> None:
        """No file is in hand and nothing disagrees."""
        self._show(self._empty, joined, can_take_back=can_take_back)

    def show_answers(self, lines: Sequence[AnswerLine], summary: str, *, can_join: bool) -> None:
        """The answers in hand, and what joining them would do."""
        self._show(self._list, "", can_take_back=False)
        self.model.show_lines(lines)
        self.table.choose(0)
        self.summary.setText(summary)
        self.join_button.setEnabled(can_join)
        self.join_button.setToolTip("" if can_join else _("合わせられる回答がありません。"))
        self._say_note()
        if self.files_button.hasFocus():
            self.table.setFocus()

    def show_conflicts(self, *, can_take_back: bool) -> None:
        """The texts that disagree, with the keyboard at them."""
        focus = self.focusWidget()
        begins = focus is not None and not self.conflicts.isAncestorOf(focus)
        self._show(self.conflicts, "", can_take_back=can_take_back)  # whose texts they are stands above each of them
        self.conflicts.refresh()
        self.conflicts.open_at()
        first = self.conflicts.first_focus()
        if begins and first is not None:
            first.setFocus()

    # Gestures

    def _give_up(self) -> None:
        self.presenter.give_up()
        self.files_button.setFocus()

    def _say_note(self) -> None:
        line = self.table.chosen
        self._note_card.setVisible(line is not None)
        if line is not None:
            set_property(self._note_card, "tone", "warning" if line.outcome is None else "")
            self.note.setText(f"{line.place}\n{line.note}")

    def _show(self, page: QWidget, joined: str, *, can_take_back: bool) -> None:
        is_list = page is self._list
        self._stack.setCurrentWidget(page)
        self.joined.setText(joined)
        self.joined.setVisible(bool(joined))
        self.back_button.setVisible(can_take_back)
        self.give_up_button.setVisible(is_list)
        self.join_button.setVisible(is_list)
        mark_next_step(self.files_button, "plus", is_next=page is self._empty)
        self.files_button.setEnabled(not self.context.open_ledger.is_read_only)
