"""The fields of one measure, one below the other: shows them, and passes their gestures on."""

from collections.abc import Callable, Sequence

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.domain.rules.findings import Finding
from kyosei_desktop.ui.clerk.answer_card import AnswerCard
from kyosei_desktop.ui.clerk.answer_editor import FieldDocument
from kyosei_desktop.ui.clerk.answers import Answer, ValueChoice
from kyosei_desktop.ui.clerk.cell_pictures import CellLook
from kyosei_desktop.ui.clerk.cell_preview import decoded, picture_ppi
from kyosei_desktop.ui.clerk.field_checks import Pointed
from kyosei_desktop.ui.clerk.field_presenter import FieldPresenter
from kyosei_desktop.ui.clerk.past import PastText
from kyosei_desktop.ui.clerk.paste_panel import PastePanel
from kyosei_desktop.ui.clerk.paste_plan import PastePlan
from kyosei_desktop.ui.clerk.pasting import Clip
from kyosei_desktop.ui.clerk.recovery import Recovery
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.widgets import Scroller, clear_layout


class AnswerArea(Scroller):
    """The `FieldScreen` of the form.

    Attributes:
        cards: of the measure shown, by field.
        fields: deals with what is written in them.
    """

    def __init__(
        self,
        context: AppContext,
        *,
        offer: Callable[[FieldId, Clip], None],
        fill: Callable[[PastePlan], None],
    ) -> None:
        """Empty.

        Args:
            offer: several cells were pasted into a field.
            fill: the fields of a pasted table are to be filled.
        """
        super().__init__(_("記入欄"))
        self._context, self._offer, self._fill = context, offer, fill
        self.cards: dict[FieldId, AnswerCard] = {}
        self.fields = FieldPresenter(context, self)
        self._documents: dict[FieldId, FieldDocument] = {}
        self._current: FieldId | None = None

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show the fields of a measure; each keeps its steps back from earlier."""
        for at in self.cards.values():
            at.editor.let_go()
        clear_layout(self.column)
        self.cards = {}
        for answer in answers:
            document = self._documents.get(answer.id)
            if document is None:
                document = self._documents[answer.id] = FieldDocument(self)
            at = AnswerCard(answer, document, is_read_only=self._context.open_ledger.is_read_only)
            self._connect(at)
            self.column.addWidget(at)
            self.cards[answer.id] = at
        self.column.addStretch()
        self.verticalScrollBar().setValue(0)
        self._current = answers[0].id

    def _connect(self, at: AnswerCard) -> None:
        fields, field = self.fields, at.field
        at.typed.connect(lambda: fields.typed(field, at.value()))
        at.picture_wanted.connect(lambda: fields.draw(field))
        at.editor.paused.connect(lambda: fields.keep_draft(field, at.value()))
        at.editor.left.connect(lambda: self._leave(at))
        at.editor.table_pasted.connect(lambda clip: self._offer(field, clip))
        at.chosen.connect(lambda choice: self._choose(at, choice))
        at.findings.fix_wanted.connect(lambda finding: self._fix(at, finding))
        at.findings.ticked.connect(
            lambda finding, is_ticked, reason: fields.tick(field, finding, is_ticked=is_ticked, reason=reason)
        )
        at.recovery.used.connect(lambda: self._decide(at, lambda: fields.use_draft(field, at.value())))
        at.recovery.dropped.connect(lambda: self._decide(at, lambda: fields.drop_draft(field)))
        at.copied.accepted.connect(lambda: self._decide(at, lambda: fields.accept_copy(field, at.value())))

    # Gestures

    @property
    def current(self) -> FieldId | None:
        """The field with the keyboard, or the one that had it last."""
        focus = self.focusWidget()
        at = next((one for one in self.cards.values() if focus is not None and one.isAncestorOf(focus)), None)
        return self._current if at is None else at.field

    def choose(self, choice: ValueChoice) -> None:
        """Choose one of the four states for the current field, where it has them."""
        if self.current is not None and self.cards[self.current].choices:
            self._choose(self.cards[self.current], choice)

    def apply_fix(self) -> bool:
        """Mend what is pointed out nearest to the cursor; whether there was anything to mend."""
        at = None if self.current is None else self.cards[self.current]
        finding = None if at is None or at.editor.isReadOnly() else at.nearest_fix()
        if at is None or finding is None:
            return False
        self._fix(at, finding)
        return True

    def copy(self, text: PastText) -> None:
        """Offer an earlier text as a field's draft."""
        if text.copies_to is not None:
            at = self.cards[text.copies_to]
            at.editor.finish_composing()
            at.editor.stop_waiting()
            self.fields.copy(at.field, at.value(), text.text)
            at.take_focus()
            self.ensureWidgetVisible(at.copied)

    def focus_field(self, field: FieldId) -> None:
        """Give the keyboard to a field and bring it into sight."""
        self._current = field
        at = self.cards[field]
        at.take_focus()
        self.ensureWidgetVisible(at)

    def leave_all(self) -> None:
        """Keep every field that holds something not yet kept."""
        for at in tuple(self.cards.values()):
            at.editor.finish_composing()
            self._leave(at)

    def _leave(self, at: AnswerCard) -> None:
        if not self._context.open_ledger.is_read_only:
            at.editor.stop_waiting()
            self.fields.leave(at.field, at.value())

    def _choose(self, at: AnswerCard, choice: ValueChoice) -> None:
        at.editor.finish_composing()
        at.editor.stop_waiting()
        self.fields.choose(at.field, choice, at.value())

    def _decide(self, at: AnswerCard, decision: Callable[[], None]) -> None:
        """The question goes away with the buttons that answer it: the keyboard goes on to the text."""
        at.editor.stop_waiting()
        decision()
        at.take_focus()

    def _fix(self, at: AnswerCard, finding: Finding) -> None:
        if finding.fix is not None:
            at.editor.change_to(finding.fix.text)
            at.editor.setFocus()

    def _paste_as_text(self, at: AnswerCard, text: str) -> None:
        at.show_paste(None)
        at.editor.setFocus()
        at.editor.insert(text)

    def _fill_from(self, at: AnswerCard, plan: PastePlan) -> None:
        at.show_paste(None)
        self._fill(plan)

    # What the presenters call

    @property
    def picture_ppi(self) -> float:
        """As many as the screen has at this size of text."""
        return picture_ppi(self)

    def decoded(self, picture: bytes) -> object:
        """An image that is drawn without another step."""
        return decoded(picture)

    def show_answer(self, answer: Answer) -> None:
        """Say anew where a field stands."""
        if answer.id in self.cards:
            self.cards[answer.id].show_answer(answer)

    def show_findings(self, field: FieldId, found: Sequence[Pointed]) -> None:
        """Say beside a field what the rules point out."""
        if field in self.cards:
            self.cards[field].show_findings(found)

    def show_look(self, field: FieldId, look: CellLook | None) -> None:
        """Show beside a field how it will be printed."""
        if field in self.cards:
            self.cards[field].preview.show_look(look)

    def show_recovery(self, field: FieldId, recovery: Recovery | None) -> None:
        """Show beside a field what an earlier run left behind."""
        self.cards[field].recovery.show_recovery(recovery)

    def show_value(self, field: FieldId, value: Value) -> None:
        """Put another value into a field."""
        self.cards[field].show_value(value)

    def show_paste(self, field: FieldId, clip: Clip, plan: PastePlan) -> None:
        """Offer beside a field what a pasted table would fill."""
        at, panel = self.cards[field], PastePanel(plan)
        panel.fill_wanted.connect(lambda: self._fill_from(at, plan))
        panel.text_wanted.connect(lambda: self._paste_as_text(at, clip.text))
        panel.cancelled.connect(lambda: at.show_paste(None))
        at.show_paste(panel)
