"""What happens to a single field of the form: typing, checking, copying, recovering. No Qt here."""

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.domain.rules.findings import Finding, Level
from kyosei_desktop.domain.rules.neighbours import SAME_AS_BEFORE
from kyosei_desktop.domain.rules.question import Printed
from kyosei_desktop.ui.clerk.answers import Answer, ValueChoice, value_chosen
from kyosei_desktop.ui.clerk.cell_pictures import CellLook, CellPictures
from kyosei_desktop.ui.clerk.field_checks import FieldChecks, Pointed
from kyosei_desktop.ui.clerk.form_screen import FORM, FieldScreen
from kyosei_desktop.ui.clerk.keeping import AnswerKeeper
from kyosei_desktop.ui.clerk.pages import WorkPages
from kyosei_desktop.ui.clerk.recovery import recovery_of
from kyosei_desktop.ui.context import AppContext


class FieldPresenter:
    """Keeps what is written in a field, and says beside it what is to be said."""

    def __init__(self, context: AppContext, screen: FieldScreen) -> None:
        """Empty until `take`."""
        self._context, self._screen = context, screen
        self._keeper = AnswerKeeper(context, screen)
        self._pictures = CellPictures(context, self._on_look, screen.decoded)
        self._checks: FieldChecks | None = None
        self._values: dict[FieldId, Value] = {}
        self._pointed_by: dict[FieldId, Printed | None] = {}
        self._faulty: set[FieldId] = set()

    def take(self, pages: WorkPages) -> None:
        """Take over all fields as they were read from the work file."""
        answers = [answer for page in pages.pages for answer in page.answers]
        self._keeper.take(answers)
        self._values = {one.id: one.value for one in answers}
        self._checks = FieldChecks(self._context.open_ledger, pages.work, pages.plan)
        self._pictures.begin(pages.plan)

    def show(self, answer: Answer) -> None:
        """Say beside a field all that there is to say."""
        is_recovered = self._keeper.is_recovered(answer.id)
        self._screen.show_recovery(answer.id, recovery_of(answer, self._context.open_ledger) if is_recovered else None)
        self._show(answer.id, answer.value)

    def show_changed(self, answer: Answer) -> None:
        """Put what has been changed at once into its field, in a way that the field can undo by itself."""
        self._screen.show_value(answer.id, answer.value)
        self._screen.show_answer(answer)
        self.show(answer)

    @property
    def have_written(self) -> bool:
        """Whether the work file says something else than when it was read."""
        return self._keeper.has_written

    # Typing and leaving

    def typed(self, field: FieldId, value: Value) -> None:
        """A field's value changes: say at once what is wrong with it."""
        self._values[field] = value
        self._screen.show_findings(field, self._point_out(field))

    def draw(self, field: FieldId) -> None:
        """Have the picture of the printed cell drawn, once the letters stand on the screen: its thread takes time."""
        answer, value, ppi = self._keeper[field], self._values[field], self._screen.picture_ppi
        self._pictures.draw(answer, value, ppi=ppi, is_printable=field not in self._faulty)

    def _show(self, field: FieldId, value: Value) -> None:
        self.typed(field, value)
        self.draw(field)

    def keep_draft(self, field: FieldId, value: Value) -> None:
        """Typing has paused: keep what stands there; whoever types on has decided for the draft."""
        self._keeper.keep_draft(field, value)
        if not self._keeper.is_recovered(field):
            self._screen.show_recovery(field, None)

    def leave(self, field: FieldId, value: Value) -> bool:
        """The field is left: what stands there becomes a revision, unless it is an offer. Whether it is kept."""
        return self._keeper.leave(field, value)

    def choose(self, field: FieldId, choice: ValueChoice, before: Value) -> None:
        """Make the field a written, not applicable, ended or not begun one.

        What was written before becomes a revision first, so that it stays in the history.
        """
        value = value_chosen(choice, before.text)
        if value == before:
            self._keeper.leave(field, before)
        elif not before.text or self._keep_whatever_it_is(field, before):
            self._screen.show_value(field, value)
            self._show(field, value)
            self._keeper.answer(field, value)
            self._screen.show_recovery(field, None)

    # What the rules point out

    def tick(self, field: FieldId, finding: Finding, *, is_ticked: bool, reason: str) -> None:
        """Stand by a text that a warning is about, or take that back."""
        checks = self._open_checks
        try:
            if is_ticked:
                checks.tick(field, finding, reason, author=self._context.author)
            else:
                checks.untick(field, finding)
        except KyoseiError as error:
            self._context.messages.error(str(error))
        else:
            self._context.changed(by=FORM)
        self._screen.show_findings(field, self._point_out(field))

    # Earlier texts and drafts that were left behind

    def copy(self, field: FieldId, before: Value, text: str) -> None:
        """Offer an earlier text as the field's draft; what stood there is kept first, and Ctrl+Z brings it back."""
        if not self._keep_whatever_it_is(field, before):
            return
        self._screen.show_value(field, Value(text))
        self._keeper.copy(field, text)
        self._screen.show_recovery(field, None)
        self._show(field, Value(text))

    def accept_copy(self, field: FieldId, value: Value) -> None:
        """An earlier text holds for this time, too: it becomes the answer, and the rule against repeating is ticked."""
        self._values[field] = value
        if self._keeper.answer(field, value):
            for one in self._point_out(field):
                if one.finding.rule == SAME_AS_BEFORE and one.can_be_ticked and one.tick is None:
                    self.tick(field, one.finding, is_ticked=True, reason="")

    def use_draft(self, field: FieldId, value: Value) -> None:
        """Go on with the draft that an earlier run left behind: it becomes the answer."""
        if self._keeper.answer(field, value):
            self._screen.show_recovery(field, None)

    def drop_draft(self, field: FieldId) -> None:
        """Go back to the text before the draft, which Ctrl+Z in the field still brings back."""
        value = self._keeper.drop_draft(field)
        self._screen.show_recovery(field, None)
        self._screen.show_value(field, value)
        self._show(field, value)

    def _keep_whatever_it_is(self, field: FieldId, value: Value) -> bool:
        """Put what stands in a field into its history before something else takes its place."""
        is_recovered = self._keeper.is_recovered(field)
        return self._keeper.answer(field, value) if is_recovered else self._keeper.leave(field, value)

    @property
    def _open_checks(self) -> FieldChecks:
        assert self._checks is not None, "a work file has been read"
        return self._checks

    def _point_out(self, field: FieldId) -> list[Pointed]:
        printed = self._pointed_by[field] = self._pictures.printed(field)
        found = self._open_checks.point_out(field, self._values[field], printed)
        is_faulty = any(one.finding.level is Level.ERROR for one in found)
        (self._faulty.add if is_faulty else self._faulty.discard)(field)
        return found

    def _on_look(self, field: FieldId, look: CellLook | None) -> None:
        self._screen.show_look(field, look)
        is_newest = look is None or look.text == self._values[field].text
        if is_newest and self._pictures.printed(field) != self._pointed_by.get(field):
            self._screen.show_findings(field, self._point_out(field))
