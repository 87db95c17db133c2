"""What came out of official workbooks: taken into the ledger as the coordinator's word, listed, and withdrawn again.

A book that is taken is one act, and its revisions are those made in the moment of that act. Their ids follow from the
book (`exchange/workbook_changes.py`), so that the same book twice is nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import Field, FieldId, Value
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.revisions import (
    add_revisions,
    ensure_fields,
    load_histories,
    lock_fields,
    refresh_fields,
    wake_revisions,
)
from kyosei_desktop.store.tables import ActRow, RevisionRow
from kyosei_desktop.store.withdrawing import NothingToWithdraw, Withdrawal


@dataclass(frozen=True, slots=True)
class BookWord:
    """What a book says of one field.

    Attributes:
        seen: the revisions that its author had before their eyes; empty for the empty root of a field that did not
            exist.
    """

    revision: RevisionId
    place: Field
    value: Value
    seen: tuple[RevisionId, ...]


@dataclass(frozen=True, slots=True)
class TakenBook:
    """A book that was taken into the ledger. `taken_at` is UTC and names it; `fields` are those it changed."""

    taken_at: datetime
    taken_by: str
    file_name: str
    fields: Sequence[FieldId]
    is_withdrawn: bool


def take_words(unit: Unit, words: Sequence[BookWord], *, file_name: str, author: str) -> list[FieldId]:
    """Take what a book says as revisions after what its author saw; the fields whose revisions are new, or back again.

    Nothing is recorded where all of it is there already.
    """
    ensure_fields(unit, (one.place for one in words), author=author)
    fields = [one.place.id for one in words]
    lock_fields(unit, fields)
    histories = load_histories(unit.session, fields)
    added: list[Revision] = []
    back: list[RevisionId] = []
    taken: list[FieldId] = []
    for one in words:
        history = histories[one.place.id]
        if one.revision in history.ids:
            back += [one.revision] if one.revision in history.withdrawn else []
        else:
            roots = tuple(root.id for root in history.revisions if root.origin is Origin.ROOT)
            added.append(_revision(unit, one, one.seen or roots, author=author, reason=file_name))
        if one.revision in back or one.revision not in history.ids:
            taken.append(one.place.id)
    add_revisions(unit, added)
    wake_revisions(unit.session, back, are_held=False)
    refresh_fields(unit, fields)
    if taken:
        record_act(unit, ActKind.BOOK_TAKEN, author=author, note=file_name)
    return taken


def _revision(unit: Unit, word: BookWord, seen: tuple[RevisionId, ...], *, author: str, reason: str) -> Revision:
    return Revision(
        id=word.revision,
        field=word.place.id,
        value=word.value,
        after=seen,
        origin=Origin.COORDINATOR,
        author=author,
        made_at=unit.now,
        reason=reason,
    )


def list_taken_books(ledger: Ledger) -> list[TakenBook]:
    """The books that were taken and brought anything new, newest first; those withdrawn too."""
    with ledger.reading() as session:
        acts = session.scalars(
            select(ActRow).where(ActRow.kind == ActKind.BOOK_TAKEN.value).order_by(ActRow.sequence.desc())
        ).all()
        found = []
        for act in acts:
            rows = _brought(session, act.done_at)
            if rows:
                fields = tuple(FieldId(row.field_id) for row in rows)
                is_withdrawn = all(row.is_withdrawn for row in rows)
                found.append(TakenBook(act.done_at, act.done_by, act.note or "", fields, is_withdrawn))
    return found


def withdraw_taken_book(ledger: Ledger, taken_at: datetime, *, author: str, is_dry_run: bool = False) -> Withdrawal:
    """Withdraw a book that was taken, named by its moment, as if it had never come; later work stays.

    Raises:
        NothingToWithdraw: no such book is there, or not any more.
    """
    with ledger.begin() as unit:
        rows = [row for row in _brought(unit.session, taken_at) if not row.is_withdrawn]
        names = unit.session.scalars(
            select(ActRow.note).where(ActRow.kind == ActKind.BOOK_TAKEN.value, ActRow.done_at == taken_at)
        ).all()
        withdrawal = _withdraw(unit, rows, file_name=next(iter(names), None) or "", author=author)
        if not is_dry_run:
            unit.commit()
    return withdrawal


def withdraw_words(ledger: Ledger, revisions: Collection[RevisionId], *, file_name: str, author: str) -> Withdrawal:
    """Withdraw what a book brought, named by its revisions. Raises NothingToWithdraw."""
    with ledger.begin() as unit:
        chosen = select(RevisionRow).where(RevisionRow.id.in_(revisions), RevisionRow.is_withdrawn.is_(False))
        withdrawal = _withdraw(unit, unit.session.scalars(chosen).all(), file_name=file_name, author=author)
        unit.commit()
    return withdrawal


def _brought(session: Session, taken_at: datetime) -> Sequence[RevisionRow]:
    return session.scalars(
        select(RevisionRow)
        .where(RevisionRow.made_at == taken_at, RevisionRow.origin == Origin.COORDINATOR.value)
        .order_by(RevisionRow.sequence)
    ).all()


def _withdraw(unit: Unit, rows: Sequence[RevisionRow], *, file_name: str, author: str) -> Withdrawal:
    if not rows:
        raise NothingToWithdraw
    gone = {row.id for row in rows}
    fields = sorted({FieldId(row.field_id) for row in rows})
    unit.session.execute(update(RevisionRow).where(RevisionRow.id.in_(gone)).values(is_withdrawn=True))
    refresh_fields(unit, fields)
    record_act(unit, ActKind.BOOK_WITHDRAWN, author=author, note=file_name)
    words = unit.session.scalars(
        select(RevisionRow).where(
            RevisionRow.field_id.in_(fields),
            RevisionRow.origin == Origin.COORDINATOR.value,
            RevisionRow.is_withdrawn.is_(False),
        )
    )
    to_review = sorted({FieldId(row.field_id) for row in words if gone & set(row.after)})
    return Withdrawal([file_name], fields, to_review)
