"""Which cells of a pasted table go into which fields. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.ui.clerk.answers import Answer
from kyosei_desktop.ui.clerk.pages import Page
from kyosei_desktop.ui.clerk.pasting import Table


@dataclass(frozen=True, slots=True)
class PastedCell:
    """A cell's text and the field that it is for. `replaces`: whether another text stands there."""

    field: FieldId
    place: str
    text: str
    replaces: bool


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What a pasted table would fill.

    Attributes:
        cells: in the order of the table; empty cells fill nothing.
        left_over: how many cells have a text but no field.
    """

    cells: Sequence[PastedCell]
    left_over: int


def plan_paste(pages: Sequence[Page], first: FieldId, table: Table) -> PastePlan:
    """Lay a table over the form, with its first cell on a field.

    Its rows are the fields of that kind from there on, measure by measure; its columns go on with what else is asked
    of the same measure, in the order of the form.
    """
    fields = [(page, answer) for page in pages for answer in page.answers]
    _start_page, start = next(one for one in fields if one[1].id == first)
    columns = list(dict.fromkeys(answer.column for _page, answer in fields))
    columns = columns[columns.index(start.column) :]
    rows = [(page, answer) for page, answer in fields if answer.column == start.column]
    rows = rows[[answer.id for _page, answer in rows].index(first) :]
    cells: dict[FieldId, PastedCell] = {}
    left_over = 0
    for row, texts in enumerate(table):
        for column, text in enumerate(texts):
            if not text.strip():
                continue
            answer = _answer_at(rows, columns, row, column)
            if answer is None or answer.id in cells:
                left_over += 1
            else:
                replaces = answer.value.is_answered and answer.value.text != text
                cells[answer.id] = PastedCell(answer.id, answer.name, text, replaces)
    return PastePlan(tuple(cells.values()), left_over)


def _answer_at(rows: Sequence[tuple[Page, Answer]], columns: Sequence[str], row: int, column: int) -> Answer | None:
    if row >= len(rows) or column >= len(columns):
        return None
    page, at = rows[row]
    for answer in page.answers:
        if answer.column == columns[column] and answer.place.initiative in (None, at.place.initiative):
            return answer
    return None
