"""Measures in the new year: new, ended, renumbered and split. Ids never change; numbers are for people.

Each is a turn (`store.turning`): a backup before it, one act in the history, one undo while nothing has come since.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.measure_numbers import number_from, order_after, place_for, repeated_number
from kyosei_desktop.domain.page_breaks import page_begins, page_groups
from kyosei_desktop.domain.plan import (
    NOT_BEGUN_MARK,
    BlankReason,
    Field,
    FieldId,
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
from kyosei_desktop.store.plans import load_plan, store_fields
from kyosei_desktop.store.report_settings import NoSuchMeasure
from kyosei_desktop.store.revisions import ensure_fields, write_field
from kyosei_desktop.store.rounds import YearNotInPlan, current_round, ensure_asked_fields
from kyosei_desktop.store.tables import FieldRow, FormerNumberRow, InitiativeRow, MeasureRow
from kyosei_desktop.store.turning import take_turn

MAX_NUMBER, MAX_NUMBER_LENGTH = 999_999, 40
"""What a measure's number may be (resources/schemas/common.schema.json, `measure_number`)."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(eq=False)
class NumberTaken(KyoseiError):
    """Two measures would have one number."""

    sentence: ClassVar[str] = N_("施策の番号「{number}」が重なります。ほかの施策にない番号を付けてください。")
    number: str


@dataclass(eq=False)
class NotAMeasureNumber(KyoseiError):
    """A number that no file could carry."""

    sentence: ClassVar[str] = N_(
        "施策の番号「{number}」は使えません。制御文字を入れずに、1〜{limit}字で書いてください。"
    )
    number: str
    limit: int


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


def add_measure(
    ledger: Ledger,
    number: str,
    name: str,
    initiative: NewInitiative,
    *,
    from_year: FiscalYear,
    after: MeasureNumber | None = None,
    author: str,
) -> Generator[Step, None, MeasureId]:
    """Add a measure with one initiative; its cells of years before `from_year` say "not begun" (`*****`).

    Args:
        number: as typed; an integer where the plan's numbers are.
        after: the measure behind which it is printed; by default where its number belongs, else at the end. It is on
            the manual page of the one before it.

    Raises:
        NumberTaken, NotAMeasureNumber, NoSuchMeasure, NoDepartmentNamed, NotADepartmentName, DepartmentIsNoMore,
        NotAcceptableText, TextTooLong, OnlyInALedger, LedgerReadOnly.
    """

    def change(unit: Unit) -> MeasureId:
        plan = load_plan(unit.session)
        position = None if after is None else 1 + plan.measures.index(_measure(plan, after))
        made = _insert_measure(unit, plan, _checked_number(plan, number), clean_text(name), position, author=author)
        _insert_initiative(unit, plan, made, 1, initiative, from_year, author=author)
        _join_open_round(unit, author=author)
        return made

    return (yield from take_turn(ledger, ActKind.MEASURES_CHANGED, change, note=f"＋№{number}", author=author))


def end_measure(
    ledger: Ledger, measure: MeasureNumber, from_year: FiscalYear, *, author: str
) -> Generator[Step, None, list[FieldId]]:
    """End a measure: its cells from a year on that nobody has answered are blank for that reason (`ended`).

    Returns:
        The fields that were marked.

    Raises:
        NoSuchMeasure, YearNotInPlan, NothingToEnd, OnlyInALedger, LedgerReadOnly.
    """

    def change(unit: Unit) -> list[FieldId]:
        plan, definition = load_plan(unit.session), unit.ledger.definition
        found, say = _measure(plan, measure), definition.calendar.fiscal_year
        if from_year not in plan.years:
            raise YearNotInPlan(year=say(from_year), years="、".join(say(one) for one in plan.years))
        places = [
            Field(FieldKind.ENTRY, found.id, one.id, year, period.id)
            for one in found.initiatives
            for year in plan.years
            for period in definition.periods
            if year >= from_year and not one.entry(year, period.id).is_answered
        ]
        ensure_fields(unit, places, author=author)
        for place in places:
            write_field(unit, place.id, Value(blank=BlankReason.ENDED), author=author, reason=_("施策の終了"))
        if not places:
            raise NothingToEnd(measure=str(measure), year=say(from_year))
        return [one.id for one in places]

    return (yield from take_turn(ledger, ActKind.MEASURES_CHANGED, change, note=f"№{measure}→－", author=author))


def renumber_measures(
    ledger: Ledger, numbers: Mapping[MeasureNumber, str], *, author: str
) -> Generator[Step, None, dict[MeasureNumber, MeasureNumber]]:
    """Give measures other numbers, all at once, so that two may change places.

    Where the plan was numbered in order it is printed in order afterwards, and manual pages begin with the same
    measures as before. The old number stays known: 「旧12」 finds its history.

    Returns:
        New numbers by old ones.

    Raises:
        NoSuchMeasure, NumberTaken, NotAMeasureNumber, OnlyInALedger, LedgerReadOnly.
    """

    def change(unit: Unit) -> dict[MeasureNumber, MeasureNumber]:
        plan = load_plan(unit.session)
        new = {_measure(plan, old).id: _usable(number_from(no, plan.measures)) for old, no in numbers.items()}
        repeated = repeated_number([new.get(one.id, one.no) for one in plan.measures])
        if repeated is not None:
            raise NumberTaken(number=str(repeated))
        changed = {one.no: new[one.id] for one in plan.measures if one.id in new and new[one.id] != one.no}
        for one in plan.measures:
            if one.no in changed:
                _renumber(unit, one, changed[one.no])
        _put_in_order(unit, plan.measures, order_after(plan.measures, new))
        return changed

    note = "、".join(f"№{old}→№{no}" for old, no in numbers.items())
    return (yield from take_turn(ledger, ActKind.MEASURES_CHANGED, change, note=note, author=author))


def split_measure(
    ledger: Ledger,
    measure: MeasureNumber,
    initiatives: Sequence[int],
    number: str,
    *,
    name: str | None = None,
    author: str,
) -> Generator[Step, None, MeasureId]:
    """Make some initiatives of a measure a measure of their own, with all they ever said.

    Outcome and record stay with the old one; the new one's are blank.

    Args:
        initiatives: which, counted from 1.
        number: the new measure's.
        name: the new measure's; None means the old one's.

    Raises:
        NoSuchMeasure, NoSuchInitiative, NothingLeft, NumberTaken, NotAMeasureNumber, NotAcceptableText, TextTooLong,
        OnlyInALedger, LedgerReadOnly.
    """

    def change(unit: Unit) -> MeasureId:
        plan = load_plan(unit.session)
        found = _measure(plan, measure)
        moved = [_initiative(found, one).id for one in dict.fromkeys(initiatives)]
        if len(moved) == len(found.initiatives):
            raise NothingLeft(measure=str(measure))
        title = found.name if name is None else clean_text(name)
        new_number = _checked_number(plan, number)
        made = _insert_measure(unit, plan, new_number, title, None, beside=found, author=author)
        for one in moved:
            unit.session.execute(update(InitiativeRow).where(InitiativeRow.id == one).values(measure_id=made))
            unit.session.execute(update(FieldRow).where(FieldRow.initiative_id == one).values(measure_id=made))
        for owner in (found.id, made):
            _count_initiatives(unit, [one.id for one in found.initiatives if (one.id in moved) == (owner == made)])
        return made

    note = f"№{measure}→№{measure}＋№{number}"
    return (yield from take_turn(ledger, ActKind.MEASURES_CHANGED, change, note=note, author=author))


def split_initiative(
    ledger: Ledger,
    measure: MeasureNumber,
    initiative: int,
    others: Sequence[NewInitiative],
    *,
    from_year: FiscalYear,
    author: str,
) -> Generator[Step, None, list[InitiativeId]]:
    """Set new initiatives beside one of a measure, which keeps what it ever said.

    The new ones follow on it; their cells of years before `from_year` say "not begun" (`*****`).

    Raises:
        NoSuchMeasure, NoSuchInitiative, NoDepartmentNamed, NotADepartmentName, DepartmentIsNoMore, NotAcceptableText,
        TextTooLong, OnlyInALedger, LedgerReadOnly.
    """

    def change(unit: Unit) -> list[InitiativeId]:
        plan = load_plan(unit.session)
        found = _measure(plan, measure)
        _initiative(found, initiative)
        made = [_insert_initiative(unit, plan, found.id, 0, one, from_year, author=author) for one in others]
        ids = [one.id for one in found.initiatives]
        _count_initiatives(unit, [*ids[:initiative], *made, *ids[initiative:]])
        _join_open_round(unit, author=author)
        return made

    note = f"№{measure}（{initiative}）＋{len(others)}"
    return (yield from take_turn(ledger, ActKind.MEASURES_CHANGED, change, note=note, author=author))


def _measure(plan: Plan, number: MeasureNumber) -> Measure:
    found = next((one for one in plan.measures if str(one.no) == str(number)), None)
    if found is None:
        raise NoSuchMeasure(measure=str(number))
    return found


def _initiative(measure: Measure, number: int) -> Initiative:
    if not 1 <= number <= len(measure.initiatives):
        raise NoSuchInitiative(measure=str(measure.no), number=number)
    return measure.initiatives[number - 1]


def _usable(number: MeasureNumber) -> MeasureNumber:
    is_usable = number <= MAX_NUMBER if isinstance(number, int) else 0 < len(number) <= MAX_NUMBER_LENGTH
    if not is_usable or _CONTROL.search(str(number)):
        raise NotAMeasureNumber(number=str(number)[:MAX_NUMBER_LENGTH], limit=MAX_NUMBER_LENGTH)
    return number


def _checked_number(plan: Plan, text: str) -> MeasureNumber:
    number = _usable(number_from(text, plan.measures))
    if any(str(one.no) == str(number) for one in plan.measures):
        raise NumberTaken(number=str(number))
    return number


def _renumber(unit: Unit, measure: Measure, number: MeasureNumber) -> None:
    session = unit.session
    row = session.get_one(MeasureRow, measure.id)
    session.add(FormerNumberRow(measure_id=row.id, no=row.no, no_is_text=row.no_is_text, until=unit.now))
    row.no, row.no_is_text = str(number), isinstance(number, str)


def _put_in_order(unit: Unit, measures: Sequence[Measure], order: Sequence[MeasureId]) -> None:
    """Print measures in another order; manual pages begin with the same measures as before."""
    if order == [one.id for one in measures]:
        return
    by_id = {one.id: one for one in measures}
    begins = {one.id for one, is_begin in zip(measures, page_begins(measures), strict=True) if is_begin}
    ordered = [by_id[one] for one in order]
    pages = page_groups(ordered, begins - {order[0]}) if begins else [one.page for one in ordered]
    for position, (measure, page) in enumerate(zip(ordered, pages, strict=True)):
        row = unit.session.get_one(MeasureRow, measure.id)
        row.position, row.page = position, page
    unit.session.flush()


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
        position = place_for(measures, number)
        if position == len(measures) and beside is not None:
            position = 1 + measures.index(beside)
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
