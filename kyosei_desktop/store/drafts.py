"""Drafts: text being typed, kept within a second so that a power cut loses no more, not yet a revision."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from kyosei_desktop.domain.plan import BlankReason, FieldId, Value
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.tables import DraftRow


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a field, and when it was kept (UTC)."""

    value: Value
    saved_at: datetime


def save_draft(ledger: Ledger, field: FieldId, value: Value) -> datetime:
    """Keep what stands in a field while it is being typed; the time it was kept."""
    with ledger.begin() as unit:
        row = DraftRow(field_id=field, text=value.text, blank=value.blank and value.blank.value, saved_at=unit.now)
        unit.session.merge(row)
        unit.commit()
        return unit.now


def load_drafts(ledger: Ledger) -> Mapping[FieldId, Draft]:
    """All drafts by field."""
    with ledger.reading() as session:
        return {
            FieldId(row.field_id): Draft(
                Value(row.text, None if row.blank is None else BlankReason(row.blank)), row.saved_at
            )
            for row in session.scalars(select(DraftRow))
        }


def discard_draft(ledger: Ledger, field: FieldId) -> None:
    """Let a draft go."""
    discard_drafts(ledger, [field])


def discard_drafts(ledger: Ledger, fields: Collection[FieldId]) -> None:
    """Let the drafts of fields go, of those that have one."""
    with ledger.begin() as unit:
        unit.session.execute(delete(DraftRow).where(DraftRow.field_id.in_(fields)))
        unit.commit()
