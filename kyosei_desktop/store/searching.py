"""Where a word stands in the texts of the plan."""

from typing import Any, NamedTuple

from sqlalchemy import Row, select

from kyosei_desktop.domain.plan import InitiativeId, MeasureId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.search_index import has_word, is_searched, searched_form
from kyosei_desktop.store.tables import FieldRow, SearchChangeRow, SearchTextRow


class FoundText(NamedTuple):
    """Where a text stands: its measure, and its initiative and year where it is of one."""

    measure: MeasureId
    initiative: InitiativeId | None
    year: FiscalYear | None


def find_texts(ledger: Ledger, word: str) -> set[FoundText]:
    """Where a word stands in the texts as they are shown now, but for № and the names of departments.

    Args:
        word: not empty; its notation does not matter. A single character is looked for in all texts.
    """
    wanted = searched_form(word)
    with ledger.reading() as session:
        place = select(FieldRow.measure_id, FieldRow.initiative_id, FieldRow.year)
        waiting = select(SearchChangeRow.field_id)
        indexed = place.join(SearchTextRow, SearchTextRow.field_id == FieldRow.id).where(has_word(session, wanted))
        found = {_place(row) for row in session.execute(indexed.where(FieldRow.id.not_in(waiting)))}
        # What another program changed, or a copy of rows brought, waits for the next unit of work.
        rest = place.add_columns(FieldRow.text).where(FieldRow.id.in_(waiting), is_searched())
        found |= {_place(row) for row in session.execute(rest) if wanted in searched_form(row.text)}
        return found


def _place(row: Row[*tuple[Any, ...]]) -> FoundText:
    return FoundText(row.measure_id, row.initiative_id, row.year)
