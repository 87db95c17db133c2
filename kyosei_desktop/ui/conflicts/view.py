"""The view 「どちらを採るか」."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.notation import Notation
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.ui.blank_choice import BlankChoice
from kyosei_desktop.ui.clerk.answer_editor import AnswerEditor
from kyosei_desktop.ui.conflicts.alike_panel import AlikePanel
from kyosei_desktop.ui.conflicts.alike_presenter import AlikeLine, AlikePresenter
from kyosei_desktop.ui.conflicts.bullets import BulletLine, bullet_table
from kyosei_desktop.ui.conflicts.presenter import ConflictPage, ConflictsPresenter
from kyosei_desktop.ui.conflicts.side_card import SideCard
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.next_step import NothingYet
from kyosei_desktop.ui.tables import LinesTable
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import ElidedLabel, Scroller, button, card, clear_layout, label, set_property

_BULLET_LINES = 9
"""So much of the table of bullets is seen in large text too."""


class ConflictsView(View):
    """One conflict: its texts side by side, the text chosen, and why."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = ConflictsPresenter(context, self)
        self.cards: list[SideCard] = []
        self._joined_key = ""
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("競合"))
        self._none, self._page = self._none_page(), self._conflict_page()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._page)
        self.alike_presenter = AlikePresenter(context, self)
        self.alike = AlikePanel(is_writable=not context.open_ledger.is_read_only)
        self.alike.ordered.connect(self.alike_presenter.begin)
        self.alike.taken.connect(self.alike_presenter.take)
        self.alike.turned.connect(self.alike_presenter.take_next)
        self.alike.settled.connect(self.alike_presenter.settle)
        self.alike.left.connect(self.leave_alike)
        self._stack.addWidget(self.alike)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._settle)

    def _none_page(self) -> QWidget:
        words = _(
            "一つの欄に違う回答が届くと、ここに並びます。"
            "どれかを採るか、合わせるか、書き直して決めます。決めるまで、報告書には取りまとめ課が最後に決めた文、なければ照会時の文が出ます。"
        )
        self.board_button = button(_("集まり具合を見る"), "", "layout-dashboard")
        self.board_button.clicked.connect(lambda: self.context.go("board"))
        return NothingYet(_("競合なし"), _("競合はありません"), words, self.board_button)

    def _conflict_page(self) -> QWidget:
        page = Scroller(_("競合の内容"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = page.column
        column.addLayout(self._head_row())
        self.measure = ElidedLabel()
        self.measure.setProperty("role", "muted")
        column.addWidget(self.measure)
        sides = QWidget()
        sides.setProperty("role", "page")
        sides.setAccessibleName(_("届いた文"))
        self._sides = QHBoxLayout(sides)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(16)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("届いた文"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(sides)
        scroll.setMinimumHeight(self.fontMetrics().height() * 12)
        column.addWidget(scroll, 1)
        self.difference = label(role="strong", wraps=True)
        column.addWidget(self.difference)
        self.bullets: LinesTable[BulletLine] | None = None
        self._bullets = QVBoxLayout()
        column.addLayout(self._bullets)
        column.addWidget(self._choice_card())
        return page

    def _head_row(self) -> FlowRow:
        self.field = label(role="subheading")
        self.alike_button = button("", "", "list-checks")
        self.alike_button.clicked.connect(lambda: self.alike_presenter.begin())
        self.copies_button = button(_("同じ様式の前の回答を取り下げる…"), "", "undo-2")
        self.copies_button.clicked.connect(self.presenter.withdraw_older_copies)
        self.back_button = button(_("前の競合"), "quiet", "chevron-left")
        self.back_button.clicked.connect(self.presenter.go_back)
        self.next_button = button(_("次の競合"), "quiet", "chevron-right")
        self.next_button.clicked.connect(self.presenter.go_next)
        row = FlowRow(8)
        row.addWidget(self.field)
        for part in (self.copies_button, self.alike_button, self.back_button, self.next_button):
            row.add_at_right(part)
        return row

    def _choice_card(self) -> QWidget:
        frame = card()
        self.editor = AnswerEditor(_("採る文"))
        self.editor.edited.connect(self._on_text)
        self.blank = BlankChoice()
        self.blank.activated.connect(self._on_text)
        self.join_button = button("", "choice")
        self.join_button.setCheckable(True)
        self.join_button.clicked.connect(lambda: self.presenter.take(self._joined_key))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由（任意）"))
        self.reason.setPlaceholderText(_("理由（任意）：履歴に残ります"))
        self.settle_button = button(_("決めて次へ"), "primary", "check")
        self.settle_button.clicked.connect(self._settle)
        head = FlowRow()
        head.addWidget(label(_("採る文（書き直せます）"), "strong"))
        head.add_at_right(self.blank)
        head.add_at_right(self.join_button)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.reason, 1)
        foot.addWidget(label(_("Ctrl+Enter"), "small"))
        foot.addWidget(self.settle_button)
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addLayout(foot)
        return frame

    # What the window calls

    def refresh(self) -> None:
        """Read the open conflicts again."""
        if self._stack.currentWidget() is self.alike:
            self.alike_presenter.begin(Notation(self.alike.notation.currentData()))
        else:
            self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Go to a `conflict` by its id."""
        if "conflict" in where:
            self.presenter.load(where["conflict"])
        self.presenter.say_heading()

    def first_focus(self) -> QWidget | None:
        """The button that takes the first answer, from where the digits work too."""
        if self._stack.currentWidget() is self.alike:
            return self.alike.table
        return self.cards[1].take_button if len(self.cards) > 1 else self.board_button

    # What the presenter calls

    def show_conflict(self, page: ConflictPage) -> None:
        """The texts to choose between."""
        self._joined_key = page.joined_key
        self.field.setText(page.heading)
        self.measure.setText(page.measure)
        self.difference.setText(page.difference)
        set_property(self.difference, "tone", "accent" if page.is_notation_only else "")
        had_focus = any(one.take_button.hasFocus() for one in self.cards)
        clear_layout(self._sides)
        self.cards = [SideCard(panel) for panel in page.panels]
        for one in self.cards:
            one.taken.connect(self.presenter.take)
            self._sides.addWidget(one, 1)
        clear_layout(self._bullets)
        self.bullets = bullet_table([one.who for one in page.panels[1:]], page.bullets)
        self.bullets.setVisible(False)
        self.bullets.setMinimumHeight(self.fontMetrics().height() * _BULLET_LINES)
        self._bullets.addWidget(self.bullets)
        self.join_button.setText(_("項目を合わせる（{key}）").format(key=page.joined_key))
        self.join_button.setAccessibleName(_("項目を合わせる"))
        self.join_button.setToolTip(page.joined)
        self.copies_button.setVisible(page.is_of_copies and not self.context.open_ledger.is_read_only)
        self.alike_button.setVisible(page.alike > 0)
        self.alike_button.setText(_("表記だけの{count}件をまとめて").format(count=page.alike))
        self.alike_button.setAccessibleName(_("表記だけの違いをまとめて決める"))
        self.reason.clear()
        self._stack.setCurrentWidget(self._page)
        if had_focus:
            self.cards[1].take_button.setFocus()

    def show_choice(self, value: Value, taken: str | None) -> None:
        """The text chosen, ready for editing."""
        self.editor.load(value.text)
        self.blank.show_reason(value.blank)
        self._mark(taken)
        self._allow_settling(taken is not None)
        self._show_blank()

    def show_none(self) -> None:
        """No conflict is open."""
        had_focus = self._page.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.cards = []
        self.bullets = None
        clear_layout(self._sides)
        clear_layout(self._bullets)
        self._stack.setCurrentWidget(self._none)
        if had_focus:
            self.board_button.setFocus()

    def show_alike(self, lines: Sequence[AlikeLine], notation: Notation) -> None:
        """The conflicts of notation alone, to be settled in one act."""
        if not lines:
            self.leave_alike()
            return
        is_there = self._stack.currentWidget() is self.alike
        self.alike.show_lines(lines, notation)
        self._stack.setCurrentWidget(self.alike)
        if not is_there:
            self.alike.reason.clear()
            self.alike.table.setFocus()

    def change_alike(self, row: int, line: AlikeLine) -> None:
        """One line of that list has changed."""
        self.alike.change_line(row, line)

    def leave_alike(self) -> None:
        """Back to the conflicts one by one."""
        had_focus = self.focusWidget() is not None and self.alike.isAncestorOf(self.focusWidget())
        self._stack.setCurrentWidget(self._none)
        self.presenter.load()
        self.presenter.say_heading()
        focus = self.first_focus()
        if had_focus and focus is not None:
            focus.setFocus()

    # Gestures

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits take a text, wherever the keyboard is not in a field."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.presenter.take(event.text()):
            super().keyPressEvent(event)

    def _on_text(self) -> None:
        self._mark(None)
        self._allow_settling(True)
        self._show_blank()

    def _allow_settling(self, has_choice: bool) -> None:
        """Only what somebody has taken or written: the text shown at first is nobody's decision."""
        self.settle_button.setEnabled(has_choice and not self.context.open_ledger.is_read_only)
        self.settle_button.setToolTip("Ctrl+Enter" if has_choice else _("先に、採る文を選ぶか書いてください。"))

    def _show_blank(self) -> None:
        self.blank.setVisible(not self.editor.text())

    def _mark(self, taken: str | None) -> None:
        for one in self.cards:
            one.mark_taken(one.panel.key == taken)
        self.join_button.setChecked(taken == self._joined_key)
        if self.bullets is not None:
            self.bullets.setVisible(taken == self._joined_key)

    def _settle(self) -> None:
        if self.settle_button.isEnabled() and self.cards:
            self.presenter.settle(self.editor.text(), self.blank.reason, self.reason.text())
            if self.cards and not self.cards[1].take_button.hasFocus():
                self.cards[1].take_button.setFocus()
