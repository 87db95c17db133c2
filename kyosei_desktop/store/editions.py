"""Which state of the plan a paper made now would show."""

from sqlalchemy import func, select

from kyosei_desktop.domain.check_word import check_word
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import plan_row
from kyosei_desktop.store.tables import RevisionRow
from kyosei_desktop.store.work_files import newest_answers, read_work


def edition_of(ledger: Ledger, plan: Plan) -> Edition:
    """The edition of a plan, or of a part of it, as the ledger gave it.

    Revisions that do not count (withdrawn or held) are no change.
    """
    fields = {place.id: plan.value(place) for place in plan.fields()}
    last_changes = (
        select(RevisionRow.field_id, func.max(RevisionRow.made_at))
        .where(~RevisionRow.is_withdrawn, ~RevisionRow.is_held)
        .group_by(RevisionRow.field_id)
    )
    with ledger.reading() as session:
        made_at = plan_row(session).created_at
        changed = [at for field, at in session.execute(last_changes) if field in fields]
    return Edition(changed_at=max(changed, default=made_at), check_word=check_word(fields.items()))


def work_edition(ledger: Ledger) -> Edition:
    """The edition of what a work file holds; its check word is that of the submission which it would make now."""
    answers = newest_answers(ledger, read_work(ledger))
    word = check_word((one.field, one.value) for one in answers)
    return Edition(edition_of(ledger, ledger.plan()).changed_at, word)
