"""One field of the form: what it asks, what it says, and where it stands. No Qt here."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import NOT_BEGUN_MARK, BlankReason, Field, FieldId, FieldKind, Measure, PeriodId, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.drafts import Draft


class AnswerState(StrEnum):
    """Where one field or one measure stands: a word and a shape, never a colour alone."""

    OPTIONAL = N_("任意")
    UNWRITTEN = N_("未記入")
    STARTED = N_("記入中")
    COPIED = N_("写したまま")
    DONE = N_("記入済")
    RETURNED = N_("差戻し")

    @property
    def icon(self) -> str:
        """The shape's name in `resources/icons`: ○ ◐ ● ▲, which the font does not have all."""
        return f"state-{self.name.lower()}"

    @property
    def tone(self) -> str:
        """A colour of the palette that underlines it."""
        return _TONES[self]


_TONES = {
    AnswerState.OPTIONAL: "muted",
    AnswerState.UNWRITTEN: "text",
    AnswerState.STARTED: "accent",
    AnswerState.COPIED: "warning",
    AnswerState.DONE: "ok",
    AnswerState.RETURNED: "warning",
}


class ValueChoice(StrEnum):
    """What a clerk can make of an entry with one key."""

    WRITTEN = "written"
    NOT_APPLICABLE = "not_applicable"
    ENDED = "ended"
    NOT_BEGUN = "not_begun"


CHOICE_TEXTS = {
    ValueChoice.WRITTEN: N_("記入"),
    ValueChoice.NOT_APPLICABLE: N_("該当なし"),
    ValueChoice.ENDED: N_("終了"),
    ValueChoice.NOT_BEGUN: N_("未着手"),
}


def choice_of(value: Value) -> ValueChoice:
    """Which of the four a value is."""
    if value.blank is not None:
        return ValueChoice(value.blank.value)
    return ValueChoice.NOT_BEGUN if value.is_not_begun else ValueChoice.WRITTEN


def value_chosen(choice: ValueChoice, before: str) -> Value:
    """The value that a choice makes of a text; a mark "not begun" is taken away again by choosing 記入."""
    if choice in (ValueChoice.NOT_APPLICABLE, ValueChoice.ENDED):
        return Value(blank=BlankReason(choice.value))
    if choice is ValueChoice.NOT_BEGUN:
        return Value(before if Value(before).is_not_begun else NOT_BEGUN_MARK)
    return Value("" if Value(before).is_not_begun else before)


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a page.

    Attributes:
        label: what it is called on its page.
        name: what it is called elsewhere, such as №36（2） 令和３年度 下期実績.
        column: what it is called beside other measures.
        value: what the form shows: the draft, where there is one, else `kept`.
        kept: what the last revision says.
        is_copied: whether the draft is an earlier text that was copied and not changed since.
        is_revised: whether it was changed since it was returned.
        note: the coordinator's word on it, or on all that came back.
    """

    place: Field
    label: str
    name: str
    column: str
    value: Value
    kept: Value
    draft: Draft | None
    is_copied: bool
    is_required: bool
    is_returned: bool
    is_revised: bool
    note: str | None

    @property
    def id(self) -> FieldId:
        """The field's id."""
        return self.place.id

    @property
    def has_choices(self) -> bool:
        """Whether a reason for a blank may stand here: in entries only."""
        return self.place.kind is FieldKind.ENTRY

    @property
    def state(self) -> AnswerState:
        """Where the field stands."""
        if self.is_returned and not self.is_revised and self.draft is None:
            return AnswerState.RETURNED
        if self.draft is not None:
            return AnswerState.COPIED if self.is_copied else AnswerState.STARTED
        if self.kept.is_answered:
            return AnswerState.DONE
        return AnswerState.UNWRITTEN if self.is_required else AnswerState.OPTIONAL


def earlier_cells(
    measure: Measure, place: Field, definition: Definition
) -> Iterator[tuple[tuple[FiscalYear, PeriodId], str]]:
    """What the same initiative said before in cells of the same kind, the newest first: texts worth copying."""
    if place.year is None or place.period is None:
        return
    order = [one.id for one in definition.periods]
    kind = definition.period(place.period).kind
    entries = measure.initiatives[measure.position_of(place.initiative)].entries
    for year, period in sorted(entries, key=lambda cell: (cell[0], order.index(cell[1])), reverse=True):
        value = entries[year, period]
        is_earlier = (year, order.index(period)) < (place.year, order.index(place.period))
        is_text = bool(value.text.strip()) and not value.is_not_begun
        if is_earlier and is_text and definition.period(period).kind is kind:
            yield (year, period), value.text
