"""The form of one measure: the years before at the left, what is asked at the right."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field, FieldId
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.clerk.answer_area import AnswerArea
from kyosei_desktop.ui.clerk.answer_card import AnswerCard
from kyosei_desktop.ui.clerk.answers import ValueChoice
from kyosei_desktop.ui.clerk.form_presenter import FormPresenter
from kyosei_desktop.ui.clerk.pages import Page
from kyosei_desktop.ui.clerk.past import PastPart, PlanItem
from kyosei_desktop.ui.clerk.past_panel import PastPanel
from kyosei_desktop.ui.clerk.paste_plan import PastePlan
from kyosei_desktop.ui.clerk.pasting import Clip
from kyosei_desktop.ui.clerk.search_bar import SearchBar
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, label

_WIDTHS_PX = (5, 7)  # shares of past and answers


class FormView(View):
    """Shows one page of the work file and passes gestures on."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.past = PastPanel()
        self.answers = AnswerArea(
            context,
            offer=lambda field, clip: self.presenter.offer_table(field, clip),
            fill=lambda plan: self.presenter.fill(plan),
        )
        self.past.copy_wanted.connect(self.answers.copy)
        self.presenter = FormPresenter(context, self, self.answers.fields)
        self.search_bar = SearchBar()
        self.search_bar.searched.connect(lambda words: self.search_bar.show_hits(self.presenter.search(words)))
        self.search_bar.chosen.connect(self.presenter.go_to)
        self.search_bar.closed.connect(self._focus_current)
        self._name = label("", "subheading", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._name)
        column.addWidget(self.search_bar)
        column.addWidget(self._splitter(), 1)
        column.addLayout(self._foot())

    @property
    def cards(self) -> Mapping[FieldId, AnswerCard]:
        """The fields of the measure shown."""
        return self.answers.cards

    def _splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setAccessibleName(_("これまでと記入欄"))
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(self.past)
        splitter.addWidget(self.answers)
        for index, share in enumerate(_WIDTHS_PX):
            splitter.setStretchFactor(index, share)
        splitter.setSizes([share * 100 for share in _WIDTHS_PX])
        return splitter

    def _foot(self) -> FlowRow:
        self.previous_button = button(_("前の施策"), icon="chevron-left")
        self.previous_button.clicked.connect(self.go_previous)
        self._position = label("", "muted")
        self.next_button = button(_("次の施策"))
        self.next_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # its arrow stands behind the words
        icons.put(self.next_button, "chevron-right")
        self.next_button.clicked.connect(self.go_next)
        self.unanswered_button = button(_("次の未記入の欄へ"), "primary", "arrow-right")
        self.unanswered_button.clicked.connect(self.go_next_unanswered)
        row = FlowRow(spacing_px=8)
        for part in (self.previous_button, self._position, self.next_button):
            row.addWidget(part)
        row.add_at_right(self.unanswered_button)
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
        at = None if self.answers.current is None else self.cards[self.answers.current]
        return None if at is None else at.editor

    # Gestures

    def go_next(self) -> None:
        """To the next measure."""
        self.presenter.go_next()

    def go_previous(self) -> None:
        """To the measure before."""
        self.presenter.go_previous()

    def go_next_unanswered(self) -> None:
        """To the next field that is not answered."""
        self.presenter.go_next_unanswered(self.answers.current)

    def choose_state(self, choice: str) -> None:
        """Choose one of the four states for the field with the keyboard, where it has them."""
        self.answers.choose(ValueChoice(choice))

    def apply_fix(self) -> None:
        """Mend what is pointed out nearest to the cursor."""
        if not self.answers.apply_fix():
            self.context.messages.info(_("この欄に、Alt+Enter で直せる指摘はありません。"))

    def undo_measure(self) -> None:
        """Take the measure's last kept change back."""
        self.presenter.undo()

    def redo_measure(self) -> None:
        """Make the change that was taken back once more."""
        self.presenter.redo()

    def open_search(self) -> None:
        """Look for words in all texts."""
        self.presenter.begin_search()
        self.search_bar.open_search()

    def _focus_current(self) -> None:
        if self.answers.current is not None:
            self.focus_field(self.answers.current)

    # What the presenter calls

    def show_page(
        self, page: Page, items: Sequence[PlanItem], past: Sequence[PastPart], *, position: int, total: int
    ) -> None:
        """Show a measure."""
        self._name.setText(page.name)
        self.past.show_past(items, past, can_copy=not self.context.open_ledger.is_read_only)
        self._position.setText(_("{position}／{total}施策").format(position=position, total=total))
        self.previous_button.setEnabled(position > 1)
        self.next_button.setEnabled(position < total)
        self.answers.show_answers(page.answers)

    def show_nothing_asked(self) -> None:
        """Say that the request asks for nothing."""
        self._name.setText(_("この照会に記入する欄はありません。取りまとめ課に確かめてください。"))
        self.unanswered_button.setEnabled(False)

    def show_paste(self, field: FieldId, clip: Clip, plan: PastePlan) -> None:
        """Offer beside a field what a pasted table would fill."""
        self.answers.show_paste(field, clip, plan)

    def show_past_text(self, place: Field) -> None:
        """Bring a text of the past into sight."""
        self.past.show_text(place)

    def focus_field(self, field: FieldId) -> None:
        """Give the keyboard to a field and bring it into sight."""
        self.answers.focus_field(field)

    def leave_fields(self) -> None:
        """Keep every field that holds something not yet kept."""
        self.answers.leave_all()
