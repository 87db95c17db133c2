"""What a ledger holds that is for the offices only: names of people, messages, notes and reasons.

Nothing of it is in the plan, and every file for the public (the report as PDF and workbook, the data, the table of old
and new, the pages for approval) is made of the plan and its definition alone: such a file cannot hold it, and no switch
is needed. What does hold some of it is for the offices by its nature: the ledger and its backups, requests,
submissions, and the handover papers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.return_reasons import return_reasons
from kyosei_desktop.store.tables import (
    AcknowledgementRow,
    ActRow,
    RequestFieldRow,
    RequestRow,
    RevisionRow,
    SubmissionRow,
    SuggestionRow,
)


class InternalKind(StrEnum):
    """Kinds of what stays inside; values are marked texts."""

    PEOPLE = N_("提出した人・変更した人の名前")
    EXTENSIONS = N_("内線")
    MESSAGES = N_("担当課からの伝言")
    RETURN_REASONS = N_("差戻しの理由とひとこと")
    STOCK_REASONS = N_("差戻しの理由の例")
    CHANGE_REASONS = N_("履歴に書いた理由")
    TICK_REASONS = N_("指摘を確かめた理由")
    SUGGESTIONS = N_("まだ確かめていない提案の文")


@dataclass(frozen=True, slots=True)
class InternalContent:
    """One kind: its distinct texts, in the order of their characters. Never empty."""

    kind: InternalKind
    texts: tuple[str, ...]


def internal_contents(ledger: Ledger) -> list[InternalContent]:
    """What would leave if the whole ledger were handed on, and never does in an export; kinds without any left out."""
    stock = return_reasons(ledger) if "return_reasons" in ledger.definition.document else ()
    with ledger.reading() as session:
        found: dict[InternalKind, Iterable[str | None]] = {
            InternalKind.PEOPLE: [
                *session.scalars(select(SubmissionRow.person).distinct()),
                *session.scalars(select(RevisionRow.author).distinct()),
                *session.scalars(select(ActRow.done_by).distinct()),
                *session.scalars(select(AcknowledgementRow.author).distinct()),
            ],
            InternalKind.EXTENSIONS: session.scalars(select(SubmissionRow.extension).distinct()).all(),
            InternalKind.MESSAGES: session.scalars(select(SubmissionRow.message).distinct()).all(),
            InternalKind.RETURN_REASONS: [
                *session.scalars(select(RequestRow.reason).distinct()),
                *session.scalars(select(RequestFieldRow.note).distinct()),
            ],
            InternalKind.STOCK_REASONS: stock,
            InternalKind.CHANGE_REASONS: session.scalars(select(RevisionRow.reason).distinct()).all(),
            InternalKind.TICK_REASONS: session.scalars(select(AcknowledgementRow.reason).distinct()).all(),
            InternalKind.SUGGESTIONS: session.scalars(select(SuggestionRow.text).distinct()).all(),
        }
    contents = (InternalContent(kind, tuple(sorted({one for one in texts if one}))) for kind, texts in found.items())
    return [one for one in contents if one.texts]
