"""Which revisions somebody has before their eyes who reads the plan as it is now."""

from collections.abc import Mapping

from sqlalchemy import select

from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.revisions import load_histories
from kyosei_desktop.store.tables import FieldRow

Seen = Mapping[FieldId, tuple[RevisionId, ...]]
"""The revisions seen, by field; a field that is not in it was not there yet."""


def list_seen(ledger: Ledger) -> Seen:
    """The revisions that somebody has in view who reads the plan as the ledger has it now (`FieldHistory.shown_by`)."""
    authority = Origin.DEPARTMENT if ledger.is_work_file else Origin.COORDINATOR
    with ledger.reading() as session:
        rows = session.execute(select(FieldRow.id, FieldRow.heads, FieldRow.is_conflict)).all()
        seen = {FieldId(field): tuple(map(RevisionId, heads)) for field, heads, _is_conflict in rows}
        in_conflict = [FieldId(field) for field, _heads, is_conflict in rows if is_conflict]
        for field, history in load_histories(session, in_conflict).items():
            seen[field] = tuple(history.shown_by(authority))
    return seen


def seen_with(ledger: Ledger, field: FieldId, shown: Value | None) -> Seen:
    """The revisions that somebody has in view to whom one field is shown, who may be about to change it.

    What has come since their screen was filled they have not seen: of such a field, those revisions that say what is
    shown to them.

    Args:
        shown: what they have before their eyes; None for what the ledger has now.
    """
    authority = Origin.DEPARTMENT if ledger.is_work_file else Origin.COORDINATOR
    with ledger.reading() as session:
        histories = load_histories(session, [field])
    if field not in histories:
        return {}
    history = histories[field]
    if shown is None or shown == history.state(authority).shown:
        return {field: tuple(history.shown_by(authority))}
    return {field: tuple(one.id for one in history.revisions if one.value == shown)}
