"""Texts offered for fields that nobody has answered: no value, on no paper, until somebody confirms them."""

from collections.abc import Collection, Generator, Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.plans import load_plan, value_of
from kyosei_desktop.store.revisions import write_field
from kyosei_desktop.store.tables import FieldRow, SuggestionRow
from kyosei_desktop.store.turning import take_turn


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


def confirm_suggestions(
    ledger: Ledger, fields: Collection[FieldId] | None = None, *, author: str
) -> Generator[Step, None, list[FieldId]]:
    """Make what is offered the coordinator's own word, all of it or that of some fields, as one turn.

    A field that somebody has answered meanwhile keeps its answer. Where nothing is offered, nothing happens.

    Returns:
        The fields that changed, in printed order.

    Raises:
        OnlyInALedger, LedgerReadOnly.
    """
    offered = list_suggestions(ledger)
    chosen = {one for one in offered if fields is None or one in fields}
    if not chosen:
        return []

    def change(unit: Unit) -> list[FieldId]:
        still_offered = load_suggestions(unit.session)
        confirmed = [one.id for one in load_plan(unit.session).fields() if one.id in chosen and one.id in still_offered]
        for one in confirmed:
            write_field(unit, one, Value(still_offered[one]), author=author, reason=_("予定の案の確定"))
        unit.session.execute(delete(SuggestionRow).where(SuggestionRow.field_id.in_(confirmed)))
        return confirmed

    return (yield from take_turn(ledger, ActKind.PLANS_CONFIRMED, change, note=str(len(chosen)), author=author))
