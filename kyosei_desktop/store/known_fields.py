"""Fields with all their revisions, kept in memory while any number of answers is taken in, and stored once.

Answer by answer, twenty submissions would take some five hundred statements; so a dozen, however many there are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select, update

from kyosei_desktop.domain.merge import Revision, RevisionId
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.store.ledger import Unit
from kyosei_desktop.store.plans import REVISION_COLUMNS, revision_of, value_of
from kyosei_desktop.store.revisions import (
    FieldHistory,
    add_revisions,
    in_chunks,
    load_histories,
    wake_revisions,
)
from kyosei_desktop.store.tables import FieldRow, RevisionRow

_STANDING = (FieldRow.id, FieldRow.text, FieldRow.blank, FieldRow.heads, FieldRow.is_conflict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a field's revisions amount to, as it is stored beside them."""

    shown: Value
    heads: tuple[RevisionId, ...]
    is_conflict: bool


class KnownFields:
    """Some fields, locked until the unit ends where the database locks rows."""

    def __init__(self, unit: Unit, fields: Iterable[FieldId]) -> None:
        """Lock the fields before their revisions are read, so that no update can be lost in between."""
        wanted = sorted(set(fields))
        self._unit = unit
        self._stored = dict(_lock(unit, wanted))
        self._standings = dict(self._stored)
        self._histories = dict(load_histories(unit.session, wanted))
        self._revisions = {one.id: one for each in self._histories.values() for one in each.revisions}
        self._added: list[Revision] = []
        self._held: set[RevisionId] = set()
        self._woken: dict[RevisionId, bool] = {}

    def look_up(self, revisions: Collection[RevisionId]) -> None:
        """Find out which of some revisions the ledger has, in whatever field; `revision` knows them then."""
        for some in in_chunks(sorted(set(revisions) - self._revisions.keys())):
            chosen = select(*REVISION_COLUMNS).where(RevisionRow.id.in_(some))
            for row in self._unit.session.execute(chosen):
                self._revisions[RevisionId(row.id)] = revision_of(row)

    def revision(self, revision: RevisionId) -> Revision | None:
        """A revision that the ledger has; None where there is none of that id."""
        return self._revisions.get(revision)

    def history(self, field: FieldId) -> FieldHistory:
        """A field's revisions, those added meanwhile too."""
        return self._histories[field]

    def standing(self, field: FieldId) -> Standing:
        """What they amounted to when `refresh` was last called for the field."""
        return self._standings[field]

    def add(self, revisions: Iterable[Revision], *, are_held: bool) -> None:
        """Take in revisions that are not there yet. Call `refresh` for their fields afterwards."""
        for one in revisions:
            history = self._histories[one.field]
            held = history.held | {one.id} if are_held else history.held
            self._histories[one.field] = replace(history, revisions=(*history.revisions, one), held=held)
            self._revisions[one.id] = one
            self._added.append(one)
            if are_held:
                self._held.add(one.id)

    def wake(self, revisions: Iterable[RevisionId], *, are_held: bool) -> None:
        """Let withdrawn revisions count again, or be held. Call `refresh` for their fields afterwards."""
        for one in revisions:
            field = self._revisions[one].field
            history = self._histories[field]
            held = history.held | {one} if are_held else history.held - {one}
            self._histories[field] = replace(history, withdrawn=history.withdrawn - {one}, held=held)
            self._woken[one] = are_held

    def refresh(self, fields: Iterable[FieldId]) -> None:
        """Find anew what fields amount to."""
        for one in fields:
            state = self._histories[one].state(self._unit.authority)
            heads = tuple(head.revision for head in state.heads)
            self._standings[one] = Standing(state.shown, heads, state.is_conflict)

    def store(self) -> None:
        """Write what was added and woken, and what follows from it; once, at the end."""
        session = self._unit.session
        add_revisions(self._unit, self._added, held=self._held)
        for are_held in (False, True):
            wake_revisions(session, [one for one, held in self._woken.items() if held is are_held], are_held=are_held)
        changed = [
            {
                "id": field,
                "text": now.shown.text,
                "blank": now.shown.blank and now.shown.blank.value,
                "heads": list(now.heads),
                "is_conflict": now.is_conflict,
            }
            for field, now in self._standings.items()
            if now != self._stored[field]
        ]
        if changed:
            session.execute(update(FieldRow), changed)


def _lock(unit: Unit, fields: Sequence[FieldId]) -> Iterator[tuple[FieldId, Standing]]:
    for some in in_chunks(fields):
        for row in unit.session.execute(select(*_STANDING).where(FieldRow.id.in_(some)).with_for_update()):
            heads = tuple(map(RevisionId, row.heads))
            yield FieldId(row.id), Standing(value_of(row), heads, row.is_conflict)
