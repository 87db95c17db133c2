"""The form of one measure: the years before at the left, what is asked at the right."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.report.cell import CellPicture
from kyosei_desktop.ui import icons, theme
from kyosei_desktop.ui.clerk.answer_card import AnswerCard
from kyosei_desktop.ui.clerk.answers import Answer, ValueChoice
from kyosei_desktop.ui.clerk.form_presenter import FormPresenter
from kyosei_desktop.ui.clerk.pages import Page
from kyosei_desktop.ui.clerk.past import PastPart
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, clear_layout, label
from kyosei_desktop.ui.wording import moment_label

_WIDTHS_PX = (5, 7)  # shares of past and answers


class FormView(View):
    """Shows one page of the work file and passes gestures on."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = FormPresenter(context, self)
        self.cards: dict[FieldId, AnswerCard] = {}
        self._current: FieldId | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._name = label("", "subheading", wraps=True)
        column.addWidget(self._name)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setAccessibleName(_("これまでと記入欄"))
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(self._past())
        self._answers = Scroller(_("記入欄"))
        splitter.addWidget(self._answers)
        for index, share in enumerate(_WIDTHS_PX):
            splitter.setStretchFactor(index, share)
        splitter.setSizes([share * 100 for share in _WIDTHS_PX])
        column.addWidget(splitter, 1)
        column.addLayout(self._foot())

    def _past(self) -> QWidget:
        self.past = QTextBrowser()
        self.past.setAccessibleName(_("これまでの記載"))
        self.past.setOpenLinks(False)
        self.past.setTabChangesFocus(True)
        self.past.setMinimumWidth(240)
        return self.past

    def _foot(self) -> QHBoxLayout:
        self.previous_button = button(_("前の施策"), icon="chevron-left")
        self.previous_button.clicked.connect(self.go_previous)
        self._position = label("", "muted")
        self.next_button = button(_("次の施策"))
        self.next_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # its arrow stands behind the words
        icons.put(self.next_button, "chevron-right")
        self.next_button.clicked.connect(self.go_next)
        self.unanswered_button = button(_("次の未記入の欄へ"), "primary", "arrow-right")
        self.unanswered_button.clicked.connect(self.go_next_unanswered)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.previous_button, self._position, self.next_button):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.unanswered_button)
        return row

    # What the window calls

    def refresh(self) -> None:
        """Show the work file as it is now."""
        self.leave_fields()
        self.presenter.refresh()

    def open_at(self, **where: Any) -> None:
        """Go to a `field` or a `measure`."""
        self.presenter.open_at(**where)

    def leave(self) -> None:
        """What is typed becomes a revision."""
        self.leave_fields()

    def first_focus(self) -> QWidget | None:
        """The field where work goes on."""
        at = self.cards.get(self._current) if self._current is not None else None
        return at.editor if at is not None else None

    # Gestures

    def go_next(self) -> None:
        """To the next measure."""
        self.presenter.go_next()

    def go_previous(self) -> None:
        """To the measure before."""
        self.presenter.go_previous()

    def go_next_unanswered(self) -> None:
        """To the next field that is not answered."""
        self.presenter.go_next_unanswered(self._current_field())

    def choose_state(self, choice: str) -> None:
        """Choose one of the four states for the field with the keyboard, where it has them."""
        field = self._current_field()
        if field is not None and self.cards[field].choices:
            self._choose(self.cards[field], ValueChoice(choice))

    def _choose(self, at: AnswerCard, choice: ValueChoice) -> None:
        before = at.value()
        at.keep_waiting_text()
        self.presenter.choose(at.field, choice, before)

    def _current_field(self) -> FieldId | None:
        for field, at in self.cards.items():
            if at.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False:
                return field
        return self._current

    # What the presenter calls

    def show_page(self, page: Page, past: Sequence[PastPart], *, position: int, total: int) -> None:
        """Show a measure."""
        self._name.setText(page.name)
        self.past.setHtml(_past_html(past))
        self._position.setText(_("{position}／{total}施策").format(position=position, total=total))
        self.previous_button.setEnabled(position > 1)
        self.next_button.setEnabled(position < total)
        clear_layout(self._answers.column)
        self.cards = {}
        for answer in page.answers:
            at = AnswerCard(answer, is_read_only=self.context.open_ledger.is_read_only)
            at.typed.connect(lambda at=at: self.presenter.typed(at.field, at.value()))
            at.paused.connect(lambda at=at: self.presenter.keep_draft(at.field, at.value()))
            at.left.connect(lambda at=at: self._leave(at))
            at.chosen.connect(lambda choice, at=at: self._choose(at, choice))
            at.show_recovered(self._recovered_text(answer))
            self._answers.column.addWidget(at)
            self.cards[answer.id] = at
        self._answers.column.addStretch()
        self._answers.verticalScrollBar().setValue(0)
        self._current = page.answers[0].id

    def show_nothing_asked(self) -> None:
        """Say that the request asks for nothing."""
        self._name.setText(_("この照会に記入する欄はありません。取りまとめ課に確かめてください。"))
        self.unanswered_button.setEnabled(False)

    def show_answer(self, answer: Answer) -> None:
        """Say anew where a field stands."""
        if answer.id in self.cards:
            self.cards[answer.id].show_answer(answer)

    def show_problem(self, field: FieldId, problem: str | None) -> None:
        """Say beside a field what is wrong with it."""
        if field in self.cards:
            self.cards[field].show_problem(problem)

    def show_picture(self, field: FieldId, picture: CellPicture | None) -> None:
        """Show beside a field how it will be printed."""
        if field in self.cards:
            self.cards[field].preview.show_picture(picture)

    def show_value(self, field: FieldId, value: Value) -> None:
        """Put another value into a field."""
        self.cards[field].show_value(value)

    def focus_field(self, field: FieldId) -> None:
        """Give the keyboard to a field and bring it into sight."""
        self._current = field
        at = self.cards[field]
        target = at.editor if at.editor.isEnabled() else next(iter(at.choices.values()))
        target.setFocus()
        self._answers.ensureWidgetVisible(at)

    def leave_fields(self) -> None:
        """Keep every field that holds something not yet kept."""
        for at in tuple(self.cards.values()):
            self._leave(at)

    def _leave(self, at: AnswerCard) -> None:
        if not self.context.open_ledger.is_read_only:
            at.keep_waiting_text()
            self.presenter.leave_field(at.field, at.value())

    def _recovered_text(self, answer: Answer) -> str:
        if answer.draft is None:
            return ""
        ledger = self.context.open_ledger
        when = moment_label(ledger.definition.calendar, answer.draft.saved_at, ledger.clock())
        return _("{when}に自動で保存した書きかけの文章を戻しました。続きを書けます。").format(when=when)


def _past_html(past: Sequence[PastPart]) -> str:
    """What was written before as a document: titles, labels and texts, nothing of which is taken for markup."""
    muted, soft = theme.colour("muted"), theme.colour("accent_soft")
    if not past:
        return f'<p style="color:{muted}">{escape(_("これまでの記載はありません。"))}</p>'
    parts = []
    for part in past:
        back = soft if part.is_current else theme.colour("raised")
        title = f"<tr><td><b>{escape(part.title)}</b></td></tr>"
        parts.append(f'<table width="100%" cellpadding="6" bgcolor="{back}">{title}</table>')
        for one in part.texts:
            text = escape(one.text).replace("\n", "<br>")
            if one.label:
                parts.append(
                    f'<p style="margin:8px 0 0 0; line-height:150%; color:{muted}"><b>{escape(one.label)}</b></p>'
                )
            above_px = 0 if one.label else 8
            style = f"margin:{above_px}px 0 8px 0; line-height:150%; white-space:pre-wrap"
            parts.append(f'<p style="{style}">{text}</p>')
    return "".join(parts)
