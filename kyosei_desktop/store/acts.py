"""What was done with the ledger as a whole: opened, asked, merged, returned, accepted. Part of the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select

from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.tables import ActRow, table_of

_ADD = insert(table_of(ActRow))


class ActKind(StrEnum):
    """Kinds of acts."""

    ROUND_OPENED = "round_opened"
    ROUND_CLOSED = "round_closed"
    ROUND_REOPENED = "round_reopened"
    DUE_DATE_CHANGED = "due_date_changed"
    FIELDS_ADDED = "fields_added"
    REQUESTED = "requested"
    SHEET_MADE = "sheet_made"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    BOOK_TAKEN = "book_taken"
    BOOK_WITHDRAWN = "book_withdrawn"
    RETURNED = "returned"
    RETURN_TAKEN_BACK = "return_taken_back"
    ACCEPTED = "accepted"
    ACCEPTANCE_REVOKED = "acceptance_revoked"
    HANDED_IN = "handed_in"
    RETURN_REASONS_CHANGED = "return_reasons_changed"
    FONTS_CHANGED = "fonts_changed"
    PAGE_BREAKS_CHANGED = "page_breaks_changed"
    SETTLED_ALIKE = "settled_alike"
    SETTLING_UNDONE = "settling_undone"
    ROLLED_OVER = "rolled_over"
    REORGANISED = "reorganised"
    MEASURES_CHANGED = "measures_changed"
    PLANS_CONFIRMED = "plans_confirmed"
    TURN_UNDONE = "turn_undone"


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `done_at` is UTC."""

    kind: ActKind
    done_at: datetime
    done_by: str
    round: RoundId | None
    department: DepartmentId | None
    note: str | None


def record_act(
    unit: Unit,
    kind: ActKind,
    *,
    author: str,
    round_id: RoundId | None = None,
    department: DepartmentId | None = None,
    note: str | None = None,
) -> None:
    """Write an act into the history, within the unit that does it."""
    record_acts(unit, kind, [(round_id, department, note)], author=author)


def record_acts(
    unit: Unit,
    kind: ActKind,
    acts: Sequence[tuple[RoundId | None, DepartmentId | None, str | None]],
    *,
    author: str,
) -> None:
    """Write acts of one kind into the history, of each its round, its department and its note."""
    if acts:
        unit.session.execute(
            _ADD,
            [
                {
                    "kind": kind.value,
                    "done_at": unit.now,
                    "done_by": author,
                    "round_id": round_id,
                    "department_id": department,
                    "note": note,
                }
                for round_id, department, note in acts
            ],
        )


def list_acts(ledger: Ledger) -> list[Act]:
    """All acts, oldest first."""
    with ledger.reading() as session:
        return [
            Act(
                ActKind(row.kind),
                row.done_at,
                row.done_by,
                None if row.round_id is None else RoundId(row.round_id),
                None if row.department_id is None else DepartmentId(row.department_id),
                row.note,
            )
            for row in session.scalars(select(ActRow).order_by(ActRow.sequence))
        ]
