"""Which departments the board shows, and in which order. No Qt here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.ui.board.lines import DepartmentLine, NextStep


class Shown(StrEnum):
    """What to show; values are marked texts."""

    ALL = N_("すべての課")
    TO_DO = N_("次の一手がある課")
    LATE = N_("遅れている課")
    NOT_SENT = N_("未送付")
    ASKED = N_("照会中")
    SUBMITTED = N_("提出済")
    IN_CONFLICT = N_("競合あり")
    MISSING = N_("未記入のある課")
    RETURNED = N_("差戻し中")
    ACCEPTED = N_("受理")


class Order(StrEnum):
    """In which order; values are marked texts."""

    PLAN = N_("計画の順")
    DUE = N_("遅れの大きい順")
    MISSING = N_("未記入の多い順")
    NEWEST = N_("最後の動きの新しい順")
    STATE = N_("状態の順")


_IS_SHOWN: dict[Shown, Callable[[DepartmentLine], bool]] = {
    Shown.ALL: lambda _line: True,
    Shown.TO_DO: lambda line: line.next_step not in (NextStep.WAIT, NextStep.NOTHING),
    Shown.LATE: lambda line: line.is_late and line.state is not DepartmentState.ACCEPTED,
    Shown.NOT_SENT: lambda line: line.state is DepartmentState.NOT_SENT or line.not_sent > 0,
    Shown.ASKED: lambda line: line.state is DepartmentState.ASKED,
    Shown.SUBMITTED: lambda line: line.state is DepartmentState.SUBMITTED,
    Shown.IN_CONFLICT: lambda line: line.conflicts > 0,
    Shown.MISSING: lambda line: bool(line.missing),
    Shown.RETURNED: lambda line: line.state is DepartmentState.RETURNED,
    Shown.ACCEPTED: lambda line: line.state is DepartmentState.ACCEPTED,
}
_STATES = list(DepartmentState)
_KEYS: dict[Order, Callable[[DepartmentLine], Any]] = {
    Order.PLAN: lambda _line: 0,
    Order.DUE: lambda line: -line.days_late,
    Order.MISSING: lambda line: -len(line.missing),
    Order.NEWEST: lambda line: -line.moved_at.timestamp() if line.moved_at else 0,
    Order.STATE: lambda line: (_STATES.index(line.state), -line.conflicts),
}


@dataclass(frozen=True, slots=True)
class BoardChoice:
    """What a person wants to see of the board."""

    shown: Shown = Shown.ALL
    order: Order = Order.PLAN
    words: str = ""

    def of(self, lines: Iterable[DepartmentLine]) -> list[DepartmentLine]:
        """The lines to show, in order; lines that are equal stay in the plan's order."""
        wanted = [one.casefold() for one in self.words.split()]
        found = [line for line in lines if _IS_SHOWN[self.shown](line) and _has_all(line, wanted)]
        return sorted(found, key=_KEYS[self.order])


def _has_all(line: DepartmentLine, words: list[str]) -> bool:
    text = "\n".join(
        (
            line.department.name,
            line.word,
            line.due,
            line.last_movement,
            _(line.next_step),
            line.contact,
            line.message,
            *line.missing,
        )
    ).casefold()
    return all(word in text for word in words)
