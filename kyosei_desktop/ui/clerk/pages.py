"""A work file as pages: one for each measure, with the fields to fill in and the years before. No Qt here."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import field_label, part_label
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import FieldId, FieldKind, Measure, MeasureId, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.drafts import Draft, load_drafts
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.work_files import Work, WorkField, read_work
from kyosei_desktop.ui.clerk.answers import Answer, AnswerState, earlier_cells

_PRESSING = (
    AnswerState.RETURNED,
    AnswerState.COPIED,
    AnswerState.STARTED,
    AnswerState.UNWRITTEN,
    AnswerState.OPTIONAL,
    AnswerState.DONE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One measure of the form."""

    measure: MeasureId
    number: str
    name: str
    answers: Sequence[Answer]

    @property
    def is_required(self) -> bool:
        """Whether anything on it must be answered."""
        return any(one.is_required for one in self.answers)

    def state_in(self, column: str) -> AnswerState | None:
        """The most pressing state of the fields in a column; None where it has none there."""
        states = [one.state for one in self.answers if one.column == column]
        return next((one for one in _PRESSING if one in states), None)

    @property
    def state(self) -> AnswerState:
        """Where the measure stands: the most pressing of its fields' states."""
        states = [one.state for one in self.answers]
        if AnswerState.RETURNED in states:
            return AnswerState.RETURNED
        for begun in (AnswerState.COPIED, AnswerState.STARTED):
            if begun in states:
                return begun
        if AnswerState.UNWRITTEN in states:  # what is not required may well be done since earlier halves
            is_begun = any(one.is_required and one.state is AnswerState.DONE for one in self.answers)
            return AnswerState.STARTED if is_begun else AnswerState.UNWRITTEN
        is_enough = self.is_required or AnswerState.OPTIONAL not in states
        return AnswerState.DONE if is_enough else AnswerState.OPTIONAL


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is, in words and as `done` of `total`. `is_review`: it counts the fields that came back."""

    text: str
    done: int
    total: int
    is_review: bool


@dataclass(frozen=True)
class WorkPages:
    """Everything the clerk's views show."""

    work: Work
    plan: Plan
    definition: Definition
    pages: Sequence[Page]

    @property
    def round_label(self) -> str:
        """Such as 令和３年度 下期実績."""
        year = self.definition.shown_calendar.fiscal_year(self.work.year)
        return f"{year} {self.definition.period(self.work.period).label}"

    @property
    def required(self) -> Sequence[Page]:
        """The pages on which something must be answered; where nothing must be, all of them."""
        return [one for one in self.pages if one.is_required] or self.pages

    @property
    def done(self) -> int:
        """How many of the required pages need nothing more."""
        return sum(1 for one in self.required if one.state is AnswerState.DONE)

    @property
    def progress(self) -> Progress:
        """The returned fields as long as one of them waits for a look, else the measures."""
        returned = [answer for page in self.pages for answer in page.answers if answer.is_returned]
        waiting = sum(1 for answer in returned if answer.state is AnswerState.RETURNED)
        if waiting:
            text = _("差戻し {total}欄のうち {count}欄 見直し待ち").format(total=len(returned), count=waiting)
            return Progress(text, len(returned) - waiting, len(returned), is_review=True)
        done, total = self.done, len(self.required)
        text = _("{total}施策のうち {done}施策 記入済").format(total=total, done=done)
        return Progress(text, done, total, is_review=False)

    @property
    def columns(self) -> Sequence[str]:
        """What is asked, across all measures, in the order of the form."""
        return tuple(dict.fromkeys(answer.column for page in self.pages for answer in page.answers))

    def index_of(self, field: FieldId) -> int:
        """On which page a field is. Raises KeyError."""
        for index, page in enumerate(self.pages):
            if any(one.id == field for one in page.answers):
                return index
        raise KeyError(field)

    @property
    def next_open(self) -> tuple[int, FieldId] | None:
        """Page and field where work goes on: returned ones first, then what is begun or unwritten."""
        begun = {AnswerState.STARTED, AnswerState.COPIED, AnswerState.UNWRITTEN}
        for states in ({AnswerState.RETURNED}, begun):
            for index, page in enumerate(self.pages):
                for answer in page.answers:
                    if answer.state in states:
                        return index, answer.id
        return None


def load_pages(ledger: Ledger) -> WorkPages:
    """Read a work file."""
    plan, drafts = ledger.plan(), load_drafts(ledger)
    work = read_work(ledger, plan)
    definition, revised = ledger.definition, _revised_since_return(ledger, work)
    by_measure: dict[MeasureId, list[WorkField]] = {}
    for one in work.fields:
        by_measure.setdefault(one.place.measure, []).append(one)
    pages = []
    for measure in plan.measures:
        fields = by_measure.get(measure.id)
        if fields:
            pages.append(_page(measure, _in_order_of_the_form(fields), drafts, revised, definition, work))
    return WorkPages(work, plan, definition, pages)


def _revised_since_return(ledger: Ledger, work: Work) -> set[FieldId]:
    if not any(one.is_returned for one in work.fields):
        return set()
    # None in a work file that begins with the return: then all that the department changes here comes after it
    returned_at = max((one.done_at for one in list_acts(ledger) if one.kind is ActKind.RETURNED), default=None)
    return revised_since(ledger, returned_at)


def revised_since(ledger: Ledger, moment: datetime | None) -> set[FieldId]:
    """The fields that the department has changed after a moment; None means ever."""
    return {
        one.revision.field
        for one in list_changes(ledger)
        if one.revision.origin is Origin.DEPARTMENT and (moment is None or one.revision.made_at > moment)
    }


def _in_order_of_the_form(fields: Sequence[WorkField]) -> list[WorkField]:
    """Entries first, as in the printed row from left to right."""
    order = [FieldKind.ENTRY, FieldKind.OUTCOME, FieldKind.RECORD]
    return sorted(fields, key=lambda one: order.index(one.place.kind))


def _page(
    measure: Measure,
    fields: Sequence[WorkField],
    drafts: Mapping[FieldId, Draft],
    revised: Set[FieldId],
    definition: Definition,
    work: Work,
) -> Page:
    is_plural = len(measure.initiatives) > 1
    answers = []
    for field in fields:
        label = part_label(definition, field.address)
        if is_plural and field.address.initiative is not None:
            label = _("取組{number} {label}").format(number=field.address.initiative, label=label)
        draft = drafts.get(field.place.id)
        if draft is not None and draft.value == field.value:
            draft = None
        said_before = (text for _cell, text in earlier_cells(measure, field.place, definition))
        answers.append(
            Answer(
                place=field.place,
                label=label,
                name=field_label(definition, field.address),
                column=_column(definition, field, work.year),
                value=field.value if draft is None else draft.value,
                kept=field.value,
                draft=draft,
                is_copied=draft is not None and draft.value.text in said_before,
                is_required=field.is_required,
                is_returned=field.is_returned,
                is_revised=field.place.id in revised,
                note=field.note or (work.return_reason if field.is_returned else None),
            )
        )
    return Page(measure.id, definition.number_label(measure.no), measure.name, answers)


def _column(definition: Definition, field: WorkField, year: FiscalYear) -> str:
    """The part's name; an entry of the round's own year goes by its period alone, as printed."""
    if field.place.period is not None and field.place.year == year:
        return definition.period(field.place.period).label
    return part_label(definition, field.address)
