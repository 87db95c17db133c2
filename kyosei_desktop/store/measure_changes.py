"""Measures in the new year: new, ended, renumbered and split. Ids never change; numbers are for people.

Each change is a value that says what is to be; `change_measures` makes it as a turn (`store.turning`).
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from sqlalchemy import select, update

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.measure_numbers import (
    is_numbered_in_order,
    number_from,
    order_after,
    place_for,
    repeated_number,
)
from kyosei_desktop.domain.plan import (
    NOT_BEGUN_MARK,
    BlankReason,
    Field,
    FieldKind,
    Initiative,
    InitiativeId,
    Measure,
    MeasureId,
    MeasureNumber,
    Plan,
    Value,
)
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.editing import departments_named
from kyosei_desktop.store.ledger import Ledger, Unit, new_id
from kyosei_desktop.store.measure_numbering import NumberTaken, checked_number, put_in_order, renumber, usable_number
from kyosei_desktop.store.plans import load_plan, store_fields
from kyosei_desktop.store.report_settings import NoSuchMeasure
from kyosei_desktop.store.revisions import ensure_fields, write_field
from kyosei_desktop.store.rounds import YearNotInPlan, current_round, ensure_asked_fields
from kyosei_desktop.store.tables import FieldRow, InitiativeRow, MeasureRow
from kyosei_desktop.store.turning import take_turn


@dataclass(eq=False)
class NoSuchInitiative(KyoseiError):
    """An initiative that the measure does not have."""

    sentence: ClassVar[str] = N_("施策「{measure}」に取組（{number}）はありません。取組の番号を確かめてください。")
    measure: str
    number: int


@dataclass(eq=False)
class NothingLeft(KyoseiError):
    """All initiatives of a measure would leave it."""

    sentence: ClassVar[str] = N_(
        "施策「{measure}」に取組が一つも残りません。残す取組を決め、ほかの取組だけを指定してください。"
    )
    measure: str


@dataclass(eq=False)
class NothingToEnd(KyoseiError):
    """A measure is to end whose cells are all answered."""

    sentence: ClassVar[str] = N_(
        "施策「{measure}」の{year}以降の欄はすべて記入済みです。終了とする欄を先に空にしてください。"
    )
    measure: str
    year: str


@dataclass(frozen=True, slots=True)
class NewInitiative:
    """An initiative to be: its text, and its owners by name."""

    content: str
    departments: Sequence[str]


class MeasureChange(Protocol):
    """One way to arrange measures; `change_measures` makes it, `measure_preview.preview_measure_change` looks ahead."""

    @property
    def note(self) -> str:
        """What the history says that it was, in signs such as 「№5→№6」."""

    def make(self, unit: Unit, *, author: str) -> None:
        """Write it within a unit."""


def change_measures(ledger: Ledger, change: MeasureChange, *, author: str) -> Generator[Step, None, None]:
    """Arrange measures as one turn: a backup before it, one act in the history, one undo while nothing has come since.

    Raises:
        OnlyInALedger, LedgerReadOnly, and what the change says of itself.
    """

    def make(unit: Unit) -> None:
        change.make(unit, author=author)

    yield from take_turn(ledger, ActKind.MEASURES_CHANGED, make, note=change.note, author=author)


@dataclass(frozen=True, slots=True)
class AddedMeasure:
    """A new measure with one initiative; its cells of years before `from_year` say "not begun" (`*****`).

    Attributes:
        number: as typed; an integer where the plan's numbers are.
        after: the measure behind which it is printed; by default where its number belongs, else at the end. It is on
            the manual page of the one before it.

    Raises:
        NumberTaken, NotAMeasureNumber, NoSuchMeasure, NoDepartmentNamed, NotADepartmentName, DepartmentIsNoMore,
        NotAcceptableText, TextTooLong.
    """

    number: str
    name: str
    initiative: NewInitiative
    from_year: FiscalYear
    after: MeasureNumber | None = None

    @property
    def note(self) -> str:
        """Such as 「＋№7」."""
        return f"＋№{self.number}"

    def make(self, unit: Unit, *, author: str) -> None:
        """Insert the measure and its initiative; an open round asks for it."""
        plan = load_plan(unit.session)
        position = None if self.after is None else 1 + plan.measures.index(_measure(plan, self.after))
        number = checked_number(plan, self.number)
        made = _insert_measure(unit, plan, number, clean_text(self.name), position, author=author)
        _insert_initiative(unit, plan, made, 1, self.initiative, self.from_year, author=author)
        _join_open_round(unit, author=author)


@dataclass(frozen=True, slots=True)
class EndedMeasure:
    """A measure ends: its cells from a year on that nobody has answered are blank for that reason (`ended`).

    Raises:
        NoSuchMeasure, YearNotInPlan, NothingToEnd.
    """

    measure: MeasureNumber
    from_year: FiscalYear

    @property
    def note(self) -> str:
        """Such as 「№7→－」."""
        return f"№{self.measure}→－"

    def make(self, unit: Unit, *, author: str) -> None:
        """Mark the cells."""
        plan, definition = load_plan(unit.session), unit.ledger.definition
        found, say = _measure(plan, self.measure), definition.shown_calendar.fiscal_year
        if self.from_year not in plan.years:
            raise YearNotInPlan(year=say(self.from_year), years="、".join(say(one) for one in plan.years))
        places = [
            Field(FieldKind.ENTRY, found.id, one.id, year, period.id)
            for one in found.initiatives
            for year in plan.years
            for period in definition.periods
            if year >= self.from_year and not one.entry(year, period.id).is_answered
        ]
        if not places:
            raise NothingToEnd(measure=str(self.measure), year=say(self.from_year))
        ensure_fields(unit, places, author=author)
        for place in places:
            write_field(unit, place.id, Value(blank=BlankReason.ENDED), author=author, reason=_("施策の終了"))


@dataclass(frozen=True, slots=True)
class RenumberedMeasures:
    """Measures get other numbers, all at once, so that two may change places.

    Where the plan was numbered in order it is printed in order afterwards, and manual pages begin with the same
    measures as before. The old number stays known: 「旧12」 finds its history.

    Attributes:
        numbers: new ones, as typed, by old ones.

    Raises:
        NoSuchMeasure, NumberTaken, NotAMeasureNumber.
    """

    numbers: Mapping[MeasureNumber, str]

    @property
    def note(self) -> str:
        """Such as 「№5→№6、№6→№7」."""
        return "、".join(f"№{old}→№{no}" for old, no in self.numbers.items())

    def make(self, unit: Unit, *, author: str) -> None:
        """Renumber, and print in order where there was one; numbers have no author of their own."""
        plan = load_plan(unit.session)
        new = {
            _measure(plan, old).id: usable_number(number_from(no, plan.measures)) for old, no in self.numbers.items()
        }
        repeated = repeated_number([new.get(one.id, one.no) for one in plan.measures])
        if repeated is not None:
            raise NumberTaken(number=str(repeated))
        for one in plan.measures:
            if one.id in new and new[one.id] != one.no:
                renumber(unit, one, new[one.id])
        put_in_order(unit, plan.measures, order_after(plan.measures, new))


@dataclass(frozen=True, slots=True)
class SplitMeasure:
    """Some initiatives of a measure become a measure of their own, with all they ever said.

    Outcome and record stay with the old one; the new one's are blank.

    Attributes:
        initiatives: which, counted from 1.
        number: the new measure's.
        name: the new measure's; None means the old one's.

    Raises:
        NoSuchMeasure, NoSuchInitiative, NothingLeft, NumberTaken, NotAMeasureNumber, NotAcceptableText, TextTooLong.
    """

    measure: MeasureNumber
    initiatives: Sequence[int]
    number: str
    name: str | None = None

    @property
    def note(self) -> str:
        """Such as 「№3→№3＋№5」."""
        return f"№{self.measure}→№{self.measure}＋№{self.number}"

    def make(self, unit: Unit, *, author: str) -> None:
        """Insert the measure and give it the initiatives."""
        plan = load_plan(unit.session)
        found = _measure(plan, self.measure)
        moved = [_initiative(found, one).id for one in dict.fromkeys(self.initiatives)]
        if len(moved) == len(found.initiatives):
            raise NothingLeft(measure=str(self.measure))
        title = found.name if self.name is None else clean_text(self.name)
        new_number = checked_number(plan, self.number)
        made = _insert_measure(unit, plan, new_number, title, None, beside=found, author=author)
        for one in moved:
            unit.session.execute(update(InitiativeRow).where(InitiativeRow.id == one).values(measure_id=made))
            unit.session.execute(update(FieldRow).where(FieldRow.initiative_id == one).values(measure_id=made))
        for owner in (found.id, made):
            _count_initiatives(unit, [one.id for one in found.initiatives if (one.id in moved) == (owner == made)])


@dataclass(frozen=True, slots=True)
class SplitInitiative:
    """New initiatives stand beside one of a measure, which keeps what it ever said.

    The new ones follow on it; their cells of years before `from_year` say "not begun" (`*****`).

    Raises:
        NoSuchMeasure, NoSuchInitiative, NoDepartmentNamed, NotADepartmentName, DepartmentIsNoMore, NotAcceptableText,
        TextTooLong.
    """

    measure: MeasureNumber
    initiative: int
    others: Sequence[NewInitiative]
    from_year: FiscalYear

    @property
    def note(self) -> str:
        """Such as 「№3（1）＋1」."""
        return f"№{self.measure}（{self.initiative}）＋{len(self.others)}"

    def make(self, unit: Unit, *, author: str) -> None:
        """Insert the initiatives; an open round asks for them."""
        plan = load_plan(unit.session)
        found = _measure(plan, self.measure)
        _initiative(found, self.initiative)
        made = [_insert_initiative(unit, plan, found.id, 0, one, self.from_year, author=author) for one in self.others]
        ids = [one.id for one in found.initiatives]
        _count_initiatives(unit, [*ids[: self.initiative], *made, *ids[self.initiative :]])
        _join_open_round(unit, author=author)


def _measure(plan: Plan, number: MeasureNumber) -> Measure:
    found = next((one for one in plan.measures if str(one.no) == str(number)), None)
    if found is None:
        raise NoSuchMeasure(measure=str(number))
    return found


def _initiative(measure: Measure, number: int) -> Initiative:
    if not 1 <= number <= len(measure.initiatives):
        raise NoSuchInitiative(measure=str(measure.no), number=number)
    return measure.initiatives[number - 1]


def _insert_measure(
    unit: Unit,
    plan: Plan,
    number: MeasureNumber,
    name: str,
    position: int | None,
    *,
    beside: Measure | None = None,
    author: str,
) -> MeasureId:
    """A measure without initiatives, where its number belongs, else behind `beside`, else at the end."""
    measures = plan.measures
    if position is None:
        has_place = isinstance(number, int) and is_numbered_in_order(measures)
        position = place_for(measures, number) if beside is None or has_place else 1 + measures.index(beside)
    page = measures[max(0, position - 1)].page
    for row in unit.session.scalars(select(MeasureRow)):
        row.position += row.position >= position
    made = MeasureId(new_id())
    text = isinstance(number, str)
    unit.session.add(MeasureRow(id=made, position=position, no=str(number), no_is_text=text, page=page))
    unit.session.flush()
    fields = [
        (Field(kind, made), Value(said))
        for kind, said in ((FieldKind.NAME, name), (FieldKind.OUTCOME, ""), (FieldKind.RECORD, ""))
    ]
    store_fields(unit.session, fields, {}, author=author, now=unit.now)
    return made


def _insert_initiative(
    unit: Unit, plan: Plan, measure: MeasureId, number: int, new: NewInitiative, from_year: FiscalYear, *, author: str
) -> InitiativeId:
    owners = departments_named(unit, new.departments)
    made = InitiativeId(new_id())
    unit.session.add(InitiativeRow(id=made, measure_id=measure, number=number))
    unit.session.flush()
    fields = [
        (Field(FieldKind.CONTENT, measure, made), Value(clean_text(new.content))),
        (Field(FieldKind.DEPARTMENTS, measure, made), Value("\n".join(owners))),
        *(
            (Field(FieldKind.ENTRY, measure, made, year, one.id), Value(NOT_BEGUN_MARK if year < from_year else ""))
            for year in plan.years
            for one in unit.ledger.definition.periods
        ),
    ]
    store_fields(unit.session, fields, {}, author=author, now=unit.now)
    return made


def _join_open_round(unit: Unit, *, author: str) -> None:
    """A round that is open asks for what is new, too, once its request is made."""
    collection = current_round(unit.session)
    if collection is not None:
        ensure_asked_fields(unit, load_plan(unit.session), collection, author=author)


def _count_initiatives(unit: Unit, order: Sequence[InitiativeId]) -> None:
    for number, one in enumerate(order, start=1):
        unit.session.execute(update(InitiativeRow).where(InitiativeRow.id == one).values(number=number))
