"""The form: one measure at a time, and the ways from one to another. No Qt here."""

from collections.abc import Sequence

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId, MeasureId, Value
from kyosei_desktop.store.editing import answer_fields
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.field_presenter import FieldPresenter
from kyosei_desktop.ui.clerk.form_screen import FORM, FormScreen
from kyosei_desktop.ui.clerk.pages import Page, WorkPages, load_pages
from kyosei_desktop.ui.clerk.past import past_of, plan_items
from kyosei_desktop.ui.clerk.paste_plan import PastePlan, plan_paste
from kyosei_desktop.ui.clerk.pasting import Clip
from kyosei_desktop.ui.clerk.search import Hit, find_texts
from kyosei_desktop.ui.clerk.steps_back import AnswerStep, StepsBack
from kyosei_desktop.ui.context import AppContext

_TO_BE_WRITTEN = (AnswerState.UNWRITTEN, AnswerState.RETURNED, AnswerState.COPIED)


class FormPresenter:
    """Holds which page is shown."""

    def __init__(self, context: AppContext, screen: FormScreen, fields: FieldPresenter) -> None:
        """Nothing is read before `refresh`. `fields` deals with what is written in them."""
        self._context, self._screen, self._fields = context, screen, fields
        self._pages: WorkPages | None = None
        self._index = 0
        self._steps: dict[MeasureId, StepsBack] = {}

    @property
    def page(self) -> Page | None:
        """The measure shown; None where nothing is asked."""
        return self._pages.pages[self._index] if self._pages is not None and self._pages.pages else None

    def refresh(self) -> None:
        """Read the work file anew and show the same measure."""
        measure = None if self.page is None else self.page.measure
        self._read()
        self._show(self._index_of(measure))

    # Ways

    def open_at(self, field: FieldId | None = None, measure: MeasureId | None = None) -> None:
        """Go to a field, to a measure, or to where work goes on."""
        if self.page is None:
            return
        if field is not None:
            self._read_what_is_typed()
            self._open(field)
        elif measure is not None:
            self._read_what_is_typed()
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
        pages = self._read_what_is_typed()
        fields = [answer for page in pages.pages for answer in page.answers]
        start = next((n + 1 for n, one in enumerate(fields) if one.id == current), 0)
        for answer in (*fields[start:], *fields[:start]):
            if answer.state in _TO_BE_WRITTEN and answer.id != current:
                self._open(answer.id)
                return
        self._context.messages.info(
            _("ほかに未記入の必須の欄はありません。"),
            (_("確認して提出する"), lambda: self._context.go("hand_in")),
        )

    def search(self, words: str) -> Sequence[Hit]:
        """The texts in which words stand."""
        return [] if self._pages is None else find_texts(self._pages, words)

    def begin_search(self) -> None:
        """What is typed is to be found, too."""
        self._read_what_is_typed()

    def go_to(self, hit: Hit) -> None:
        """To a text that was found."""
        self._read_what_is_typed()
        if hit.answer is not None:
            self._open(hit.answer)
        else:
            self._show(self._index_of(hit.measure))
            self._screen.show_past_text(hit.place)

    # Steps back, and many fields at once

    def undo(self) -> None:
        """Take the measure's last kept change back; that is one more revision, and nothing is lost."""
        self._step(is_back=True)

    def redo(self) -> None:
        """Take the measure's last step back, back."""
        self._step(is_back=False)

    def offer_table(self, field: FieldId, clip: Clip) -> None:
        """Several cells were pasted into a field: show what they would fill."""
        assert clip.table is not None, "only tables are offered"
        pages = self._read_what_is_typed()
        self._screen.show_paste(field, clip, plan_paste(pages.pages, field, clip.table))

    def fill(self, plan: PastePlan) -> None:
        """Fill several fields at once, in one act that can be undone."""
        self._screen.leave_fields()
        answers = {cell.field: Value(cell.text) for cell in plan.cells}
        try:
            changed = answer_fields(self._context.open_ledger, answers, author=self._context.author)
        except KyoseiError as error:
            self._context.messages.error(str(error))
            return
        self._show_changed(set(changed))
        self._context.messages.info(
            _("表から{count}欄に入れました。").format(count=len(changed)), (_("元に戻す"), self.undo)
        )

    def _step(self, *, is_back: bool) -> None:
        page = self.page
        if page is None:
            return
        self._screen.leave_fields()
        steps = self._steps.setdefault(
            page.measure, StepsBack(self._context.open_ledger, [one.id for one in page.answers])
        )
        author = self._context.author
        try:
            step = steps.undo(author=author) if is_back else steps.redo(author=author)
        except KyoseiError as error:
            self._context.messages.error(str(error))
            return
        if step is None:
            words = _("これより前の記入はありません。") if is_back else _("やり直せる記入はありません。")
            self._context.messages.info(words)
            return
        self._show_changed(set(step.after))
        self._say_step(step, is_back=is_back)

    def _say_step(self, step: AnswerStep, *, is_back: bool) -> None:
        pages = self._pages
        assert pages is not None
        names = [answer.name for page in pages.pages for answer in page.answers if answer.id in step.after]
        if is_back:
            words = _("{places} を一つ前の文に戻しました。").format(places="、".join(names))
            self._context.messages.info(words, (_("やり直す"), self.redo))
        else:
            words = _("{places} をやり直しました。").format(places="、".join(names))
            self._context.messages.info(words, (_("元に戻す"), self.undo))

    def _show_changed(self, changed: set[FieldId]) -> None:
        """Show on the page what was changed at once, in a way that each field can undo by itself."""
        self._read()
        self._context.shell.say_saved(self._context.open_ledger.clock())
        self._context.changed(by=FORM)
        page = self.page
        assert page is not None
        for answer in page.answers:
            if answer.id in changed:
                self._fields.show_changed(answer)

    # Reading and showing

    def _read(self) -> WorkPages:
        self._pages = load_pages(self._context.open_ledger)
        self._fields.take(self._pages)
        return self._pages

    def _read_what_is_typed(self) -> WorkPages:
        """Reading takes longer than showing a measure: only where something has been written since."""
        self._screen.leave_fields()
        return self._read() if self._pages is None or self._fields.have_written else self._pages

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
            self._read_what_is_typed()
            self._show(index)
            page = self.page
            assert page is not None
            self._screen.focus_field(page.answers[0].id)

    def _open(self, field: FieldId) -> None:
        assert self._pages is not None
        self._show(self._pages.index_of(field))
        self._screen.focus_field(field)

    def _show(self, index: int) -> None:
        pages = self._pages
        assert pages is not None
        if not pages.pages:
            self._screen.show_nothing_asked()
            return
        self._index = index
        page = pages.pages[index]
        self._say_heading()
        items, past = plan_items(pages, page.measure), past_of(pages, page.measure)
        self._screen.show_page(page, items, past, position=index + 1, total=len(pages.pages))
        for answer in page.answers:
            self._fields.show(answer)

    def _say_heading(self) -> None:
        pages, page = self._pages, self.page
        assert pages is not None
        assert page is not None
        self._context.shell.say_heading(
            _("№{number} の{period}に何を書くか").format(number=page.number, period=pages.round_label)
        )
