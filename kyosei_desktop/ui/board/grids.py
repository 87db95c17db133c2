"""Grids over many cells: who owes what in the round, and what is written in all years. No Qt here."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, BlankReason, DepartmentId, FieldId, Initiative, Plan, Value
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.status import DepartmentStatus, RoundStatus
from kyosei_desktop.ui.wording import measure_label


class GridKind(StrEnum):
    """The grids to choose from; values are marked texts."""

    ROUND = N_("この照会：課と施策")
    DEPARTMENTS = N_("すべての年度：課ごと")
    MEASURES = N_("すべての年度：施策ごと")


class CellState(StrEnum):
    """What a cell of a grid stands for; values are marked texts."""

    WRITTEN = N_("記入済")
    PARTLY = N_("一部")
    UNWRITTEN = N_("未記入")
    ENDED = N_("終了")
    NOT_APPLICABLE = N_("該当なし")
    NOT_BEGUN = N_("未着手")
    WAITING = N_("回答待ち")
    RETURNED = N_("差戻し")
    CONFLICT = N_("競合")


SHAPES: Mapping[CellState, str] = {
    CellState.WRITTEN: "●",
    CellState.PARTLY: "◐",
    CellState.UNWRITTEN: "○",
    CellState.ENDED: N_("終"),
    CellState.NOT_APPLICABLE: "／",
    CellState.NOT_BEGUN: "＊",
    CellState.WAITING: "―",
    CellState.RETURNED: "▲",
    CellState.CONFLICT: "⚡",
}
_BLANKS = {BlankReason.ENDED: CellState.ENDED, BlankReason.NOT_APPLICABLE: CellState.NOT_APPLICABLE}
_GRAVEST = (CellState.CONFLICT, CellState.RETURNED, CellState.WAITING)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its state, how many of its fields are answered, and all states in words."""

    state: CellState
    answered: int
    total: int
    words: str

    @property
    def text(self) -> str:
        """The shape, and the count where there are several fields."""
        shape = _(SHAPES[self.state])
        return shape if self.total == 1 else f"{shape} {self.answered}／{self.total}"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: whose, and a cell for each column; None where there is nothing."""

    title: str
    tip: str
    department: DepartmentId | None
    cells: Sequence[GridCell | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """Titles of the columns, and the rows."""

    columns: Sequence[str]
    rows: Sequence[GridRow]

    @property
    def states(self) -> list[CellState]:
        """The states that occur, for the legend, in their own order."""
        there = {cell.state for row in self.rows for cell in row.cells if cell is not None}
        return [state for state in CellState if state in there]


def years_by_department(plan: Plan, definition: Definition) -> Grid:
    """What is written of each department's entries, in every year and period."""
    owned: dict[DepartmentId, list[Initiative]] = {}
    for measure in plan.measures:
        for initiative in measure.initiatives:
            for department in initiative.departments:
                owned.setdefault(department, []).append(initiative)
    rows = [(one.name, "", one.id, owned[one.id]) for one in plan.departments if one.id in owned]
    return _years(plan, definition, rows)


def years_by_measure(plan: Plan, definition: Definition) -> Grid:
    """What is written of each measure's entries, in every year and period."""
    rows = [
        (measure_label(definition, one.no), " ".join(one.name.split()), None, one.initiatives) for one in plan.measures
    ]
    return _years(plan, definition, rows)


_Owner = tuple[str, str, DepartmentId | None, Sequence[Initiative]]


def _years(plan: Plan, definition: Definition, owners: Iterable[_Owner]) -> Grid:
    places = [(year, period) for year in plan.years for period in definition.periods]
    rows = []
    for title, tip, department, initiatives in owners:
        cells = [_cell([_state_of(one.entry(year, period.id)) for one in initiatives]) for year, period in places]
        rows.append(GridRow(title, tip, department, cells))
    say = definition.shown_calendar.fiscal_year
    return Grid([f"{say(year)}\n{period.label}" for year, period in places], rows)


def round_by_department(
    plan: Plan,
    definition: Definition,
    status: RoundStatus,
    conflicts: Collection[Address],
    returned: Mapping[DepartmentId, Collection[FieldId]],
) -> Grid:
    """Who owes what in the open round: departments by measures.

    Args:
        conflicts: the fields in conflict.
        returned: fields of the newest return by department.
    """
    rows = []
    for one in status.departments:
        back = returned.get(one.department.id, ()) if one.state is DepartmentState.RETURNED else ()
        found: dict[object, list[CellState]] = {}
        for address in one.asked:
            found.setdefault(address.measure, []).append(_state_in_round(plan, one, address, conflicts, back))
        rows.append(
            GridRow(
                one.department.name,
                "",
                one.department.id,
                [_cell(found.get(measure.no, ())) for measure in plan.measures],
            )
        )
    return Grid([definition.number_label(one.no) for one in plan.measures], rows)


def _state_in_round(
    plan: Plan,
    status: DepartmentStatus,
    address: Address,
    conflicts: Collection[Address],
    returned: Collection[FieldId],
) -> CellState:
    place = plan.field_at(address)
    if address in conflicts:
        return CellState.CONFLICT
    if place is not None and place.id in returned:
        return CellState.RETURNED
    state = CellState.UNWRITTEN if place is None else _state_of(plan.value(place))
    is_silent = status.state in (DepartmentState.NOT_SENT, DepartmentState.ASKED)
    return CellState.WAITING if is_silent and state is CellState.UNWRITTEN else state


def _state_of(value: Value) -> CellState:
    if value.text.strip():
        return CellState.NOT_BEGUN if value.is_not_begun else CellState.WRITTEN
    return CellState.UNWRITTEN if value.blank is None else _BLANKS[value.blank]


def _cell(states: Sequence[CellState]) -> GridCell | None:
    """Several fields as one cell: the gravest thing to do, else what they all are, else that they differ."""
    if not states:
        return None
    counts = Counter(states)
    open_ones = counts[CellState.UNWRITTEN] + counts[CellState.WAITING] + counts[CellState.RETURNED]
    state = next((one for one in _GRAVEST if counts[one]), None)
    if state is None and len(counts) == 1:
        state = states[0]
    elif state is None:
        state = CellState.PARTLY if open_ones else CellState.WRITTEN
    words = "・".join(
        _("{state} {count}").format(state=_(one.value), count=counts[one]) for one in CellState if counts[one]
    )
    return GridCell(state, len(states) - open_ones, len(states), words)
