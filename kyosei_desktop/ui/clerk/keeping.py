"""Keeps what a clerk types: a draft at every pause, a revision when the field is left. No Qt here.

Two kinds of drafts outlive the field and become no revision by themselves: one that an earlier run of the program
left behind (its author has not said yet which text is right), and an earlier text that was copied and not changed
(an offer, not an answer).
"""

from collections.abc import Iterable
from dataclasses import replace

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.store.drafts import Draft, discard_draft, save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.ui.clerk.answers import Answer
from kyosei_desktop.ui.clerk.form_screen import FORM, FieldScreen
from kyosei_desktop.ui.clerk.unsaved import forget_unsaved, keep_unsaved
from kyosei_desktop.ui.context import AppContext


class AnswerKeeper:
    """Holds where each field stands, and writes what is typed into the work file."""

    def __init__(self, context: AppContext, screen: FieldScreen) -> None:
        """Empty until `take`."""
        self._context, self._screen = context, screen
        self._answers: dict[FieldId, Answer] = {}
        self._typed: set[FieldId] = set()
        self._unsaved: set[FieldId] = set()
        self.has_written = False
        """Whether the work file has been changed from here since `take`."""

    def __getitem__(self, field: FieldId) -> Answer:
        return self._answers[field]

    def take(self, answers: Iterable[Answer]) -> None:
        """Take over the fields as they were read from the work file."""
        self._answers = {one.id: one for one in answers}
        self.has_written = False

    def is_recovered(self, field: FieldId) -> bool:
        """Whether the field shows a draft of an earlier run that nobody has decided on yet."""
        answer = self._answers[field]
        return answer.draft is not None and not answer.is_copied and field not in self._typed

    def keep_draft(self, field: FieldId, value: Value) -> None:
        """Typing has paused: keep what stands there."""
        answer = self._answers[field]
        if value == answer.value or not _is_storable(value.text):
            return
        self._typed.add(field)
        self._write_draft(answer, value, is_copied=False)

    def copy(self, field: FieldId, text: str) -> bool:
        """Make an earlier text the field's draft. Whether it is kept."""
        answer = self._answers[field]
        return self._write_draft(answer, Value(text), is_copied=Value(text) != answer.kept)

    def leave(self, field: FieldId, value: Value) -> bool:
        """The field is left: what stands there becomes a revision. Whether it is kept."""
        answer = self._answers[field]
        is_offer = answer.is_copied or self.is_recovered(field)
        if (is_offer and value == answer.value) or (value == answer.kept and answer.draft is None):
            return True
        return self.answer(field, value)

    def answer(self, field: FieldId, value: Value) -> bool:
        """Make a value the field's newest revision, whatever it was before. Whether it is kept."""
        answer = self._answers[field]
        ledger = self._context.open_ledger
        try:
            is_changed = answer_field(ledger, field, value, author=self._context.author)
        except KyoseiError as error:
            self._say_unsaved(field, value, error)
            return False
        self._typed.discard(field)
        self._forget_unsaved(field)
        revised = answer.is_revised or (is_changed and answer.is_returned)
        self._remember(replace(answer, value=value, kept=value, draft=None, is_copied=False, is_revised=revised))
        self._context.shell.say_saved(ledger.clock())
        self._context.changed(by=FORM)
        return True

    def drop_draft(self, field: FieldId) -> Value:
        """Let the draft go; what the field says then."""
        answer = self._answers[field]
        discard_draft(self._context.open_ledger, field)
        self._remember(replace(answer, value=answer.kept, draft=None, is_copied=False))
        self._context.changed(by=FORM)
        return answer.kept

    def _write_draft(self, answer: Answer, value: Value, *, is_copied: bool) -> bool:
        ledger = self._context.open_ledger
        try:
            if value == answer.kept:
                discard_draft(ledger, answer.id)
                draft = None
            else:
                draft = Draft(value, save_draft(ledger, answer.id, value))
        except KyoseiError as error:
            self._say_unsaved(answer.id, value, error)
            return False
        self._forget_unsaved(answer.id)
        self._remember(replace(answer, value=value, draft=draft, is_copied=is_copied))
        self._context.shell.say_saved(ledger.clock())
        # other views show drafts; what title and status line say does not hang on them
        self._context.changes.announce(by=FORM)
        return True

    def _say_unsaved(self, field: FieldId, value: Value, error: KyoseiError) -> None:
        """It is not in the work file; so that it is not lost, this computer keeps it until it can be."""
        self._unsaved.add(field)
        keep_unsaved(self._context, field, value)
        self._context.messages.error(str(error))

    def _forget_unsaved(self, field: FieldId) -> None:
        if field in self._unsaved:
            self._unsaved.discard(field)
            forget_unsaved(self._context, field)

    def _remember(self, answer: Answer) -> None:
        self.has_written = True
        self._answers[answer.id] = answer
        self._screen.show_answer(answer)


def _is_storable(text: str) -> bool:
    """Whether a text has an encoding at all; half of a surrogate pair, which only a broken paste brings, has none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
