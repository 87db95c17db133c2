"""Copies of one Excel form that came in one after another: a corrected form is at odds with the one before it.

A form brings values only, so the program cannot know that the newer copy was made after the older one. A person can:
withdrawing the older copies ends what they disagree about with the newest one.
"""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.tables import FieldRow, RevisionRow, RoundRow, SubmissionRevisionRow, SubmissionRow
from kyosei_desktop.store.withdrawing import NothingToWithdraw, Withdrawal, withdraw_rows


def fields_of_differing_form_copies(ledger: Ledger) -> frozenset[FieldId]:
    """The fields in conflict of the open round on which copies of one form disagree."""
    with ledger.reading() as session:
        return frozenset(field for fields in _older_copies(session).values() for field in fields)


def withdraw_older_form_copies(ledger: Ledger, *, author: str, is_dry_run: bool = False) -> Withdrawal:
    """Withdraw, of each form whose copies are at odds, all but the copy saved last.

    Args:
        is_dry_run: find out what would happen, and change nothing.

    Raises:
        NothingToWithdraw, DepartmentIsAccepted.
    """
    with ledger.begin() as unit:
        older = _older_copies(unit.session)
        if not older:
            raise NothingToWithdraw
        rows = unit.session.scalars(select(SubmissionRow).where(SubmissionRow.id.in_(older))).all()
        withdrawal = withdraw_rows(unit, rows, author=author)
        if not is_dry_run:
            unit.commit()
    return withdrawal


def _older_copies(session: Session) -> dict[str, set[FieldId]]:
    """The older copies by the ids of their submissions, and the fields on which the newest says otherwise."""
    copies: dict[str, list[SubmissionRow]] = defaultdict(list)
    chosen = (
        select(SubmissionRow)
        .join(RoundRow, RoundRow.id == SubmissionRow.round_id)
        .where(
            SubmissionRow.merge_id.is_not(None),
            SubmissionRow.is_withdrawn.is_(False),
            SubmissionRow.work_file == SubmissionRow.request_id,  # a form is named by its request
            RoundRow.is_open,
        )
        .order_by(SubmissionRow.made_at, SubmissionRow.sequence)
    )
    for row in session.scalars(chosen):
        copies[row.work_file].append(row)
    at_odds = _heads_in_conflict(session)
    found: dict[str, set[FieldId]] = {}
    for rows in copies.values():
        newest = at_odds.get(rows[-1].id, set())
        found |= {row.id: fields for row in rows[:-1] if (fields := at_odds.get(row.id, set()) & newest)}
    return found


def _heads_in_conflict(session: Session) -> dict[str, set[FieldId]]:
    """For each submission the fields in conflict to whose heads it has brought one."""
    chosen = (
        select(SubmissionRevisionRow.submission_id, RevisionRow.id, FieldRow)
        .join(RevisionRow, RevisionRow.id == SubmissionRevisionRow.revision_id)
        .join(FieldRow, FieldRow.id == RevisionRow.field_id)
        .where(FieldRow.is_conflict)
    )
    found: dict[str, set[FieldId]] = defaultdict(set)
    for submission, revision, field in session.execute(chosen):
        if revision in field.heads:
            found[submission].add(FieldId(field.id))
    return found
