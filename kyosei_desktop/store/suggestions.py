"""Texts offered for fields that nobody has answered: no value, on no paper, until somebody confirms them."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.plans import value_of
from kyosei_desktop.store.revisions import write_field
from kyosei_desktop.store.tables import FieldRow, SuggestionRow


def load_suggestions(session: Session) -> Mapping[FieldId, str]:
    """What is offered, of the fields that have no answer yet."""
    rows = session.execute(
        select(SuggestionRow, FieldRow)
        .join(FieldRow, FieldRow.id == SuggestionRow.field_id)
        .where(FieldRow.is_conflict.is_(False))
        .order_by(SuggestionRow.field_id)
    )
    return {FieldId(one.field_id): one.text for one, field in rows if not value_of(field).is_answered}


def list_suggestions(ledger: Ledger) -> Mapping[FieldId, str]:
    """What is offered in a ledger; it travels with the requests that ask for these fields."""
    with ledger.reading() as session:
        return load_suggestions(session)


def offer(unit: Unit, texts: Mapping[FieldId, str]) -> None:
    """Offer texts, in the place of what was offered before. The fields must exist."""
    unit.session.execute(delete(SuggestionRow).where(SuggestionRow.field_id.in_(texts)))
    if texts:
        rows = [{"field_id": field, "text": text} for field, text in texts.items()]
        unit.session.execute(insert(SuggestionRow), rows)


def confirm_suggestions(ledger: Ledger, fields: Collection[FieldId] | None = None, *, author: str) -> list[FieldId]:
    """Make what is offered the coordinator's own word, all of it or that of some fields. The fields that changed.

    A field that somebody has answered meanwhile keeps its answer.
    """
    with ledger.begin() as unit:
        offered = load_suggestions(unit.session)
        chosen = [one for one in offered if fields is None or one in fields]
        for one in chosen:
            write_field(unit, one, Value(offered[one]), author=author)
        unit.session.execute(delete(SuggestionRow).where(SuggestionRow.field_id.in_(chosen)))
        unit.commit()
    return chosen
