"""The form: one measure at a time. Typing becomes a draft, leaving a field a revision. No Qt here."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Protocol

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId, MeasureId, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.cell import CellPicture, entry_cell
from kyosei_desktop.store.drafts import Draft, discard_draft, save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.ui.clerk.answers import Answer, AnswerState, ValueChoice, problem_with, value_chosen
from kyosei_desktop.ui.clerk.pages import Page, WorkPages, load_pages
from kyosei_desktop.ui.clerk.past import PastPart, past_of
from kyosei_desktop.ui.context import AppContext


class FormScreen(Protocol):
    """What the presenter asks of the view."""

    def show_page(self, page: Page, past: Sequence[PastPart], *, position: int, total: int) -> None:
        """Show a measure; each field gets its value without that counting as typing."""

    def show_nothing_asked(self) -> None:
        """Say that the request asks for nothing."""

    def show_answer(self, answer: Answer) -> None:
        """Say anew where a field stands, without touching its text."""

    def show_problem(self, field: FieldId, problem: str | None) -> None:
        """Say beside a field what is wrong with it."""

    def show_picture(self, field: FieldId, picture: CellPicture | None) -> None:
        """Show beside a field how it will be printed; None where there is nothing to print."""

    def show_value(self, field: FieldId, value: Value) -> None:
        """Put another value into a field, so that it can be undone."""

    def focus_field(self, field: FieldId) -> None:
        """Give the keyboard to a field."""

    def leave_fields(self) -> None:
        """Send `leave_field` for every field that holds something not yet kept."""


class FormPresenter:
    """Holds which page is shown, and keeps what is written."""

    def __init__(self, context: AppContext, screen: FormScreen) -> None:
        """Nothing is read before `refresh`."""
        self._context, self._screen = context, screen
        self._pages: WorkPages | None = None
        self._index = 0
        self._answers: dict[FieldId, Answer] = {}

    @property
    def page(self) -> Page | None:
        """The measure shown; None where nothing is asked."""
        return self._pages.pages[self._index] if self._pages is not None and self._pages.pages else None

    def refresh(self) -> None:
        """Read the work file anew and show the same measure."""
        measure = None if self.page is None else self.page.measure
        self._read()
        self._show(self._index_of(measure))

    def open_at(self, field: FieldId | None = None, measure: MeasureId | None = None) -> None:
        """Go to a field, to a measure, or to where work goes on."""
        pages = self._pages
        if pages is None or not pages.pages:
            return
        if field is not None:
            self._show(pages.index_of(field))
            self._screen.focus_field(field)
        elif measure is not None:
            self._show(self._index_of(measure))
        else:
            self._say_heading()

    def go_next(self) -> None:
        """To the next measure."""
        self._go(self._index + 1)

    def go_previous(self) -> None:
        """To the measure before."""
        self._go(self._index - 1)

    def go_next_unanswered(self, current: FieldId | None) -> None:
        """To the next field that is not answered yet, round and round; says so where there is none."""
        self._screen.leave_fields()
        self._read()
        assert self._pages is not None
        fields = [answer for page in self._pages.pages for answer in page.answers]
        start = next((n + 1 for n, one in enumerate(fields) if one.id == current), 0)
        wanted = (AnswerState.UNWRITTEN, AnswerState.RETURNED)
        for answer in (*fields[start:], *fields[:start]):
            if answer.state in wanted and answer.id != current:
                self.open_at(field=answer.id)
                return
        self._context.messages.info(
            _("ほかに未記入の必須の欄はありません。"),
            (_("確認して提出する"), lambda: self._context.go("hand_in")),
        )

    def typed(self, field: FieldId, value: Value) -> None:
        """A field's text changes: say at once what is wrong with it."""
        self._screen.show_problem(field, problem_with(self._answers[field], value))
        self._picture(self._answers[field], value)

    def keep_draft(self, field: FieldId, value: Value) -> None:
        """Typing has paused: keep what stands there."""
        answer = self._answers[field]
        if value == answer.value or not _is_storable(value.text):
            return
        ledger = self._context.open_ledger
        try:
            if value == answer.kept:
                discard_draft(ledger, field)
                draft = None
            else:
                draft = Draft(value, save_draft(ledger, field, value))
        except KyoseiError as error:
            self._context.messages.error(str(error))
            return
        self._remember(replace(answer, value=value, draft=draft))
        self._context.shell.say_saved(ledger.clock())
        # other views show drafts; what title and status line say does not hang on them
        self._context.changes.announce(by=self._screen)

    def leave_field(self, field: FieldId, value: Value) -> bool:
        """The field is left: what stands there becomes a revision. Whether it is kept."""
        answer = self._answers[field]
        if value == answer.kept and answer.draft is None:
            return True
        ledger = self._context.open_ledger
        try:
            is_changed = answer_field(ledger, field, value, author=self._context.author)
        except KyoseiError as error:
            self._context.messages.error(str(error))
            return False
        revised = answer.is_revised or (is_changed and answer.is_returned)
        self._remember(replace(answer, value=value, kept=value, draft=None, is_revised=revised))
        self._context.shell.say_saved(ledger.clock())
        self._context.changed(by=self._screen)
        return True

    def choose(self, field: FieldId, choice: ValueChoice, before: Value) -> None:
        """Make the field a written, not applicable, ended or not begun one.

        What was written before becomes a revision first, so that it stays in the history.
        """
        if before.text and not self.leave_field(field, before):
            return
        value = value_chosen(choice, before.text)
        self._screen.show_value(field, value)
        self._picture(self._answers[field], value)
        self._screen.show_problem(field, problem_with(self._answers[field], value))
        self.leave_field(field, value)

    def _read(self) -> None:
        self._pages = load_pages(self._context.open_ledger)
        self._answers = {answer.id: answer for page in self._pages.pages for answer in page.answers}

    def _index_of(self, measure: MeasureId | None) -> int:
        assert self._pages is not None
        for index, page in enumerate(self._pages.pages):
            if page.measure == measure:
                return index
        following = self._pages.next_open
        return 0 if following is None else following[0]

    def _go(self, index: int) -> None:
        assert self._pages is not None
        if 0 <= index < len(self._pages.pages):
            self._screen.leave_fields()
            self._read()
            self._show(index)
            page = self.page
            assert page is not None
            self._screen.focus_field(page.answers[0].id)

    def _show(self, index: int) -> None:
        pages = self._pages
        assert pages is not None
        if not pages.pages:
            self._screen.show_nothing_asked()
            return
        self._index = index
        page = pages.pages[index]
        self._say_heading()
        self._screen.show_page(page, past_of(pages, page.measure), position=index + 1, total=len(pages.pages))
        for answer in page.answers:
            self._screen.show_problem(answer.id, problem_with(answer, answer.value))
            self._picture(answer, answer.value)

    def _say_heading(self) -> None:
        pages, page = self._pages, self.page
        assert pages is not None
        assert page is not None
        self._context.shell.say_heading(
            _("№{number} の{period}に何を書くか").format(number=page.number, period=pages.round_label)
        )

    def _picture(self, answer: Answer, value: Value) -> None:
        """Have the cell drawn off the UI thread; of several typed in haste only the last one is shown."""
        if answer.place.year is None:
            return
        if not value.text.strip() or problem_with(answer, value) is not None:
            self._screen.show_picture(answer.id, None)
            return
        self._context.jobs.start(
            _("報告書での見え方"),
            _draw(value.text, self._context.open_ledger.definition, answer.place.year),
            done=lambda picture: self._screen.show_picture(answer.id, picture),
            failed=lambda _error: self._screen.show_picture(answer.id, None),
            is_quiet=True,
            key=f"cell {answer.id}",
        )

    def _remember(self, answer: Answer) -> None:
        self._answers[answer.id] = answer
        self._screen.show_answer(answer)


def _draw(text: str, definition: Definition, year: FiscalYear) -> Generator[Step, None, CellPicture]:
    yield Step(0, 1, "")
    return entry_cell(text, definition, year)


def _is_storable(text: str) -> bool:
    """Whether a text has an encoding at all; half of a surrogate pair, which only a broken paste brings, has none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
