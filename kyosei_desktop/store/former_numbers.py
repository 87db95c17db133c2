"""Numbers that measures had before they were renumbered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import MeasureId, MeasureNumber
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import number_of
from kyosei_desktop.store.tables import FormerNumberRow, MeasureRow

FORMER_MARK = "旧"
"""Before a number it means the measure that once had it, as people say 旧№12."""


def list_former_numbers(ledger: Ledger) -> Mapping[MeasureId, Sequence[MeasureNumber]]:
    """The numbers that measures had before, oldest first; only of those that had any."""
    with ledger.reading() as session:
        found: dict[MeasureId, list[MeasureNumber]] = defaultdict(list)
        for row in session.scalars(select(FormerNumberRow).order_by(FormerNumberRow.sequence)):
            found[MeasureId(row.measure_id)].append(row.no if row.no_is_text else int(row.no))
        return found


def now_numbered(session: Session, former: str) -> list[MeasureNumber]:
    """Today's numbers of the measures that once had a number, given as 旧12 or 旧№12; none for any other text."""
    if not former.startswith(FORMER_MARK):
        return []
    number = former.removeprefix(FORMER_MARK).removeprefix("№")
    had_it = select(FormerNumberRow.measure_id).where(FormerNumberRow.no == number)
    rows = session.scalars(select(MeasureRow).where(MeasureRow.id.in_(had_it)).order_by(MeasureRow.position))
    return [number_of(row) for row in rows]
