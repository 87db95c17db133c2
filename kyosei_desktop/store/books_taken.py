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
    root_of,
    wake_revisions,
    write_field,
)
from kyosei_desktop.store.submissions import list_submissions
from kyosei_desktop.store.tables import ActRow, RevisionRow
from kyosei_desktop.store.withdrawing import NothingToWithdraw, Withdrawal, withdraw_last_merge


@dataclass(frozen=True, slots=True)
class BookWord:
    """What a book says of one field.

    Attributes:
        seen: the revisions that its author had before their eyes; empty for the empty root of a field that did not
            exist; None where nobody knows, so that it becomes a word of whoever takes it.
        in_view: the revisions that whoever takes it has before their eyes; empty as above.
    """

    revision: RevisionId
    place: Field
    value: Value
    seen: tuple[RevisionId, ...] | None
    in_view: tuple[RevisionId, ...]


@dataclass(frozen=True, slots=True)
class TakenBook:
    """A book that was taken into the ledger. `taken_at` is UTC and names it; `fields` are those it changed."""

    taken_at: datetime
    taken_by: str
    file_name: str
    fields: Sequence[FieldId]
    is_withdrawn: bool


def take_words(unit: Unit, words: Sequence[BookWord], *, file_name: str, author: str) -> list[FieldId]:
    """Take what a book says; the fields whose revisions are new, or back again.

    Nothing is recorded where all of it is there already.
    """
    ensure_fields(unit, (one.place for one in words), author=author)
    lock_fields(unit, [one.place.id for one in words])
    taken = _write_own([one for one in words if one.seen is None], unit, file_name=file_name, author=author)
    taken += _unite([one for one in words if one.seen is not None], unit, file_name=file_name, author=author)
    if taken:
        record_act(unit, ActKind.BOOK_TAKEN, author=author, note=file_name)
    return taken


def _write_own(words: Sequence[BookWord], unit: Unit, *, file_name: str, author: str) -> list[FieldId]:
    """Write what the person has chosen to take, after what they had before their eyes of each field."""
    taken = []
    for one in words:
        seen = one.in_view or root_of(unit.session, one.place.id)
        if write_field(unit, one.place.id, one.value, author=author, reason=file_name, seen=seen):
            taken.append(one.place.id)
    return taken


def _unite(words: Sequence[BookWord], unit: Unit, *, file_name: str, author: str) -> list[FieldId]:
    """Add the revisions that are not there yet, and let those count again that were withdrawn."""
    fields = [one.place.id for one in words]
    histories = load_histories(unit.session, fields)
    back = [one for one in words if one.revision in histories[one.place.id].withdrawn]
    added = [one for one in words if one.revision not in histories[one.place.id].ids]
    revisions = []
    for one in added:
        history = histories[one.place.id]
        roots = tuple(root.id for root in history.revisions if root.origin is Origin.ROOT)
        revisions.append(
            Revision(
                id=one.revision,
                field=one.place.id,
                value=one.value,
                after=one.seen or roots,
                origin=Origin.COORDINATOR,
                author=author,
                made_at=unit.now,
                reason=file_name,
            )
        )
    add_revisions(unit, revisions)
    wake_revisions(unit.session, [one.revision for one in back], are_held=False)
    refresh_fields(unit, fields)
    return [one.place.id for one in (*added, *back)]


def list_taken_books(ledger: Ledger) -> list[TakenBook]:
    """The books that were taken and brought anything new, newest first; those withdrawn too."""
    with ledger.reading() as session:
        acts = session.scalars(
            select(ActRow).where(ActRow.kind == ActKind.BOOK_TAKEN.value).order_by(ActRow.sequence.desc())
        ).all()
        found = []
        for act in acts:
            rows = _brought(session, act.done_at, act.note)
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
        chosen = select(ActRow.note).where(ActRow.kind == ActKind.BOOK_TAKEN.value, ActRow.done_at == taken_at)
        name = unit.session.scalars(chosen).first()
        rows = [row for row in _brought(unit.session, taken_at, name) if not row.is_withdrawn]
        withdrawal = _withdraw(unit, rows, file_name=name or "", author=author)
        if not is_dry_run:
            unit.commit()
    return withdrawal


def withdraw_newest(ledger: Ledger, *, author: str, is_dry_run: bool = False) -> Withdrawal:
    """Withdraw what was taken in last: the files of the newest merge, or a book that came after it.

    Raises:
        NothingToWithdraw, DepartmentIsAccepted, WithdrawnRoundClosed.
    """
    book = next((one for one in list_taken_books(ledger) if not one.is_withdrawn), None)
    submission = next((one for one in list_submissions(ledger) if not one.is_withdrawn), None)
    if book is not None and (submission is None or submission.arrived_at < book.taken_at):
        return withdraw_taken_book(ledger, book.taken_at, author=author, is_dry_run=is_dry_run)
    return withdraw_last_merge(ledger, author=author, is_dry_run=is_dry_run)


def withdraw_words(ledger: Ledger, revisions: Collection[RevisionId], *, file_name: str, author: str) -> Withdrawal:
    """Withdraw what a book brought: its revisions, and what was chosen of it in the same acts.

    A word of which nobody knows what it comes after has no revision that follows from the book. Where all are such, the
    book is the one of that name that was taken last.

    Raises:
        NothingToWithdraw
    """
    taken = next((one for one in list_taken_books(ledger) if one.file_name == file_name and not one.is_withdrawn), None)
    with ledger.begin() as unit:
        chosen = select(RevisionRow).where(RevisionRow.id.in_(revisions), RevisionRow.is_withdrawn.is_(False))
        rows = {row.id: row for row in unit.session.scalars(chosen)}
        acts = {(row.made_at, row.reason) for row in rows.values()}
        if taken is not None and not acts:
            acts.add((taken.taken_at, taken.file_name))
        for made_at, reason in acts:
            rows |= {row.id: row for row in _brought(unit.session, made_at, reason) if not row.is_withdrawn}
        withdrawal = _withdraw(unit, list(rows.values()), file_name=file_name, author=author)
        unit.commit()
    return withdrawal


def _brought(session: Session, taken_at: datetime, file_name: str | None) -> Sequence[RevisionRow]:
    """The revisions that a book brought: they carry its name, for clocks of some systems stand still a while."""
    of_book = (RevisionRow.origin == Origin.COORDINATOR.value, RevisionRow.reason == file_name)
    return session.scalars(
        select(RevisionRow).where(RevisionRow.made_at == taken_at, *of_book).order_by(RevisionRow.sequence)
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
