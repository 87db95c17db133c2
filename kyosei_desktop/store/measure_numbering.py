"""Numbers of measures in the ledger: which may be, giving new ones, and the printed order that follows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.measure_numbers import number_from
from kyosei_desktop.domain.page_breaks import page_begins, page_groups
from kyosei_desktop.domain.plan import Measure, MeasureId, MeasureNumber, Plan
from kyosei_desktop.store.ledger import Unit
from kyosei_desktop.store.tables import FormerNumberRow, MeasureRow

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


def usable_number(number: MeasureNumber) -> MeasureNumber:
    """The number, if files can carry it. Raises NotAMeasureNumber."""
    is_usable = number <= MAX_NUMBER if isinstance(number, int) else 0 < len(number) <= MAX_NUMBER_LENGTH
    if not is_usable or _CONTROL.search(str(number)):
        raise NotAMeasureNumber(number=str(number)[:MAX_NUMBER_LENGTH], limit=MAX_NUMBER_LENGTH)
    return number


def checked_number(plan: Plan, text: str) -> MeasureNumber:
    """A number that no measure has yet, as a person typed it. Raises NumberTaken, NotAMeasureNumber."""
    number = usable_number(number_from(text, plan.measures))
    if any(str(one.no) == str(number) for one in plan.measures):
        raise NumberTaken(number=str(number))
    return number


def renumber(unit: Unit, measure: Measure, number: MeasureNumber) -> None:
    """Give a measure another number; the old one stays known."""
    session = unit.session
    row = session.get_one(MeasureRow, measure.id)
    session.add(FormerNumberRow(measure_id=row.id, no=row.no, no_is_text=row.no_is_text, until=unit.now))
    row.no, row.no_is_text = str(number), isinstance(number, str)


def put_in_order(unit: Unit, measures: Sequence[Measure], order: Sequence[MeasureId]) -> None:
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
