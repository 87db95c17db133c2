"""Which revisions somebody has before their eyes who reads the plan as it is now."""

from collections.abc import Mapping

from sqlalchemy import select

from kyosei_desktop.domain.merge import RevisionId
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import value_of
from kyosei_desktop.store.revisions import load_histories
from kyosei_desktop.store.tables import FieldRow

Seen = Mapping[FieldId, tuple[RevisionId, ...]]
"""The revisions seen, by field."""


def list_seen(ledger: Ledger) -> Seen:
    """For each field, the revisions whose value it shows: its heads.

    A field in conflict shows one text of several. Who reads that one has not seen the other sides, so that what they
    write must not settle the conflict: of such a field, those revisions that say what is shown.
    """
    with ledger.reading() as session:
        rows = session.scalars(select(FieldRow)).all()
        seen = {FieldId(row.id): tuple(map(RevisionId, row.heads)) for row in rows}
        in_conflict = {FieldId(row.id): value_of(row) for row in rows if row.is_conflict}
        for field, history in load_histories(session, in_conflict).items():
            seen[field] = tuple(one.id for one in history.revisions if one.value == in_conflict[field])
    return seen
