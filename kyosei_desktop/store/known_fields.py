"""Fields with all their revisions, kept in memory while any number of answers is taken in, and stored once.

Answer by answer, twenty submissions would take some five hundred statements; so a dozen, however many there are.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select, update

from kyosei_desktop.domain.chain import content_hash, revision_hashes
from kyosei_desktop.domain.merge import Revision, RevisionId
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.store.chain import note_added, store_hashes
from kyosei_desktop.store.ledger import Unit
from kyosei_desktop.store.plans import REVISION_COLUMNS, revision_of, value_of
from kyosei_desktop.store.revisions import (
    FieldHistory,
    add_revisions,
    histories_of,
    in_chunks,
    load_history_rows,
    wake_revisions,
)
from kyosei_desktop.store.tables import FieldRow, RevisionRow, table_of

_FIELD, _REVISION = table_of(FieldRow), table_of(RevisionRow)
_LOCK = (
    select(_FIELD.c.id, _FIELD.c.text, _FIELD.c.blank, _FIELD.c.heads, _FIELD.c.is_conflict)
    .where(_FIELD.c.id.in_(bindparam("fields", expanding=True)))
    .with_for_update()
)
_STAND = update(_FIELD).where(_FIELD.c.id == bindparam("field"))
_KNOWN = select(*REVISION_COLUMNS).where(_REVISION.c.id.in_(bindparam("revisions", expanding=True)))


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
        unit.session.flush()
        self._unit = unit
        self._stored = dict(_lock(unit, wanted))
        self._standings = dict(self._stored)
        rows = load_history_rows(unit.session, wanted)
        self._histories = dict(histories_of(rows))
        self._hashes = {RevisionId(row.id): row.hash for row in rows if row.hash is not None}
        self._revisions = {one.id: one for each in self._histories.values() for one in each.revisions}
        self._added: list[Revision] = []
        self._held: set[RevisionId] = set()
        self._woken: dict[RevisionId, bool] = {}

    def look_up(self, revisions: Collection[RevisionId]) -> None:
        """Find out which of some revisions the ledger has, in whatever field; `revision` knows them then."""
        for some in in_chunks(sorted(set(revisions) - self._revisions.keys())):
            for row in self._unit.session.connection().execute(_KNOWN, {"revisions": some}).all():
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
        self._store_added()
        for are_held in (False, True):
            wake_revisions(session, [one for one, held in self._woken.items() if held is are_held], are_held=are_held)
        changed = [
            {
                "field": field,
                "text": now.shown.text,
                "blank": now.shown.blank and now.shown.blank.value,
                "heads": list(now.heads),
                "is_conflict": now.is_conflict,
            }
            for field, now in self._standings.items()
            if now != self._stored[field]
        ]
        if changed:
            session.connection().execute(_STAND, changed)

    def _store_added(self) -> None:
        """With their hashes: all that these hang on is at hand here, and would have to be read again for the seal."""
        contents = {one.id: content_hash(one) for one in self._added}
        hashes: dict[RevisionId, str] = {}
        for field in dict.fromkeys(one.field for one in self._added):
            hashes |= revision_hashes(self._histories[field].revisions, contents, self._hashes)
        add_revisions(self._unit, self._added, held=self._held, hashes=hashes)
        note_added(self._unit.session, [[one.id, one.field, contents[one.id]] for one in self._added])
        # A late one changes those of the revisions that come after it; those that are not sealed yet the seal sees to.
        late = {one: hashes[one] for one, before in self._hashes.items() if hashes.get(one, before) != before}
        store_hashes(self._unit.session, late)


def _lock(unit: Unit, fields: Sequence[FieldId]) -> Iterator[tuple[FieldId, Standing]]:
    for some in in_chunks(fields):
        for row in unit.session.connection().execute(_LOCK, {"fields": some}).all():
            heads = tuple(map(RevisionId, row.heads))
            yield FieldId(row.id), Standing(value_of(row), heads, row.is_conflict)
