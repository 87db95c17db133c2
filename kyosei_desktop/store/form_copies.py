"""Copies of one Excel form that came in one after another: a corrected form is at odds with the one before it.

A form brings values only, so the program cannot know that the newer copy was made after the older one. A person can:
withdrawing the older copies ends what they disagree about with the newest one.
"""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.tables import FieldRow, RevisionRow, RoundRow, SubmissionRevisionRow, SubmissionRow
from kyosei_desktop.store.withdrawing import NothingToWithdraw, Withdrawal, withdraw_rows


def has_older_form_copies(ledger: Ledger) -> bool:
    """Whether copies of one form are at odds in the open round."""
    with ledger.reading() as session:
        return bool(_older_copies(session))


def withdraw_older_form_copies(ledger: Ledger, *, author: str, is_dry_run: bool = False) -> Withdrawal:
    """Withdraw, of each form whose copies are at odds, all but the copy saved last.

    Args:
        is_dry_run: find out what would happen, and change nothing.

    Raises:
        NothingToWithdraw, DepartmentIsAccepted.
    """
    with ledger.begin() as unit:
        rows = _older_copies(unit.session)
        if not rows:
            raise NothingToWithdraw
        withdrawal = withdraw_rows(unit, rows, author=author)
        if not is_dry_run:
            unit.commit()
    return withdrawal


def _older_copies(session: Session) -> list[SubmissionRow]:
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
    found = []
    for rows in copies.values():
        newest = at_odds.get(rows[-1].id, set())
        found += [row for row in rows[:-1] if at_odds.get(row.id, set()) & newest]
    return found


def _heads_in_conflict(session: Session) -> dict[str, set[str]]:
    """For each submission the fields in conflict to whose heads it has brought one."""
    chosen = (
        select(SubmissionRevisionRow.submission_id, RevisionRow.id, FieldRow)
        .join(RevisionRow, RevisionRow.id == SubmissionRevisionRow.revision_id)
        .join(FieldRow, FieldRow.id == RevisionRow.field_id)
        .where(FieldRow.is_conflict)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for submission, revision, field in session.execute(chosen):
        if revision in field.heads:
            found[submission].add(field.id)
    return found
